// The red thread: what became of each published focus point, its half-yearly status, and what later visits found.
import { type Kysely, sql } from 'kysely'

const statements = [
  `create table thread (
    id uuid primary key,
    tilbud_id uuid not null references tilbud,
    point_id uuid not null unique references point,
    handling text not null default '',
    role text not null default '',
    due date,
    status text not null default 'open'
      constraint thread_status check (status in ('open', 'underway', 'tried', 'anchored', 'closed')),
    began_at timestamptz not null,
    closed_by_visit uuid references visit,
    closed_because text check (closed_because <> ''),
    version integer not null default 1,
    constraint thread_closed check ((status = 'closed') = (closed_by_visit is not null)))`,
  `create index thread_tilbud on thread (tilbud_id)`,
  `create table thread_goal (
    thread_id uuid not null references thread,
    strategy_id text not null,
    node_key text not null,
    primary key (thread_id, strategy_id, node_key),
    foreign key (strategy_id, node_key) references strategy_node (strategy_id, key))`,
  `create index thread_goal_node on thread_goal (strategy_id, node_key)`,
  // The focus points of a thread, one a visit. The words are those of the newest published version; a point that only
  // continues the thread in a draft has none yet.
  `create table thread_point (
    point_id uuid primary key references point,
    thread_id uuid not null references thread,
    visit_id uuid not null references visit,
    published_at timestamptz,
    gone boolean not null default false,
    theme text,
    number integer,
    heading text,
    body text,
    unique (thread_id, visit_id),
    constraint thread_point_published check ((published_at is null) = (theme is null or number is null or body is null)))`,
  `create index thread_point_visit on thread_point (visit_id)`,
  // The suggestions that answer a focus point, as they were published last.
  `create table thread_suggestion (
    thread_id uuid not null references thread,
    point_id uuid not null references point,
    visit_id uuid not null references visit,
    theme text not null,
    position integer not null,
    heading text,
    body text not null,
    primary key (thread_id, point_id))`,
  `create index thread_suggestion_visit on thread_suggestion (visit_id)`,
  `create index thread_suggestion_point on thread_suggestion (point_id)`,
  `create table thread_update (
    id uuid primary key,
    thread_id uuid not null references thread,
    "on" date not null,
    status text not null
      constraint thread_update_status check (status in ('open', 'underway', 'tried', 'anchored')),
    note text not null default '',
    written_by uuid references "user",
    written_at timestamptz not null)`,
  `create index thread_update_thread on thread_update (thread_id, written_at)`,
  // What the next visit says about an earlier thread; it takes effect when the visit is published. `published` is what
  // was said in the newest version, for a correction that is given up.
  `create table thread_mark (
    thread_id uuid not null references thread,
    visit_id uuid not null references visit,
    mark text constraint thread_mark_mark check (mark in ('continued', 'closed')),
    because text not null default '',
    published text constraint thread_mark_published check (published in ('continued', 'closed')),
    published_because text not null default '',
    marked_by uuid references "user",
    marked_at timestamptz not null,
    version integer not null default 1,
    primary key (thread_id, visit_id),
    constraint thread_mark_reason check (mark is distinct from 'closed' or because <> ''))`,
  `create index thread_mark_visit on thread_mark (visit_id)`,
  // A leader's yes to a suggestion standing in the idea bank. A no that was given later stays as a row.
  `create table thread_idea (
    point_id uuid primary key references point,
    tilbud_id uuid not null references tilbud,
    shared boolean not null,
    decided_by uuid not null references "user",
    decided_at timestamptz not null)`,
  `create index thread_idea_shared on thread_idea (decided_at) where shared`,
]

export async function up(db: Kysely<unknown>) {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

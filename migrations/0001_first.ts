// The first shape of the database. Frozen: a later change is a migration of its own.
import { type Kysely, sql } from 'kysely'

const statements = [
  // People and places
  `create table centre (
    id uuid primary key,
    name text not null unique check (name <> ''),
    version integer not null default 1)`,
  `create table tilbud (
    id uuid primary key,
    name text not null unique check (name <> ''),
    short_names text[] not null default '{}',
    type text not null check (type <> ''),
    centre_id uuid not null references centre,
    self_governing boolean not null default false,
    employees_count integer check (employees_count >= 0),
    employees_confirmed_on date,
    active boolean not null default true,
    version integer not null default 1)`,
  `create index tilbud_centre on tilbud (centre_id)`,
  `create table "user" (
    id uuid primary key,
    name text not null check (name <> ''),
    email text not null unique check (email = lower(email)),
    role text not null constraint user_role check (role in ('administrator', 'consultant', 'leader')),
    password_hash text not null,
    active boolean not null default true,
    version integer not null default 1,
    created_at timestamptz not null default now())`,
  `create table user_tilbud (
    user_id uuid not null references "user",
    tilbud_id uuid not null references tilbud,
    primary key (user_id, tilbud_id))`,
  `create index user_tilbud_tilbud on user_tilbud (tilbud_id)`,

  // Logins. The id is the SHA-256 of the cookie's value, so a copy of the table opens no session.
  `create table session (
    id text primary key,
    user_id uuid references "user",
    content jsonb not null,
    expires_at timestamptz not null)`,
  `create index session_by_user on session (user_id)`,
  `create table login_attempt (
    id bigint generated always as identity primary key,
    account text not null,
    attempted_at timestamptz not null default now())`,
  `create index login_attempt_account on login_attempt (account, attempted_at)`,

  // Quality models and strategies: versioned data, never changed once in use
  `create table model (
    id text primary key check (id ~ '^[a-z0-9.-]+$'),
    name text not null,
    version text not null,
    valid_from date not null,
    valid_to date check (valid_to >= valid_from),
    work_areas jsonb not null,
    phrases jsonb not null,
    reading_guide text not null,
    unique (name, version))`,
  `create table model_theme (
    model_id text not null references model,
    key text not null check (key ~ '^[0-9]{1,2}[a-z]?$'),
    position integer not null,
    name text not null,
    purpose text not null,
    successor_of text,
    primary key (model_id, key),
    unique (model_id, position))`,
  `create table strategy (
    id text primary key check (id ~ '^[a-z0-9.-]+$'),
    name text not null,
    version text not null,
    owner text not null)`,
  `create table strategy_node (
    strategy_id text not null references strategy,
    key text not null,
    parent_key text,
    position integer not null,
    name text not null,
    text text not null,
    keywords text[] not null default '{}',
    primary key (strategy_id, key),
    foreign key (strategy_id, parent_key) references strategy_node (strategy_id, key))`,

  // Visits
  `create table visit (
    id uuid primary key,
    tilbud_id uuid not null references tilbud,
    model_id text not null references model,
    visited_on date not null,
    employees_total integer check (employees_total >= 0),
    met jsonb not null default '[]',
    topics text[] not null default '{}',
    overall_impression text not null default '',
    conclusion text not null default '',
    status text not null default 'planned'
      constraint visit_status check (status in ('planned', 'draft', 'hearing', 'published', 'superseded')),
    correction_reason text,
    hearing_sent_at timestamptz,
    hearing_deadline date,
    replaced_by uuid references visit,
    version integer not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    updated_by uuid references "user",
    unique (id, model_id),
    constraint visit_superseded check ((status = 'superseded') = (replaced_by is not null)))`,
  `create index visit_tilbud on visit (tilbud_id, visited_on desc)`,
  `create index visit_date on visit (visited_on desc, id desc)`,
  `create table visit_consultant (
    visit_id uuid not null references visit,
    user_id uuid not null references "user",
    primary key (visit_id, user_id))`,
  `create index visit_consultant_user on visit_consultant (user_id)`,

  // Points. model_id stands here so that the theme is one of the visit's own model.
  `create table point (
    id uuid primary key,
    visit_id uuid not null,
    model_id text not null,
    theme text not null,
    box text not null constraint point_box check (box in ('grey', 'purple', 'yellow')),
    heading text check (heading <> ''),
    body text not null,
    source text constraint point_source check (source in
      ('discussion', 'observation', 'quality-description', 'tilbudsportalen', 'website', 'impression')),
    said_on_the_day boolean not null default true,
    topics text[] not null default '{}',
    position integer not null,
    version integer not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    updated_by uuid references "user",
    deleted_at timestamptz,
    search tsvector generated always as
      (to_tsvector('danish'::regconfig, coalesce(heading, '') || ' ' || body)) stored,
    foreign key (visit_id, model_id) references visit (id, model_id),
    foreign key (model_id, theme) references model_theme (model_id, key),
    unique (id, visit_id, box),
    unique (id, model_id))`,
  `create index point_visit on point (visit_id, theme, box, position) where deleted_at is null`,
  `create index point_search on point using gin (search)`,
  `create table point_theme (
    point_id uuid not null,
    model_id text not null,
    theme text not null,
    primary key (point_id, theme),
    foreign key (point_id, model_id) references point (id, model_id),
    foreign key (model_id, theme) references model_theme (model_id, key))`,
  // A suggestion (yellow) answers focus points (purple) of the same visit: the keys below allow nothing else.
  `create table point_answer (
    visit_id uuid not null,
    yellow_id uuid not null,
    yellow_box text not null default 'yellow' check (yellow_box = 'yellow'),
    purple_id uuid not null,
    purple_box text not null default 'purple' check (purple_box = 'purple'),
    primary key (yellow_id, purple_id),
    foreign key (yellow_id, visit_id, yellow_box) references point (id, visit_id, box),
    foreign key (purple_id, visit_id, purple_box) references point (id, visit_id, box))`,
  `create index point_answer_purple on point_answer (purple_id)`,
  `create table point_goal (
    point_id uuid not null references point,
    strategy_id text not null,
    node_key text not null,
    primary key (point_id, strategy_id, node_key),
    foreign key (strategy_id, node_key) references strategy_node (strategy_id, key))`,

  // Every text as it was written, one row a save: who, when, what
  `create table revision (
    id uuid primary key,
    visit_id uuid not null references visit,
    point_id uuid references point,
    field text not null constraint revision_field check (field in ('point', 'overallImpression', 'conclusion')),
    version integer not null,
    heading text,
    body text not null,
    deleted boolean not null default false,
    written_by uuid references "user",
    written_at timestamptz not null default now(),
    check ((field = 'point') = (point_id is not null)))`,
  `create index revision_visit on revision (visit_id, written_at desc, id desc)`,

  // Published reports: frozen bytes, one row a version
  `create table report (
    id uuid primary key,
    visit_id uuid not null references visit,
    version integer not null check (version >= 1),
    published_at timestamptz not null default now(),
    published_by uuid not null references "user",
    correction_reason text,
    hearing_skipped_because text,
    view jsonb not null,
    html text not null,
    pdf bytea not null,
    sha256 text not null,
    conclusion_html text not null,
    conclusion_pdf bytea not null,
    conclusion_sha256 text not null,
    unique (visit_id, version),
    check ((version = 1) = (correction_reason is null)),
    check (sha256 = encode(sha256(pdf), 'hex')),
    check (conclusion_sha256 = encode(sha256(conclusion_pdf), 'hex')))`,

  // Who did what, when; never any report text
  `create table log (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    user_id uuid references "user",
    action text not null,
    subject text not null,
    subject_id text,
    visit_id uuid,
    tilbud_id uuid,
    detail jsonb not null default '{}')`,
  `create index log_visit on log (visit_id)`,
  `create function refuse_change() returns trigger language plpgsql as
    $$ begin raise exception 'table % is append-only', tg_table_name; end $$`,
  `create trigger log_append_only before update or delete or truncate on log
    for each statement execute function refuse_change()`,
  `create trigger revision_append_only before update or delete or truncate on revision
    for each statement execute function refuse_change()`,
  `create trigger report_append_only before update or delete or truncate on report
    for each statement execute function refuse_change()`,

  // Answers to POSTs that carried an Idempotency-Key, kept for 24 hours
  `create table idempotency (
    user_id uuid not null references "user",
    key text not null,
    request_sha256 text not null,
    status integer,
    headers jsonb,
    body text,
    created_at timestamptz not null default now(),
    primary key (user_id, key))`,
]

export async function up(db: Kysely<unknown>) {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

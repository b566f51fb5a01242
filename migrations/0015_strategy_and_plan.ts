// Strategies as versions of one another, and the actions of the development plan.
import { type Kysely, sql } from 'kysely'

const statements = [
  `alter table strategy add column successor_of text references strategy check (successor_of <> id)`,
  `create index strategy_successor on strategy (successor_of)`,
  `alter table strategy_node add column successor_of text check (successor_of <> '')`,
  // The strategies that ship with the product are there already where it has run before.
  `update strategy set successor_of = 'norddjurs-ledestjerner', version = '2'
    where id = 'norddjurs-socialomraadet' and version = '1'
      and exists (select from strategy poster where poster.id = 'norddjurs-ledestjerner')`,
  `update strategy_node set successor_of = key
    where strategy_id = 'norddjurs-socialomraadet' and key in ('1', '2', '3', '4')
      and exists (select from strategy where id = 'norddjurs-socialomraadet' and successor_of is not null)`,
  `create index point_goal_node on point_goal (strategy_id, node_key)`,

  // What a tilbud, or the whole area (no tilbud), does about goals of one strategy
  `create table plan_action (
    id uuid primary key,
    tilbud_id uuid references tilbud,
    strategy_id text not null references strategy,
    title text not null check (title <> ''),
    text text not null default '',
    role text not null default '',
    due date,
    status text not null default 'open'
      constraint plan_action_status check (status in ('open', 'underway', 'tried', 'anchored', 'closed')),
    success_criteria text check (success_criteria <> ''),
    thread_id uuid,
    begun_on date not null,
    closed_on date,
    version integer not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    updated_by uuid references "user",
    unique (id, strategy_id),
    constraint plan_action_closed check ((status = 'closed') = (closed_on is not null)))`,
  `create index plan_action_tilbud on plan_action (tilbud_id, strategy_id)`,
  `create table plan_action_goal (
    action_id uuid not null,
    strategy_id text not null,
    node_key text not null,
    primary key (action_id, node_key),
    foreign key (action_id, strategy_id) references plan_action (id, strategy_id),
    foreign key (strategy_id, node_key) references strategy_node (strategy_id, key))`,
  `create index plan_action_goal_node on plan_action_goal (strategy_id, node_key)`,
]

export async function up(db: Kysely<unknown>) {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

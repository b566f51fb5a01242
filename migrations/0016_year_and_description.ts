// The year: how often a tilbud is visited, visits that were called off, calendars. And before the visit: the tilbud's
// description of its practice, version by version, and what the consultants found of it.
import { type Kysely, sql } from 'kysely'

const statements = [
  `alter table municipality add column months_between_visits integer not null default 24
    constraint municipality_months check (months_between_visits between 1 and 120)`,
  `alter table visit
    add column calendar_sequence integer not null default 0,
    add column cancelled_at timestamptz,
    add column cancelled_by uuid references "user",
    add column cancelled_because text check (cancelled_because <> ''),
    add column description_marks jsonb not null default '{}',
    add constraint visit_cancelled check (cancelled_at is null or (status = 'planned' and cancelled_because is not null))`,
  // A calendar that a person subscribes to: its address holds a code of which only the sum is kept.
  `create table year_feed (
    user_id uuid primary key references "user",
    code_sha256 text not null unique,
    created_at timestamptz not null,
    read_at timestamptz)`,
  `create table description (
    id uuid primary key,
    tilbud_id uuid not null references tilbud,
    model_id text not null references model,
    version integer not null check (version >= 1),
    texts jsonb not null,
    written_by uuid references "user",
    written_at timestamptz not null,
    unique (tilbud_id, version))`,
]

export async function up(db: Kysely<unknown>) {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

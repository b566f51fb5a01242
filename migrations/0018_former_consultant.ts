// Who was taken off a visit: their calendars must hear that it is off for them, on the day that they knew.
import { type Kysely, sql } from 'kysely'

const statements = [
  `create table visit_former_consultant (
    visit_id uuid not null references visit,
    user_id uuid not null references "user",
    visited_on date not null,
    calendar_sequence integer not null,
    left_at timestamptz not null,
    primary key (visit_id, user_id))`,
  `create index visit_former_consultant_user on visit_former_consultant (user_id, visited_on)`,
]

export async function up(db: Kysely<unknown>) {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

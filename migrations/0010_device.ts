// The devices on which people write: what they are called, when they were last here, and whether they were shut out.
import { type Kysely, sql } from 'kysely'

const statements = [
  `create table device (
    id uuid not null,
    user_id uuid not null references "user",
    name text not null constraint device_name check (name <> ''),
    created_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    revoked_at timestamptz,
    revoked_by uuid references "user",
    primary key (id, user_id))`,
  'create index device_user on device (user_id)',
]

export async function up(db: Kysely<unknown>) {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

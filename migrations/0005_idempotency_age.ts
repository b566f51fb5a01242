// The oldest remembered answers are found without reading the rest: they are forgotten after 24 hours.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>) {
  await sql.raw('create index idempotency_age on idempotency (created_at)').execute(db)
}

// A published document is found by the sum of its bytes: the report and the conclusion each in an index.
import { type Kysely, sql } from 'kysely'

const statements = [
  'create index report_sha256 on report (sha256)',
  'create index report_conclusion_sha256 on report (conclusion_sha256)',
]

export async function up(db: Kysely<unknown>) {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

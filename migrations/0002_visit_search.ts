// Danish full text over what stands on the visit itself, beside that over its points.
import { type Kysely, sql } from 'kysely'

const statements = [
  `alter table visit add column search tsvector generated always as
    (to_tsvector('danish'::regconfig, overall_impression || ' ' || conclusion)) stored`,
  `create index visit_search on visit using gin (search)`,
]

export async function up(db: Kysely<unknown>) {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

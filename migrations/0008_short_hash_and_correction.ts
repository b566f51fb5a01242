// The six characters on a report's pages in a column of their own, so that they can be asked about; and what a visit said
// before a correction was begun, so that the correction can be given up.
import { type Kysely, sql } from 'kysely'

const statements = [
  // Null where an edition was frozen before its pages carried one.
  `alter table report add column short_hash text constraint report_short_hash check (short_hash ~ '^[0-9a-f]{6}$')`,
  // The one change that was ever made to frozen rows: what they say about themselves, said once more.
  'alter table report disable trigger report_append_only',
  `update report set short_hash = substring(view ->> 'footEdition' from ' · ([0-9a-f]{6})$')`,
  'alter table report enable trigger report_append_only',
  'create index report_by_short_hash on report (short_hash)',
  'alter table visit add column before_correction jsonb',
]

export async function up(db: Kysely<unknown>) {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

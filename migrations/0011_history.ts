// What stood in a text before a revision of it, found at once however long the history of its visit is.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>) {
  await sql.raw('create index revision_text on revision (visit_id, field, point_id, theme, id)').execute(db)
}

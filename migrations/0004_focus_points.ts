// What a comparison counts, in an index that answers it alone: the focus points of a visit with their themes.
import { type Kysely, sql } from 'kysely'

const statement = `create index point_focus on point (visit_id) include (theme, id)
  where box = 'purple' and deleted_at is null`

export async function up(db: Kysely<unknown>) {
  await sql.raw(statement).execute(db)
}

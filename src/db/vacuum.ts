// What a PostgreSQL server does by itself and nobody does in the embedded database: the room of old rows is used again,
// and statements are planned by what the tables hold. Without it the points of one visit took a reading of all points.
import { sql } from 'kysely'
import type { Db } from './tables.ts'

/** A task for each table, so that whoever saves or stops waits for one at the most. */
export async function vacuumTasks(db: Db) {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' order by tablename`.execute(db)
  return rows.map(({ name }) => ({
    name: `Vacuum of ${name}`,
    run: () => sql`vacuum (analyze) ${sql.table(name)}`.execute(db),
  }))
}

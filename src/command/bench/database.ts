// A database of its own for one benchmark, on the server that the environment names or in a folder.
import { sql } from 'kysely'
import { connect } from '../../db/connect.ts'

/** The PostgreSQL server to measure on; none: only the embedded database is. */
export const server = process.env.TEST_DATABASE_URL || process.env.DATABASE_URL

/** Where it is, the settings with which the app finds it, and how it goes away again. */
export async function makeDatabase(folder: string, url = server) {
  if (!url) return { place: { folder }, settings: { DATA_DIR: folder, DATABASE_URL: '' }, drop: async () => {} }
  const name = `kvalitetsbesoeg_bench_${process.pid}`
  const onServer = async (statement: string) => {
    const { db, close } = await connect({ url })
    await sql.raw(statement).execute(db)
    await close()
  }
  await onServer(`create database ${name}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  const settings = { DATABASE_URL: own.href, DATA_DIR: folder, SESSION_SECRET: 'x'.repeat(40) }
  return { place: { url: own.href }, settings, drop: () => onServer(`drop database ${name} with (force)`) }
}

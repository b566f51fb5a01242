// A database of its own for every test file: a copy of the empty one that global-setup.ts made.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type Connection, connect } from '../../src/db/connect.ts'

export const EMPTY_EMBEDDED = join(import.meta.dirname, '../../node_modules/.cache/kvalitetsbesoeg/empty-database.tar')
// Two checkouts on one server do not share it: they may be at different migrations.
const checkout = createHash('sha256')
  .update(import.meta.dirname)
  .digest('hex')
  .slice(0, 8)
export const EMPTY_POSTGRES = `kvalitetsbesoeg_test_empty_${checkout}`

export function testDatabaseUrl(server: string, name: string) {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

export async function onServer(server: string, work: (query: (sql: string) => Promise<unknown>) => Promise<void>) {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await work(sql => client.query(sql))
  } finally {
    await client.end()
  }
}

type TestDatabase = Connection & {
  /** A second connection, as another process of the same installation has; there is none to the embedded database. */
  another: (() => Promise<Connection>) | null
  /** Its address, for a process of its own; null for the embedded one. */
  url: string | null
}

let made = 0

async function copyPostgres(server: string): Promise<TestDatabase> {
  made += 1
  const name = `kvalitetsbesoeg_test_${process.pid}_${Date.now()}_${made}`
  await onServer(server, query => query(`create database ${name} template ${EMPTY_POSTGRES}`).then(() => {}))
  const url = testDatabaseUrl(server, name)
  const another = () => connect({ url })
  const connection = await another()
  const close = async () => {
    await connection.close()
    await onServer(server, query => query(`drop database ${name} with (force)`).then(() => {}))
  }
  return { ...connection, another, url, close }
}

/** An empty database with the shipped models in it, on the server that the project names or embedded in memory. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const server = process.env.TEST_DATABASE_URL
  if (server) return copyPostgres(server)
  return { ...(await connect({ copyOf: new Blob([readFileSync(EMPTY_EMBEDDED)]) })), another: null, url: null }
}

// A database of its own for every test file: a copy of the empty one that global-setup.ts made.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type Connection, connect } from '../../src/db/connect.ts'

export const EMPTY_EMBEDDED = join(import.meta.dirname, '../../node_modules/.cache/kvalitetsbesoeg/empty-database.tar')
export const EMPTY_POSTGRES = 'kvalitetsbesoeg_test_empty'

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

async function copyPostgres(server: string): Promise<Connection> {
  const name = `kvalitetsbesoeg_test_${process.pid}_${Date.now()}`
  await onServer(server, query => query(`create database ${name} template ${EMPTY_POSTGRES}`).then(() => {}))
  const connection = await connect({ url: testDatabaseUrl(server, name) })
  const close = async () => {
    await connection.close()
    await onServer(server, query => query(`drop database ${name} with (force)`).then(() => {}))
  }
  return { ...connection, close }
}

/** An empty database with the shipped models in it, on the server that the project names or embedded in memory. */
export function openTestDatabase(): Promise<Connection> {
  const server = process.env.TEST_DATABASE_URL
  if (server) return copyPostgres(server)
  return connect({ copyOf: new Blob([readFileSync(EMPTY_EMBEDDED)]) })
}

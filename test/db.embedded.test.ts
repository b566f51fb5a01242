// The embedded database as a folder on the disk: what is answered is there, and what a server does by itself is done.
import fs, { mkdtempSync, rmSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Connection, connect } from '../src/db/connect.ts'
import { vacuumTasks } from '../src/db/vacuum.ts'

const folder = mkdtempSync(join(tmpdir(), 'kvalitetsbesoeg-embedded-'))
const waits = vi.spyOn(fs, 'fdatasyncSync')
let connection: Connection

beforeAll(async () => {
  syncBuiltinESMExports()
  connection = await connect({ folder })
  await sql`create table kept (word text)`.execute(connection.db)
}, 60_000)

afterAll(async () => {
  await connection.close()
  waits.mockRestore()
  syncBuiltinESMExports()
  rmSync(folder, { recursive: true, force: true })
})

const write = (db: Connection['db']) => sql`insert into kept (word) values ('ord')`.execute(db)

test('a single statement is answered when it is on the disk', async () => {
  waits.mockClear()
  await write(connection.db)
  expect(waits).toHaveBeenCalled()
})

test('a transaction is answered when it is on the disk', async () => {
  waits.mockClear()
  await connection.db.transaction().execute(write)
  expect(waits).toHaveBeenCalled()
})

test('the planner is told how many rows there are', async () => {
  const { db } = connection
  for (const { run } of await vacuumTasks(db)) await run()
  const known = await sql<{
    known: boolean
  }>`select reltuples > 0 as known from pg_class where relname = 'kept'`.execute(db)
  expect(known.rows).toEqual([{ known: true }])
})

test('what comes while many statements follow each other is heard between them', async () => {
  let heard = 0
  const listening = setInterval(() => heard++, 0)
  for (let statement = 0; statement < 200; statement++) await sql`select word from kept`.execute(connection.db)
  clearInterval(listening)
  expect(heard).toBeGreaterThan(20)
})

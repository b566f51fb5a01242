// What one process says on commit, all hear: on both databases, with two connections where there can be two.
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Connection } from '../src/db/connect.ts'
import { notify } from '../src/db/listen.ts'
import { openTestDatabase } from './support/databases.ts'

let one: Awaited<ReturnType<typeof openTestDatabase>>
let other: Connection

beforeAll(async () => {
  one = await openTestDatabase()
  other = one.another ? await one.another() : one
})
afterAll(async () => {
  if (other !== one) await other.close()
  await one.close()
})

const until = async (holds: () => boolean) => {
  const end = Date.now() + 10_000
  while (!holds() && Date.now() < end) await new Promise(resolve => setTimeout(resolve, 10))
}

test('what is said in a transaction is heard by every process when it commits, and never when it does not', async () => {
  const heard: (string | null)[][] = [[], []]
  const ends = [
    await one.listen('visit', said => heard[0]?.push(said)),
    await other.listen('visit', said => heard[1]?.push(said)),
  ]
  const refused = one.db.transaction().execute(async trx => {
    await notify(trx, 'visit', { n: 1 })
    throw new Error('no')
  })
  await expect(refused).rejects.toThrow('no')
  await one.db.transaction().execute(async trx => {
    await notify(trx, 'visit', { n: 2 })
    await new Promise(resolve => setTimeout(resolve, 50))
    expect(heard).toEqual([[], []])
  })
  await notify(other.db, 'visit', { n: 3 })
  await notify(other.db, 'elsewhere', { n: 4 })
  await until(() => heard.every(said => said.length === 2))
  expect(heard).toEqual([
    ['{"n":2}', '{"n":3}'],
    ['{"n":2}', '{"n":3}'],
  ])
  for (const end of ends) await end()
  await notify(one.db, 'visit', { n: 5 })
  await new Promise(resolve => setTimeout(resolve, 50))
  expect(heard[0]).toHaveLength(2)
})

test('a listener that comes while somebody has a transaction open that fails still hears', async () => {
  const heard: (string | null)[] = []
  let listening: Promise<() => Promise<void>> | undefined
  const refused = one.db.transaction().execute(async trx => {
    await sql`select 1`.execute(trx)
    listening = one.listen('visit', said => heard.push(said))
    await new Promise(resolve => setTimeout(resolve, 50))
    throw new Error('no')
  })
  await expect(refused).rejects.toThrow('no')
  const end = await listening
  await notify(one.db, 'visit', { n: 1 })
  await until(() => heard.length > 0)
  expect(heard).toEqual(['{"n":1}'])
  await end?.()
})

test('a lost connection comes back by itself, says that something may be missed, and hears again', async () => {
  if (one.kind === 'embedded') return // it has no connection to lose
  const heard: (string | null)[] = []
  const end = await other.listen('visit', said => heard.push(said))
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(one.db)
  await until(() => heard.length > 0)
  expect(heard).toEqual([null])
  await notify(one.db, 'visit', { n: 1 }).catch(() => notify(one.db, 'visit', { n: 1 }))
  await until(() => heard.length > 1)
  expect(heard).toEqual([null, '{"n":1}'])
  await end()
})

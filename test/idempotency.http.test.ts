// Keys of POSTs are remembered for a day, not for ever.
import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { useApp } from './support/app.ts'

const app = useApp()
const HOUR = 3_600_000

test('a key older than a day is forgotten when another is claimed, a younger one is kept', async () => {
  const { db } = app()
  const [one, other] = [await app().person('consultant'), await app().person('consultant')]
  const tilbud = await app().tilbud()
  const answered = (key: string, hours: number) => ({
    ...{ userId: one.id, key, requestSha256: '', status: 201, createdAt: new Date(Date.now() - hours * HOUR) },
  })
  await db
    .insertInto('idempotency')
    .values([answered('old', 25), answered('young', 23)])
    .execute()
  await app().visit(
    { id: other.id, post: (path, body) => other.post(path, body, { 'idempotency-key': 'new' }) },
    tilbud.id,
  )
  const keys = await db.selectFrom('idempotency').select('key').orderBy('key').execute()
  expect(keys.map(({ key }) => key)).toEqual(['new', 'young'])
})

test('a great many old keys are forgotten little by little', async () => {
  const { db } = app()
  const person = await app().person('consultant')
  const tilbud = await app().tilbud()
  const old = Array.from({ length: 60 }, (_, i) => ({
    ...{ userId: person.id, key: `old-${i}`, requestSha256: '', status: 201 },
    createdAt: new Date(Date.now() - 48 * HOUR),
  }))
  await db.insertInto('idempotency').values(old).execute()
  const left = async () => {
    await app().visit(
      { id: person.id, post: (path, body) => person.post(path, body, { 'idempotency-key': uuidv7() }) },
      tilbud.id,
    )
    return (await db.selectFrom('idempotency').select('key').where('key', 'like', 'old-%').execute()).length
  }
  expect([await left(), await left(), await left()]).toEqual([40, 20, 0])
})

// Whatever way a visit is read over the API, the log tells who read it; a refusal leaves no such line.
import { expect, test } from 'vitest'
import { type Person, useApp } from './support/app.ts'

const app = useApp()

async function written() {
  const [consultant, tilbud] = [await app().person('consultant'), await app().tilbud()]
  const { id } = await app().visit(consultant, tilbud.id)
  const path = `/api/v1/visits/${id}`
  const point = (await consultant.post(`${path}/points`, { theme: '1', box: 'grey', body: 'Tekst' })).body
  const readings = (person: Person) =>
    app()
      .db.selectFrom('log')
      .select(['action', 'subject', 'subjectId', 'visitId', 'tilbudId'])
      .where('visitId', '=', id)
      .where('userId', '=', person.id)
      .where('action', '=', 'read')
      .execute()
  const line = { action: 'read', subject: 'visit', subjectId: id, visitId: id, tilbudId: tilbud.id }
  return { consultant, path, parts: ['', '/points', `/points/${point.id}`, '/history'], readings, line }
}

test('each way to read a visit leaves one line', async () => {
  const { consultant, path, parts, readings, line } = await written()
  for (const [index, part] of parts.entries()) {
    expect((await consultant.get(path + part)).status).toBe(200)
    expect([part, await readings(consultant)]).toEqual([part, Array.from({ length: index + 1 }, () => line)])
  }
})

test('what is refused was not read', async () => {
  const { consultant, path, parts, readings } = await written()
  const stranger = await app().person('consultant')
  for (const part of parts) expect((await stranger.get(path + part)).status).toBe(404)
  expect(await readings(stranger)).toEqual([])
  expect((await consultant.get(`${path}/points/0192f0c1-0000-7000-8000-000000000000`)).status).toBe(404)
  expect(await readings(consultant)).toEqual([])
})

// What was written live becomes history when it rests, and its updates go when it has been still for a day: nobody notices.
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { sweep } from '../src/visit/sweep.ts'
import { useApp } from './support/app.ts'
import { createWriter, watch } from './support/writer.ts'

const app = useApp()

/** As if all of it had been written so long ago. */
const age = (visitId: string, interval: string) =>
  sql`update text_update set written_at = written_at - ${interval}::interval where visit_id = ${visitId}`.execute(
    app().db,
  )

const kept = async (visitId: string) =>
  (await app().db.selectFrom('textUpdate').select('seq').where('visitId', '=', visitId).execute()).length

async function written() {
  const consultant = await app().person('consultant')
  const visit = await app().visit(consultant, (await app().tilbud()).id)
  const path = `/api/v1/visits/${visit.id}`
  const { id } = (await consultant.post(`${path}/points`, { theme: '3a', box: 'grey', body: 'Først.' })).body
  const text = `point/${id}`
  const writer = createWriter(consultant, visit.id)
  await writer.open(text)
  const type = async (words: string) => {
    writer.add(text, words)
    const done = await writer.push(text)
    if (done.outcome !== 'saved') throw new Error(JSON.stringify(done))
    return done
  }
  const revisions = async () =>
    (
      await app()
        .db.selectFrom('revision')
        .select(['body', 'version'])
        .where('pointId', '=', id)
        .orderBy('id')
        .execute()
    ).map(({ body }) => body)
  return { consultant, visit, path, id, text, writer, type, revisions }
}

test('after two minutes it is a revision, after a day its updates are gone, and writing goes on', async () => {
  const { db, url } = app()
  const { consultant, visit, path, id, text, writer, type, revisions } = await written()
  await type(' Så.')
  const { seq } = await type(' Dernæst.')
  await sweep(db)
  expect([await revisions(), await kept(visit.id)]).toEqual([['Først.'], 2])
  await age(visit.id, '3 minutes')
  await sweep(db)
  await sweep(db)
  expect([await revisions(), await kept(visit.id)]).toEqual([['Først.', 'Først. Så. Dernæst.'], 2])
  await age(visit.id, '1 day')
  await sweep(db)
  expect(await kept(visit.id)).toBe(0)

  await type(' Igen.')
  expect((await consultant.get(`${path}/points/${id}`)).body).toMatchObject({
    body: 'Først. Så. Dernæst. Igen.',
    version: 4,
  })
  // A device that last heard of the visit before: the document comes whole, and what was written since one by one.
  const stream = await watch(url, consultant.cookie(), `${path}/events?after=${seq - 1}`)
  await stream.until(told => told.length === 2)
  expect(stream.told.map(({ data }) => [data.by, data.version])).toEqual([
    [null, 3],
    [consultant.id, 4],
  ])
  const reader = createWriter(consultant, visit.id)
  await reader.open(text)
  expect(reader.read(text)).toEqual(writer.read(text))
  expect(await revisions()).toHaveLength(2)
  await consultant.get(`${path}/history?pointId=${id}`)
  expect((await revisions()).at(-1)).toBe('Først. Så. Dernæst. Igen.')
  stream.end()
})

test('an old form is merged from what it showed as long as that is known, and asks when it is not', async () => {
  const { db } = app()
  const { consultant, visit, path, id, type } = await written()
  const save = (version: number, body: string) =>
    consultant.post(
      `/visit/${visit.id}/point/${id}`,
      new URLSearchParams({ version: String(version), heading: '', body, saidOnTheDay: 'yes', step: 'save' }),
    )
  await type(' Live et.')
  await type(' Live to.')
  // The form showed version 2, between two updates of one passage.
  expect((await save(2, 'Først. Live et. Fra formularen.')).status).toBe(303)
  const point = async () => (await consultant.get(`${path}/points/${id}`)).body
  const merged = await point()
  for (const words of ['Først.', 'Live et.', 'Live to.', 'Fra formularen.'])
    expect(merged.body.split(words), merged.body).toHaveLength(2)
  await age(visit.id, '1 day')
  await sweep(db)
  expect(await kept(visit.id)).toBe(0)
  // Version 1 was saved on purpose, version 4 was the form's: both are known. Version 2 is not.
  expect((await save(1, 'Først. Fra en gammel side.')).status).toBe(303)
  expect((await save(2, 'Noget helt andet.')).status).toBe(412)
  const { body } = await point()
  for (const words of ['Først.', 'Live to.', 'Fra formularen.', 'Fra en gammel side.'])
    expect(body.split(words), body).toHaveLength(2)
})

// A correction that was begun and is not wanted: everything is again as it was published, and nothing written is lost.
import { beforeEach, describe, expect, test } from 'vitest'
import { type Person, useApp } from './support/app.ts'

const app = useApp()

let consultant: Person
let here: string
let page: string
let ids: Record<'grey' | 'time' | 'calm' | 'answer', string>

// biome-ignore lint/suspicious/noExplicitAny: answers are checked by the contract
type Visit = any

const read = async (): Promise<Visit> => (await consultant.get(here)).body
const history = async (): Promise<string[]> =>
  (await consultant.get(`${here}/history?limit=200`)).body.items.map((item: { body: string }) => item.body)

/** What a visit says, without who wrote it when. */
function said({ version: _, updatedAt: _at, points, ...visit }: Visit) {
  return {
    ...visit,
    points: points.map(({ version: _, updatedAt: _at, updatedBy: _by, ...point }: Visit) => point),
  }
}

async function change(fields: object) {
  const answer = await consultant.patch(here, (await read()).version, fields)
  expect(answer.status, answer.text).toBe(200)
}

async function changePoint(id: string, fields: object) {
  const { version } = (await consultant.get(`${here}/points/${id}`)).body
  const answer = await consultant.patch(`${here}/points/${id}`, version, fields)
  expect(answer.status, answer.text).toBe(200)
}

beforeEach(async () => {
  consultant = await app().person('consultant')
  const visit = await app().visit(consultant, (await app().tilbud()).id, {
    participants: { employeesTotal: 14, met: [{ group: 'medarbejdere', count: 6 }] },
    topics: ['Tid', 'Ro'],
    overallImpression: 'Et varmt hus.',
    conclusion: 'Bliv ved.',
  })
  here = `/api/v1/visits/${visit.id}`
  page = `/visit/${visit.id}`
  const write = async (theme: string, box: string, body: string, more: object = {}) =>
    (await consultant.post(`${here}/points`, { theme, box, body, ...more })).body.id as string
  const time = await write('1', 'purple', 'der mangler tid.', { source: 'discussion', alsoThemes: ['4'] })
  const calm = await write('1', 'purple', 'der mangler ro.')
  ids = {
    grey: await write('1', 'grey', 'Vi talte om tid.', { heading: 'Tid', topics: ['Tid'] }),
    ...{ time, calm },
    answer: await write('1', 'yellow', 'Vi laver en plan.', { answers: [time, calm] }),
  }
  await app().db.updateTable('visit').set({ status: 'published' }).where('id', '=', visit.id).execute()
})

const begin = () => consultant.post(`${here}/correction`, { reason: 'Et tal er forkert.' })
const giveUp = (by: Person = consultant) => by.send('DELETE', `${here}/correction`)

describe('a correction that is given up', () => {
  test('leaves what was published, whatever was done meanwhile', async () => {
    const published = said(await read())
    await begin()
    await change({ conclusion: 'Et andet ord.', topics: ['Mod'], visitedOn: '2026-05-13' })
    await change({ participants: { employeesTotal: 15, met: [{ group: 'ledere', count: 2 }] } })
    await change({ consultantIds: [consultant.id, (await app().person('consultant')).id] })
    await changePoint(ids.grey, { body: 'Vi talte om noget andet.', heading: null, theme: '2' })
    await changePoint(ids.time, { box: 'yellow', alsoThemes: [] })
    await changePoint(ids.answer, { answers: [], box: 'grey' })
    const { version } = (await consultant.get(`${here}/points/${ids.calm}`)).body
    expect((await consultant.delete(`${here}/points/${ids.calm}`, version)).status).toBe(204)
    const extra = { theme: '1', box: 'yellow', body: 'Et forslag i rettelsen.' }
    expect((await consultant.post(`${here}/points`, extra)).status).toBe(201)
    expect(said(await read())).not.toEqual(published)

    const given = await giveUp()
    expect([given.status, given.body.status, given.body.correctionReason]).toEqual([200, 'published', null])
    expect(said(await read())).toEqual(published)
    // Calendars heard of another day, of a second consultant, and that it is all as before.
    const calendar = await consultant.get(`${here}/visit.ics`)
    expect(calendar.text).toContain('SEQUENCE:3')
  })

  test('keeps every text that was written in it in the history', async () => {
    await begin()
    await change({ conclusion: 'Et andet ord.' })
    await changePoint(ids.grey, { body: 'Vi talte om noget andet.' })
    await consultant.post(`${here}/points`, { theme: '1', box: 'yellow', body: 'Et forslag i rettelsen.' })
    const before = await history()
    await giveUp()
    const after = await history()
    expect(after.slice(-before.length)).toEqual(before)
    for (const text of ['Et andet ord.', 'Vi talte om noget andet.', 'Et forslag i rettelsen.'])
      expect(after).toContain(text)
    expect(after.slice(0, after.length - before.length).sort()).toEqual([
      'Bliv ved.',
      'Et forslag i rettelsen.',
      'Vi talte om tid.',
    ])
  })

  test('touches no point that was not touched, and makes the others stale', async () => {
    const versionOf = (visit: Visit, id: string) => visit.points.find((point: Visit) => point.id === id).version
    const published = await read()
    await begin()
    await changePoint(ids.grey, { body: 'Vi talte om noget andet.' })
    await giveUp()
    const after = await read()
    expect(versionOf(after, ids.grey)).toBe(versionOf(published, ids.grey) + 2)
    expect(versionOf(after, ids.answer)).toBe(versionOf(published, ids.answer))
    expect(after.version).toBeGreaterThan(published.version)
  })

  test('can be begun anew, and is told in the log without a word of the report', async () => {
    await begin()
    await giveUp()
    expect((await begin()).status).toBe(200)
    expect((await giveUp()).status).toBe(200)
    const administrator = await app().person('administrator')
    const { body, text } = await administrator.get('/api/v1/log?limit=200')
    const told = body.items.filter((line: Visit) => here.endsWith(line.visitId)).map((line: Visit) => line.action)
    expect(told.slice(0, 2)).toEqual(['giveUpCorrection', 'correct'])
    expect(text).not.toContain('Bliv ved')
  })
})

describe('giving up is refused', () => {
  test('where no correction was begun, or it is in hearing', async () => {
    expect((await giveUp()).status).toBe(409)
    const other = await app().visit(consultant, (await app().tilbud()).id, { conclusion: 'En kladde.' })
    const draft = await consultant.send('DELETE', `/api/v1/visits/${other.id}/correction`)
    expect([draft.status, draft.body.title]).toEqual([409, expect.stringContaining('ikke åbnet for en rettelse')])
    await begin()
    expect((await consultant.post(`${here}/hearing`)).status).toBe(200)
    expect((await giveUp()).status).toBe(409)
    await consultant.send('DELETE', `${here}/hearing`)
    expect((await giveUp()).status).toBe(200)
  })

  test('to those who do not write the visit', async () => {
    await begin()
    expect((await giveUp(await app().person('consultant'))).status).toBe(404)
    expect((await giveUp(await app().person('leader'))).status).toBe(403)
    expect((await read()).status).toBe('draft')
    expect((await giveUp(await app().person('administrator'))).status).toBe(200)
  })
})

test('a page offers it, says what happens, and does it', async () => {
  expect((await consultant.get(page)).text).not.toContain('Fortryd rettelsen')
  await begin()
  expect((await consultant.get(page)).text).toContain(`href="${page}/give-up-correction"`)
  expect((await consultant.get(`${page}/give-up-correction`)).text).toContain('som de blev udgivet')
  const done = await consultant.post(`${page}/give-up-correction`, new URLSearchParams())
  expect([done.status, done.headers.get('location')]).toEqual([303, page])
  expect((await consultant.get(page)).text).toContain('Rettelsen er fortrudt.')
  expect((await read()).status).toBe('published')
})

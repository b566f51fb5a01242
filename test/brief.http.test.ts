// What consultants read before the day: the last published report about the tilbud, and nothing that is not theirs.
import { createHash } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { timeBetween } from '../src/brief/brief.view.ts'
import { findReportSource } from '../src/report/report.queries.ts'
import { reportView } from '../src/report/report.view.ts'
import { type Person, useApp } from './support/app.ts'

const app = useApp()

/** Publishes what stands in a visit, without printing it. */
async function publish(person: Person, visitId: string) {
  const { db } = app()
  const source = await findReportSource(db, null, visitId)
  if (!source) throw new Error('no visit')
  const edition = { kind: 'published', version: 1, publishedOn: '2024-06-01' } as const
  const pdf = Buffer.from('%PDF')
  const sha256 = createHash('sha256').update(pdf).digest('hex')
  await db
    .insertInto('report')
    .values({
      ...{ id: uuidv7(), visitId, version: 1, publishedBy: person.id, correctionReason: null },
      ...{ hearingSkippedBecause: null, view: JSON.stringify(reportView({ ...source, edition })), html: '' },
      ...{ pdf, sha256, conclusionHtml: '', conclusionPdf: pdf, conclusionSha256: sha256 },
    })
    .execute()
  await db.updateTable('visit').set({ status: 'published' }).where('id', '=', visitId).execute()
}

async function cast() {
  const tilbud = await app().tilbud()
  const consultant = await app().person('consultant')
  const visit = (visitedOn: string, fields: object = {}) => app().visit(consultant, tilbud.id, { visitedOn, ...fields })
  const point = async (id: string, fields: object) =>
    (await consultant.post(`/api/v1/visits/${id}/points`, { theme: '3a', box: 'grey', ...fields })).body
  return { tilbud, consultant, visit, point }
}

const read = (html: string) =>
  html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&#x3D;', '=')
    .replaceAll(/\s+/g, ' ')

async function twoVisits() {
  const people = await cast()
  const { consultant, visit, point } = people
  const earlier = await visit('2024-05-14', {
    participants: { employeesTotal: 14, met: [{ group: 'medarbejdere', count: 4 }] },
    topics: ['Tid'],
  })
  const purple = await point(earlier.id, {
    box: 'purple',
    heading: 'Sparring',
    body: 'finde en **fast ramme**, se tema 4',
  })
  await point(earlier.id, { box: 'yellow', body: 'En time hver torsdag.', answers: [purple.id] })
  await point(earlier.id, { body: `Vi talte om meget. ${'Der blev sagt mere. '.repeat(20)}Det sidste ord.` })
  await publish(consultant, earlier.id)
  const next = await visit('2026-05-12')
  return { ...people, earlier, next, path: `/visit/${next.id}/brief`, api: `/api/v1/visits/${next.id}/brief` }
}

describe('the brief', () => {
  test('holds the last report by theme: purple and yellow whole, grey its beginning', async () => {
    const { consultant, path } = await twoVisits()
    const { status, text } = await consultant.get(path)
    expect(status).toBe(200)
    const words = read(text)
    expect(words).toContain('Målgruppe, metoder og resultater – fælles fagligt fundament')
    expect(text).toContain('<strong>fast ramme</strong>')
    expect(text).not.toContain('href="#tema-4"')
    expect(words).toContain('se tema 4')
    expect(words).toContain('En time hver torsdag. svarer på')
    expect(words).toContain('Vi talte om meget.')
    expect(words).not.toContain('Det sidste ord.')
    expect(words).not.toContain('Fysiske rammer Fokuspunkter')
  })

  test('opens with the focus points and the facts of last time', async () => {
    const { consultant, path } = await twoVisits()
    const words = read((await consultant.get(path)).text)
    for (const told of ['Åbne fokuspunkter', 'Sparring', '14. maj 2024', '4 medarbejdere', 'Tid', '2 år (728 dage)'])
      expect(words).toContain(told)
  })

  test('is reached from the overview and from the nav of the visit', async () => {
    const { consultant, next, path } = await twoVisits()
    const { text } = await consultant.get(`/visit/${next.id}`)
    expect(text.split(`href="${path}"`)).toHaveLength(3)
  })

  test('tells what was published, also while a correction of it is written', async () => {
    const { consultant, earlier, path, api } = await twoVisits()
    await consultant.post(`/api/v1/visits/${earlier.id}/correction`, { reason: 'En fejl.' })
    const [point] = (await consultant.get(`/api/v1/visits/${earlier.id}/points`)).body.items
    await consultant.patch(`/api/v1/visits/${earlier.id}/points/${point.id}`, point.version, { body: 'Kun en kladde.' })
    expect((await consultant.get(path)).text).not.toContain('Kun en kladde.')
    expect((await consultant.get(api)).text).not.toContain('Kun en kladde.')
  })

  test('looks back only: not at later visits, other tilbud, drafts, nor at what was replaced', async () => {
    const { consultant, visit, point } = await cast()
    const other = await cast()
    const written = async (who: typeof other, id: string, body: string) => {
      await who.point(id, { box: 'purple', body })
      await publish(who.consultant, id)
    }
    const mine = { ...other, consultant, visit, point }
    const [oldest, replaced, later] = [await visit('2022-05-10'), await visit('2024-04-01'), await visit('2027-05-12')]
    await written(mine, oldest.id, 'det ældste')
    await written(mine, replaced.id, 'det erstattede')
    await written(mine, later.id, 'det senere')
    await written(other, (await other.visit('2024-06-01')).id, 'det fremmede')
    await app()
      .db.updateTable('visit')
      .set({ status: 'superseded', replacedBy: oldest.id })
      .where('id', '=', replaced.id)
      .execute()
    await point((await visit('2025-05-10')).id, { box: 'purple', body: 'kladden' })
    const next = await visit('2026-05-12')
    const { text } = await consultant.get(`/visit/${next.id}/brief`)
    expect(text).toContain('det ældste')
    for (const not of ['det erstattede', 'det senere', 'det fremmede', 'kladden']) expect(text).not.toContain(not)
  })

  test('says so when nothing was published before', async () => {
    const { consultant, visit } = await cast()
    const { id } = await visit('2026-05-12')
    expect((await consultant.get(`/visit/${id}/brief`)).text).toContain('Der er ingen tidligere rapport')
    expect((await consultant.get(`/api/v1/visits/${id}/brief`)).body).toMatchObject({
      last: null,
      threads: [],
      description: { version: 0 },
      confirmation: { holds: true },
    })
  })

  test('answers programs the same', async () => {
    const { consultant, earlier, api } = await twoVisits()
    const { last } = (await consultant.get(api)).body
    expect(last).toMatchObject({ visitId: earlier.id, visitedOn: '2024-05-14', version: 1, daysBefore: 728 })
    expect(last.themes).toHaveLength(1)
    expect(last.themes[0]).toMatchObject({
      key: '3a',
      purple: [{ number: 1, heading: 'Sparring' }],
      yellow: [{ answers: '1' }],
    })
  })

  test('is only for those who work on the visit; the log tells who read the report in it', async () => {
    const { tilbud, consultant, earlier, next, path, api } = await twoVisits()
    await consultant.get(path)
    const administrator = await app().person('administrator')
    const { items } = (await administrator.get('/api/v1/log?limit=200')).body
    const lines = items.filter((line: { visitId: string; userId: string }) => line.visitId === earlier.id)
    expect(lines).toContainEqual(expect.objectContaining({ userId: consultant.id, action: 'read', subject: 'report' }))
    const stranger = await app().person('consultant')
    const leader = await app().person('leader', [tilbud.id])
    await app().db.updateTable('visit').set({ status: 'published' }).where('id', '=', next.id).execute()
    for (const address of [path, api]) {
      expect((await stranger.get(address)).status).toBe(404)
      expect((await leader.get(address)).status).toBe(403)
      expect((await administrator.get(address)).status).toBe(200)
    }
    expect((await stranger.get(`/visit/${next.id}`)).text).not.toContain('Før besøget')
  })
})

test.each([
  ['2024-05-14', '2026-05-12', '2 år (728 dage)'],
  ['2023-11-07', '2026-05-03', '2 år og 6 måneder (908 dage)'],
  ['2026-04-01', '2026-05-03', '1 måned (32 dage)'],
  ['2026-05-02', '2026-05-03', '1 dag'],
  ['2025-05-03', '2026-05-03', '1 år (365 dage)'],
])('between %s and %s lie %s', (earlier, later, text) => {
  expect(timeBetween(earlier, later).text).toBe(text)
})

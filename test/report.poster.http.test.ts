// The poster as people get it: of a draft, frozen with its version, and for versions of the time before there were posters.
import { createHash } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { beforeAll, expect, test } from 'vitest'
import { type Person, useApp } from './support/app.ts'
import { pdfPages } from './support/pdf.ts'

const app = useApp({ printer: true })

let consultant: Person
let leader: Person
let stranger: Person
let path: string
let visitId: string

beforeAll(async () => {
  const tilbud = await app().tilbud('Åhuset')
  consultant = await app().person('consultant')
  leader = await app().person('leader', [tilbud.id])
  stranger = await app().person('leader', [(await app().tilbud()).id])
  const visit = await app().visit(consultant, tilbud.id, { participants: { employeesTotal: 9, met: [] } })
  visitId = visit.id
  path = `/api/v1/visits/${visitId}`
  await consultant.post(`${path}/points`, { theme: '1', box: 'purple', heading: 'Tid til ro', body: 'se på pauserne' })
})

test('of a draft is made as it stands, for those who may read the draft', async () => {
  const { status, body, headers } = await consultant.get(`${path}/poster.pdf`)
  expect(status).toBe(200)
  expect(headers.get('content-disposition')).toContain('Plakat')
  const pages = await pdfPages(body)
  expect(pages).toHaveLength(1)
  expect(pages[0]).toMatch(/udkast/i)
  expect((await consultant.get(`${path}/poster.html`)).text).toContain('Tid til ro')
  expect((await leader.get(`${path}/poster.pdf`)).status).toBe(404)
  expect((await app().client().get(`${path}/poster.pdf`)).status).toBe(401)
  const page = await consultant.get(`/visit/${visitId}/report?document=poster`)
  expect(page.text).toContain(`href="${path}/poster.pdf"`)
  expect(page.text).toContain('Det kan vi arbejde med')
})

test('of a published version is the bytes that were frozen, and the leader finds it in the list', async () => {
  expect((await consultant.post(`${path}/publication`, { skipHearing: { reason: 'Aftalt.' } })).status).toBe(201)
  const row = await app().db.selectFrom('report').selectAll().where('visitId', '=', visitId).executeTakeFirstOrThrow()
  const { body, headers } = await leader.get(`${path}/poster.pdf`)
  expect(createHash('sha256').update(body).digest('hex')).toBe(row.posterSha256)
  expect(headers.get('etag')).toBe(`"${row.posterSha256}"`)
  expect((await leader.get(`${path}/poster.html`)).text).toBe(row.posterHtml)
  expect((await pdfPages(body))[0]).toContain('Version 1')
  expect((await leader.get('/report')).text).toContain(`href="${path}/poster.pdf"`)
  expect((await leader.get(`/report/${visitId}?document=poster`)).text).toContain('Tid til ro')
  for (const what of ['poster.pdf', 'poster.html']) expect((await stranger.get(`${path}/${what}`)).status).toBe(404)
  const verdict = (await app().client().get(`/api/v1/verify/${row.posterSha256}`)).body
  expect(verdict).toMatchObject({ status: 'current', document: 'poster', version: 1 })
  const told = await app().db.selectFrom('log').select('action').where('subject', '=', 'poster').execute()
  expect(told.map(({ action }) => action)).toEqual(expect.arrayContaining(['read', 'download']))
})

test('a version from before there were posters has one made from its frozen view', async () => {
  const { db } = app()
  const row = await db.selectFrom('report').selectAll().where('visitId', '=', visitId).executeTakeFirstOrThrow()
  const { contents: _, titleSize: __, identity: ___, posterTitle: ____, ...older } = row.view as Record<string, unknown>
  await db
    .insertInto('report')
    .values({
      ...row,
      id: uuidv7(),
      version: 2,
      correctionReason: 'En fejl.',
      view: JSON.stringify(older),
      posterHtml: null,
      posterPdf: null,
      posterSha256: null,
    })
    .execute()
  const { status, body } = await leader.get(`${path}/poster.pdf?version=2`)
  expect(status).toBe(200)
  expect((await pdfPages(body))[0]).toContain('Tid til ro')
  expect((await leader.get(`/report/${visitId}?version=2`)).text).toContain('Tid til ro')
})

test('a poster whose bytes are not those of its sum is not stored', async () => {
  const { db } = app()
  const row = await db.selectFrom('report').selectAll().where('version', '=', 1).executeTakeFirstOrThrow()
  const other = { ...row, id: uuidv7(), version: 3, correctionReason: 'x', view: JSON.stringify(row.view) }
  const sum = { posterSha256: '0'.repeat(64) }
  await expect(
    db
      .insertInto('report')
      .values({ ...other, ...sum })
      .execute(),
  ).rejects.toThrow(/poster_sum/)
  await expect(
    db
      .insertInto('report')
      .values({ ...other, posterHtml: null })
      .execute(),
  ).rejects.toThrow(/poster_whole/)
})

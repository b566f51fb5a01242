// The list of reports and one of them on screen, for each role.
import { createHash, randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Person, useApp } from './support/app.ts'

const app = useApp()

async function inHearing(deadline?: string) {
  const tilbud = await app().tilbud()
  const consultant = await app().person('consultant')
  const { id } = await app().visit(consultant, tilbud.id)
  await consultant.post(`/api/v1/visits/${id}/points`, { theme: '1', box: 'grey', body: 'Skrevet om tema et' })
  await consultant.post(`/api/v1/visits/${id}/hearing`, deadline ? { deadline } : {})
  return { tilbud, consultant, id }
}

const pdf = Buffer.from('%PDF')
const sha256 = createHash('sha256').update(pdf).digest('hex')

/** A published version, as if it had been printed. */
async function publishedAs(visitId: string, publishedBy: string, version: number) {
  const { db } = app()
  const row = {
    ...{ id: randomUUID(), visitId, publishedBy, version },
    correctionReason: version === 1 ? null : 'Et tal var forkert',
    hearingSkippedBecause: null,
    view: JSON.stringify({ title: 'Frosset' }),
    ...{ html: '', pdf, sha256 },
    ...{ conclusionHtml: '', conclusionPdf: pdf, conclusionSha256: sha256 },
  }
  await db.insertInto('report').values(row).execute()
  await db.updateTable('visit').set({ status: 'published' }).where('id', '=', visitId).execute()
}

describe('the list of reports', () => {
  test("shows a leader the drafts and reports of the leader's own tilbud", async () => {
    const { tilbud } = await inHearing('2199-06-03')
    const other = await inHearing()
    const leader = await app().person('leader', [tilbud.id])
    const { text } = await leader.get('/report')
    expect(text).toContain(tilbud.name)
    expect(text).toContain('Udkast i høring')
    expect(text).toContain('Svarfrist 3. juni 2199')
    expect(text).not.toContain(other.tilbud.name)
  })

  test("shows a draft in hearing to the visit's own consultants, the leader and administrators, and to nobody else", async () => {
    const { tilbud, consultant } = await inHearing()
    const [leader, administrator] = [await app().person('leader', [tilbud.id]), await app().person('administrator')]
    for (const person of [consultant, leader, administrator])
      expect((await person.get('/report')).text).toContain(tilbud.name)
    expect((await (await app().person('consultant')).get('/report')).text).not.toContain(tilbud.name)
  })

  test('shows another consultant what is published while a correction of it is in hearing', async () => {
    const { tilbud, consultant, id } = await inHearing()
    await publishedAs(id, consultant.id, 1)
    await app().db.updateTable('visit').set({ status: 'hearing' }).where('id', '=', id).execute()
    const rowFor = async (person: Person) =>
      (await person.get('/report')).text.split('<tr>').find(row => row.includes(tilbud.name))
    const other = await rowFor(await app().person('consultant'))
    expect(other).toContain('Version 1, udgivet')
    expect(other).toContain('En rettelse er på vej')
    expect(other).toContain(`href="/report/${id}?version&#x3D;1"`)
    expect(other).not.toContain('Udkast i høring')
    const own = await rowFor(consultant)
    expect(own).toContain('Udkast i høring')
    expect(own).toContain('?version&#x3D;1')
  })

  test('is read fifty at a time, to the oldest and back, each report once', async () => {
    const { tilbud, consultant, id } = await inHearing()
    const visit = await app().db.selectFrom('visit').select('modelId').where('id', '=', id).executeTakeFirstOrThrow()
    // Five visits a day, so that pages end in the middle of a day.
    const visits = Array.from({ length: 119 }, (_, i) => ({
      ...{ id: randomUUID(), tilbudId: tilbud.id, modelId: visit.modelId, status: 'hearing' as const, met: '[]' },
      ...{ visitedOn: `2024-01-${String(1 + Math.floor(i / 5)).padStart(2, '0')}`, topics: [] },
    }))
    await app().db.insertInto('visit').values(visits).execute()
    const leader = await app().person('leader', [tilbud.id])
    let last = ''
    const walk = async (from: string, word: string) => {
      const pages: string[][] = []
      for (let path: string | undefined = from; path; ) {
        const html: string = (await leader.get(path)).text.replaceAll('&#x3D;', '=')
        pages.push([...html.matchAll(/class="report-link" href="\/report\/([^"]+)"/g)].map(([, id = '']) => id))
        const link = [...html.matchAll(/<a class="button[^>]+href="(\/report[^"]*)"[^>]*>(.*?)<\/a>/g)]
        path = link.find(([, , text]) => text?.includes(word))?.[1]
        if (path) last = path
      }
      return pages
    }
    const down = await walk('/report', 'Ældre')
    expect(down.map(page => page.length)).toEqual([50, 50, 20])
    expect(new Set(down.flat()).size).toBe(120)
    expect(await walk(last, 'Nyere')).toEqual(down.toReversed())
    expect((await leader.get('/report?after=ikke-et-sted')).text).toContain(id)
    expect((await consultant.get('/report')).text).not.toContain('Ældre')
  })

  test('lists the versions before a correction', async () => {
    const { tilbud, consultant, id } = await inHearing()
    await publishedAs(id, consultant.id, 1)
    const leader = await app().person('leader', [tilbud.id])
    expect((await leader.get('/report')).text).not.toContain('Tidligere versioner')
    await publishedAs(id, consultant.id, 2)
    const text = (await leader.get('/report')).text.replaceAll('&#x3D;', '=')
    expect(text).toContain('Version 2, udgivet')
    expect(text).toContain(`/report/${id}?version=1`)
    expect(text).toContain(`/api/v1/visits/${id}/report.pdf?version=1`)
  })

  test('leaves out a published visit whose report is not made yet', async () => {
    const { tilbud, id } = await inHearing()
    await app().db.updateTable('visit').set({ status: 'published' }).where('id', '=', id).execute()
    expect((await (await app().person('leader', [tilbud.id])).get('/report')).text).not.toContain(tilbud.name)
  })
})

describe('a report on screen', () => {
  test('is the document with a toolbar and the PDFs, under a policy that runs nothing', async () => {
    const { tilbud, id } = await inHearing()
    const leader = await app().person('leader', [tilbud.id])
    const { status, text, headers } = await leader.get(`/report/${id}`)
    expect(status).toBe(200)
    expect(text).toContain('Skrevet om tema et')
    expect(text).toContain(`href="/api/v1/visits/${id}/report.pdf"`)
    expect(text).toContain('href="/report"')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect((await leader.get(`/report/${id}?document=conclusion`)).text).toContain('Konklusion på kvalitetsbesøg')
  })

  test('leads consultants back to the visit, and is written in the log', async () => {
    const { consultant, id } = await inHearing()
    expect((await consultant.get(`/visit/${id}/report`)).text).toContain(`href="/visit/${id}"`)
    const lines = await app().db.selectFrom('log').selectAll().where('visitId', '=', id).execute()
    expect(lines).toContainEqual(expect.objectContaining({ action: 'read', subject: 'report', userId: consultant.id }))
  })

  test('answers 404 to what is not yours, does not exist, or is no version', async () => {
    const { tilbud, id } = await inHearing()
    const [stranger, leader] = [await app().person('leader'), await app().person('leader', [tilbud.id])]
    expect((await stranger.get(`/report/${id}`)).status).toBe(404)
    expect((await leader.get(`/visit/${id}/report`)).status).toBe(403)
    for (const path of [`/report/${id}?version=9`, `/report/${id}?version=x`, '/report/ikke-et-id'])
      expect([path, (await leader.get(path)).status]).toEqual([path, 404])
  })
})

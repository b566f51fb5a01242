// Anybody can ask whether a PDF in hand is the published one; only readers are told why it was corrected.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Person, useApp } from './support/app.ts'

const app = useApp({ printer: true })
const nobody = () => app().client()
const sumOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

const TEXT = 'Dagen begynder roligt, siger Hulda.'
const REASON = 'Antallet af ansatte var forkert.'
const NEW_NAME = 'Et nyt navn'

let consultant: Person
let leader: Person
let otherLeader: Person
let tilbud: { id: string; name: string }
let visitId: string
let first: { report: Buffer; conclusion: Buffer }
let second: Buffer
let shortHash: string
let secondHash: string

/** Publishes, and answers the six characters on the pages. */
async function publish(visit: string): Promise<string> {
  const answer = await consultant.post(`/api/v1/visits/${visit}/publication`, { skipHearing: { reason: 'Aftalt.' } })
  expect(answer.status, answer.text).toBe(201)
  return answer.body.shortHash
}
const pdf = async (visit: string, name: string) => (await consultant.get(`/api/v1/visits/${visit}/${name}.pdf`)).body

function fileForm(bytes: Uint8Array | string, name = 'rapport.pdf') {
  const form = new FormData()
  form.append('file', new Blob([bytes as BlobPart], { type: 'application/pdf' }), name)
  return form
}

/** Sends the file and follows to the answer. */
async function upload(bytes: Uint8Array, by: Pick<Person, 'post' | 'get'> = nobody()) {
  const sent = await by.post('/verify', fileForm(bytes))
  expect(sent.status, sent.text).toBe(303)
  return by.get(sent.headers.get('location') ?? '')
}
const main = ({ text }: { text: string }) =>
  text
    .slice(text.indexOf('<main'), text.indexOf('</main'))
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')

beforeAll(async () => {
  tilbud = await app().tilbud()
  consultant = await app().person('consultant')
  leader = await app().person('leader', [tilbud.id])
  otherLeader = await app().person('leader', [(await app().tilbud()).id])
  visitId = (await app().visit(consultant, tilbud.id)).id
  await consultant.post(`/api/v1/visits/${visitId}/points`, { theme: '1', box: 'grey', body: TEXT })
  shortHash = await publish(visitId)
  first = { report: await pdf(visitId, 'report'), conclusion: await pdf(visitId, 'conclusion') }
  await app().db.updateTable('tilbud').set({ name: NEW_NAME }).where('id', '=', tilbud.id).execute()
}, 60_000)

describe('a published PDF', () => {
  test.each([
    ['report', 'Dette er den gældende rapport, version 1, udgivet ', 'Feedbackrapport'],
    ['conclusion', 'Dette er den gældende konklusion, version 1, udgivet ', 'Konklusion'],
  ] as const)('is current: the %s, for anybody, with the name that was printed', async (document, words, name) => {
    const page = await upload(first[document])
    expect([page.status, main(page)]).toEqual([200, expect.stringContaining(words)])
    for (const told of ['Gældende', name, tilbud.name, '12. maj 2026']) expect(main(page)).toContain(told)
    for (const kept of ['Hulda', consultant.name, leader.name, NEW_NAME, visitId]) expect(page.text).not.toContain(kept)
  })

  test('is current for a program', async () => {
    const { body } = await nobody().get(`/api/v1/verify/${sumOf(first.conclusion).toUpperCase()}`)
    expect(body).toEqual({
      status: 'current',
      document: 'conclusion',
      tilbudName: tilbud.name,
      visitedOn: '2026-05-12',
      version: 1,
      publishedAt: expect.any(String),
      supersededBy: null,
      candidates: [],
    })
  })

  test('is found by its check sum, as people copy it', async () => {
    const sha256 = `  ${sumOf(first.report)
      .toUpperCase()
      .replaceAll(/(.{8})/g, '$1 ')}`
    const sent = await nobody().post('/verify', new URLSearchParams({ hash: sha256 }))
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `/verify/${sumOf(first.report)}`])
  })

  test('is unknown with one flipped byte, and nothing is told of it', async () => {
    const flipped = Buffer.from(first.report)
    flipped[flipped.length >> 1] = (flipped[flipped.length >> 1] ?? 0) ^ 1
    const page = await upload(flipped, leader)
    expect(main(page)).toContain('Ukendt')
    expect(main(page)).toContain('hent rapporten igen')
    expect(page.text).not.toContain(tilbud.name)
    const { body } = await nobody().get(`/api/v1/verify/${sumOf(flipped)}`)
    expect(body).toEqual({
      status: 'unknown',
      document: null,
      tilbudName: null,
      visitedOn: null,
      version: null,
      publishedAt: null,
      supersededBy: null,
      candidates: [],
    })
  })
})

describe('the six characters on a page', () => {
  test('tell anybody that the edition is current, and whose it is only to its readers', async () => {
    const typed = new URLSearchParams({ hash: ` ${shortHash.toUpperCase()} ` })
    const sent = await nobody().post('/verify', typed)
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `/verify/${shortHash}`])
    const page = await nobody().get(`/verify/${shortHash}`)
    expect(main(page)).toContain('Dette er den gældende udgave, version 1, udgivet ')
    expect(main(page)).toContain('Sammenlign datoerne med forsiden.')
    expect(main(page)).toContain('12. maj 2026')
    for (const kept of [tilbud.name, NEW_NAME, consultant.name, visitId]) expect(page.text).not.toContain(kept)
    expect(main(await leader.get(`/verify/${shortHash}`))).toContain(tilbud.name)
    expect(main(await otherLeader.get(`/verify/${shortHash}`))).not.toContain(tilbud.name)
  })

  test('tell a program the same', async () => {
    const { body } = await nobody().get(`/api/v1/verify/${shortHash.toUpperCase()}`)
    expect(body).toMatchObject({ status: 'current', document: null, tilbudName: null, visitedOn: '2026-05-12' })
    expect((await nobody().get(`/api/v1/verify/${shortHash === '000000' ? '000001' : '000000'}`)).body.status).toBe(
      'unknown',
    )
  })

  test('that stand on several editions list them with their dates, and no more to strangers', async () => {
    const other = await app().visit(consultant, tilbud.id, { visitedOn: '2027-03-01' })
    await consultant.post(`/api/v1/visits/${other.id}/points`, { theme: '1', box: 'grey', body: 'En anden dag.' })
    await publish(other.id)
    // Chance makes this once in millions of reports.
    await sql`alter table report disable trigger report_append_only`.execute(app().db)
    await app().db.updateTable('report').set({ shortHash: 'abc123' }).where('visitId', '=', other.id).execute()
    await app().db.updateTable('report').set({ shortHash: 'abc123' }).where('visitId', '=', visitId).execute()
    const page = await nobody().get('/verify/abc123')
    const { body } = await nobody().get('/api/v1/verify/abc123')
    await app().db.updateTable('report').set({ shortHash }).where('visitId', '=', visitId).execute()
    await sql`alter table report enable trigger report_append_only`.execute(app().db)
    expect(main(page)).toMatch(/Tegnene abc123 står på 2 udgaver/)
    for (const date of ['12. maj 2026', '1. marts 2027']) expect(main(page)).toContain(`Gældende: besøget ${date}`)
    expect(page.text).not.toContain(tilbud.name)
    expect(body).toMatchObject({ status: 'ambiguous', tilbudName: null, version: null })
    expect(body.candidates.map((one: { visitedOn: string }) => one.visitedOn).sort()).toEqual([
      '2026-05-12',
      '2027-03-01',
    ])
  })
})

describe('a corrected report', () => {
  test('stands while the correction is written, which nobody hears of', async () => {
    expect((await consultant.post(`/api/v1/visits/${visitId}/correction`, { reason: REASON })).status).toBe(200)
    const { body } = await consultant.get(`/api/v1/visits/${visitId}`)
    const later = { visitedOn: '2026-05-13', conclusion: 'En ny konklusion.' }
    expect((await consultant.patch(`/api/v1/visits/${visitId}`, body.version, later)).status).toBe(200)
    expect(main(await upload(first.report))).toMatch(/Gældende.*12\. maj 2026/)
  })

  test('is superseded, its draft unknown and its correction current', async () => {
    const draft = await pdf(visitId, 'report')
    secondHash = await publish(visitId)
    second = await pdf(visitId, 'report')
    expect(main(await upload(draft))).toContain('Ukendt')
    expect(main(await upload(second))).toContain('Dette er den gældende rapport, version 2')
    expect(main(await upload(first.report))).toContain('Erstattet af version 2, fordi den er rettet. Den gældende er')
    // The characters on a paper tell the same.
    expect(main(await nobody().get(`/verify/${shortHash}`))).toContain('Erstattet af version 2, fordi den er rettet.')
    expect(main(await leader.get(`/verify/${shortHash}`))).toContain('fordi den er rettet: »Antallet af ansatte')
    expect(main(await nobody().get(`/verify/${secondHash}`))).toContain('den gældende udgave, version 2')
    const { body } = await nobody().get(`/api/v1/verify/${sumOf(first.report)}`)
    expect(body).toMatchObject({
      status: 'superseded',
      visitedOn: '2026-05-12',
      version: 1,
      supersededBy: { version: 2, visitedOn: '2026-05-13' },
    })
  })

  test('tells its reason to those who may read it, and to nobody else', async () => {
    for (const reader of [consultant, leader]) {
      const page = await upload(first.report, reader)
      expect(main(page)).toContain('fordi den er rettet: »Antallet af ansatte var forkert«.')
      expect(page.text).toContain(`href="/report/${visitId}"`)
    }
    for (const other of [otherLeader, nobody()]) {
      const page = await upload(first.report, other)
      expect(page.text).not.toContain('Antallet')
      expect(page.text).not.toContain(visitId)
    }
    expect((await nobody().get(`/api/v1/verify/${sumOf(first.report)}`)).text).not.toContain('Antallet')
  })

  test('is superseded whole when another visit takes the place of its visit', async () => {
    const other = await app().visit(consultant, tilbud.id, { visitedOn: '2026-06-20' })
    await consultant.post(`/api/v1/visits/${other.id}/points`, { theme: '1', box: 'grey', body: 'Ny dag.' })
    await publish(other.id)
    expect((await consultant.post(`/api/v1/visits/${visitId}/replacement`, { replacedBy: other.id })).status).toBe(200)
    expect(main(await upload(second))).toContain('Erstattet, fordi besøget er erstattet af besøget 20. juni 2026.')
    expect(main(await upload(first.conclusion))).toContain('Besøget er siden erstattet af besøget 20. juni 2026.')
    expect((await upload(first.report, leader)).text).toContain(`href="/report/${other.id}"`)
    const { body } = await nobody().get(`/api/v1/verify/${sumOf(second)}`)
    expect(body).toMatchObject({
      status: 'superseded',
      version: 2,
      supersededBy: { visitedOn: '2026-06-20', version: 1 },
    })
  })
})

describe('a broken question is answered in words:', () => {
  test.each([
    ['no PDF', fileForm('Kære alle', 'brev.docx'), 'Filen er ikke en PDF.'],
    ['an empty file', fileForm(''), 'Vælg en fil først.'],
    ['no file', new FormData(), 'Vælg en fil først.'],
    ['30 MB', fileForm(Buffer.alloc(30 * 1_048_576, '%PDF-')), 'Filen er for stor. Der er plads til 25 MB.'],
    ['an empty sum', new URLSearchParams({ hash: ' ' }), 'Skriv de seks tegn'],
    [
      'half a sum',
      new URLSearchParams({ hash: 'abc' }),
      'Skriv de seks tegn nederst på siderne, eller filens kontrolsum på 64 tegn.',
    ],
    ['no field', new URLSearchParams(), 'Skriv de seks tegn'],
  ])('%s', async (_name, body, words) => {
    const page = await nobody().post('/verify', body)
    expect([page.status, main(page)]).toEqual([422, expect.stringContaining(words)])
  })

  test('24 MB have room', async () => {
    expect(main(await upload(Buffer.alloc(24 * 1_048_576, '%PDF-')))).toContain('Ukendt')
  })

  test.each([
    ['a1b2c', 'Skriv de seks tegn nederst på siderne'],
    ['%00', 'Skriv de seks tegn nederst på siderne, eller filens kontrolsum på 64 tegn.'],
    [`${'0'.repeat(63)}g`, 'Skriv de seks tegn nederst på siderne, eller filens kontrolsum på 64 tegn.'],
  ])('the address /verify/%s', async (hash, words) => {
    const page = await nobody().get(`/verify/${hash}`)
    expect([page.status, main(page)]).toEqual([422, expect.stringContaining(words)])
  })

  test('a program that asks with less is refused', async () => {
    expect((await nobody().get('/api/v1/verify/abc')).status).toBe(422)
  })

  test('too many questions from one place wait', async () => {
    const { get } = nobody()
    const sum = '0'.repeat(64)
    const asked = await Promise.all(Array.from({ length: 70 }, () => get(`/verify/${sum}`)))
    expect(asked.filter(({ status }) => status === 429).length).toBeGreaterThan(0)
    expect((await get(`/api/v1/verify/${sum}`)).status).toBe(200)
  })
})

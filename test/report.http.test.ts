// The report as it leaves the house: printed whole, frozen when published, read by those who may.
import { connect } from 'node:net'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { type Person, useApp } from './support/app.ts'
import { pdfPages, squeezed } from './support/pdf.ts'

const app = useApp({ printer: true })

const THEMES = ['1', '2', '3a', '3b', '4', '5', '6', '7']
const BOXES = ['grey', 'purple', 'yellow'] as const

// Sentences that are all different, so that each can be looked for.
const WORDS =
  'medarbejderne oplever at dagen begynder roligt når alle kender planen og ved hvem der holder pause først'.split(' ')
function sentence(seed: number) {
  const shift = seed % WORDS.length
  return `Sætning ${seed} siger at ${[...WORDS.slice(shift), ...WORDS.slice(0, shift)].join(' ')}.`
}
function paragraphs(seed: number, count: number) {
  const sentences = Array.from({ length: count * 3 }, (_, i) => sentence(seed * 100 + i))
  return Array.from({ length: count }, (_, i) => sentences.slice(i * 3, i * 3 + 3).join(' ')).join('\n\n')
}

/** A visit of 43 points, written over the API as an outside client would. */
async function realSizeVisit(consultant: Person, tilbudId: string) {
  const visit = await app().visit(consultant, tilbudId, { visitedOn: '2026-05-12' })
  const points: { theme: string; box: string; body: string; id: string }[] = []
  let seed = 0
  const write = async (theme: string, box: string, body: string, more: object = {}) => {
    const answer = await consultant.post(`/api/v1/visits/${visit.id}/points`, { theme, box, body, ...more })
    if (answer.status !== 201) throw new Error(answer.text)
    points.push(answer.body)
    return answer.body.id as string
  }
  for (const theme of THEMES) {
    await write(theme, 'grey', paragraphs(++seed, 3), { heading: `Overskrift ${seed}` })
    if (theme !== '7') await write(theme, 'grey', paragraphs(++seed, 1))
    const purple = [await write(theme, 'purple', paragraphs(++seed, 1)), await write(theme, 'purple', sentence(++seed))]
    await write(theme, 'yellow', sentence(++seed), { answers: purple })
    if (['1', '3a', '4'].includes(theme))
      await write(theme, 'yellow', sentence(++seed), { answers: purple.slice(0, 1) })
  }
  await write('5', 'yellow', sentence(++seed))
  const { body } = await consultant.get(`/api/v1/visits/${visit.id}`)
  const texts = {
    overallImpression: paragraphs(1000, 3),
    conclusion: paragraphs(2000, 4),
    participants: {
      employeesTotal: 14,
      met: [
        { group: 'medarbejdere', count: 4 },
        { group: 'leder', count: 1 },
      ],
    },
    topics: ['Tid', 'Mental sundhed'],
  }
  await consultant.patch(`/api/v1/visits/${visit.id}`, body.version, texts)
  return { id: visit.id, points, ...texts }
}

let consultant: Person
let leader: Person
let otherLeader: Person
let visit: Awaited<ReturnType<typeof realSizeVisit>>
let path: string
const tilbudName = 'Huset »Ærø« & Åen'

beforeAll(async () => {
  const tilbud = await app().tilbud(tilbudName)
  consultant = await app().person('consultant')
  leader = await app().person('leader', [tilbud.id])
  otherLeader = await app().person('leader', [(await app().tilbud()).id])
  visit = await realSizeVisit(consultant, tilbud.id)
  path = `/api/v1/visits/${visit.id}`
}, 60_000)

const sentencesOf = (text: string) => text.split(/(?<=\.)\s+/)

describe('the report of a visit of 43 points', () => {
  test('comes out of the PDF whole, theme by theme, grey → purple → yellow, on 11–18 pages', async () => {
    expect(visit.points).toHaveLength(43)
    const answer = await consultant.get(`${path}/report.pdf`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    const pages = await pdfPages(answer.body)
    expect(pages.length).toBeGreaterThanOrEqual(11)
    expect(pages.length).toBeLessThanOrEqual(18)
    const text = squeezed(pages.join(' '))
    for (const point of visit.points)
      for (const part of sentencesOf(point.body)) expect(text.split(squeezed(part)), part).toHaveLength(2)
    for (const part of sentencesOf(`${visit.overallImpression} ${visit.conclusion}`))
      expect(text.split(squeezed(part)), part).toHaveLength(2)
    const order = THEMES.flatMap(theme => BOXES.map(box => visit.points.find(p => p.theme === theme && p.box === box)))
    const found = order.map(point => text.indexOf(squeezed(sentencesOf(point?.body ?? '')[0] ?? '')))
    expect(found).toEqual([...found].sort((a, b) => a - b))
    expect(
      pages.findIndex(page => page.includes('Konklusion') && squeezed(page).includes(squeezed(sentence(200_000)))),
    ).toBe(pages.length - 2)
  })

  test('the conclusion is a PDF of its own', async () => {
    const answer = await consultant.get(`${path}/conclusion.pdf`)
    const text = squeezed((await pdfPages(answer.body)).join(' '))
    for (const part of sentencesOf(visit.conclusion)) expect(text).toContain(squeezed(part))
  })

  test('has a file name with Danish letters', async () => {
    const { headers } = await consultant.get(`${path}/report.pdf`)
    const name = /filename\*=UTF-8''([^;]+)/.exec(headers.get('content-disposition') ?? '')?.[1] ?? ''
    expect(decodeURIComponent(name)).toBe(`Feedbackrapport – ${tilbudName} – 12. maj 2026 – udkast.pdf`)
  })

  test('is made once: while nothing is written, its bytes stay, and need not be sent again', async () => {
    const first = await consultant.get(`${path}/report.pdf`)
    const etag = first.headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[0-9a-f]{64}"$/)
    const second = await consultant.get(`${path}/report.pdf`)
    expect([Buffer.compare(first.body, second.body), second.headers.get('etag')]).toEqual([0, etag])
    const known = await consultant.get(`${path}/report.pdf`, { 'if-none-match': etag })
    expect([known.status, known.text]).toEqual([304, ''])
  })

  test('is on screen the same HTML that is printed, and its one stylesheet is all that may run', async () => {
    const answer = await consultant.get(`${path}/report.html`)
    expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'; style-src 'sha256-/)
    for (const point of visit.points) expect(answer.text).toContain(sentencesOf(point.body)[0])
    expect(answer.text).not.toContain('<script')
  })
})

describe('publishing', () => {
  test('waits while a reference leads nowhere, which the draft shows', async () => {
    const { body: before } = await consultant.get(path)
    const dead = await consultant.patch(path, before.version, { conclusion: 'Se tema 2, tema 9 og temaerne 1 og 8.' })
    const main = (text: string) => text.slice(text.indexOf('<main'))
    const shown = main((await consultant.get(`${path}/report.html`)).text)
    expect(shown).toContain(
      '<mark class="dead-reference">tema\u00a09</mark><span class="dead-note"> (findes ikke)</span>',
    )
    expect(shown).toMatch(
      /<a class="reference" href="#tema-2">tema\u00a02<\/a><span class="page( short)?">\u00a0\(s\.\u00a0\d+\)/,
    )
    const alone = main((await consultant.get(`${path}/conclusion.html`)).text)
    expect(alone).toContain('<p>Se tema\u00a02, <mark class="dead-reference">tema\u00a09</mark>')
    // However little the administrators make of the proof-reader's rule: such a report is never frozen.
    const administrator = await app().person('administrator')
    const { version } = (await administrator.get('/api/v1/proof/settings')).body
    const decide = (of: number, severity: string) =>
      administrator.put('/api/v1/proof/settings', of, { items: [{ rule: 'deadReference', severity }] })
    const { body: settings } = await decide(version, 'warns')
    const refused = await consultant.post(`${path}/publication`, { skipHearing: { reason: 'Det haster.' } })
    await decide(settings.version, 'blocks')
    expect([refused.status, refused.body.title]).toEqual([
      409,
      expect.stringMatching(
        /^Konklusion: Der er intet tema 9 i besøgets kvalitetsmodel\. .* Et sted til skal rettes\./,
      ),
    ])
    // So is one that was chosen, when what it names is gone.
    const gone = 'Se [tema 2, punkt 1](#point-0190a1b2-0000-7000-8000-000000000009).'
    const chosen = await consultant.patch(path, dead.body.version, { conclusion: gone })
    expect((await consultant.get(`${path}/report.html`)).text).toContain(
      '<mark class="dead-reference">tema\u00a02, punkt\u00a01</mark>',
    )
    expect((await consultant.post(`${path}/publication`, { skipHearing: { reason: 'Det haster.' } })).status).toBe(409)
    await consultant.patch(path, chosen.body.version, { conclusion: visit.conclusion })
  })

  test('needs the hearing or a reason to skip it', async () => {
    expect((await consultant.post(`${path}/publication`)).status).toBe(409)
    expect((await leader.get(`${path}/report.pdf`)).status).toBe(404)
    expect((await leader.post(`${path}/publication`)).status).toBe(403)
  })

  test('twice at once makes one version; what is downloaded is those bytes, for ever', async () => {
    expect((await consultant.post(`${path}/hearing`)).status).toBe(200)
    expect((await leader.get(`${path}/report.html`)).status).toBe(200)
    expect((await consultant.post(`${path}/publication`)).status).toBe(409)
    expect((await leader.post(`${path}/hearing/no-remarks`)).status).toBe(200)
    const answers = await Promise.all([1, 2, 3].map(() => consultant.post(`${path}/publication`)))
    expect(answers.map(answer => answer.status).sort()).toEqual([201, 409, 409])
    const published = answers.find(answer => answer.status === 201)?.body
    expect(published).toMatchObject({ version: 1, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })

    const first = await leader.get(`${path}/report.pdf`)
    await app().db.updateTable('tilbud').set({ name: 'Et nyt navn' }).where('name', '=', tilbudName).execute()
    const second = await consultant.get(`${path}/report.pdf?version=1`)
    expect(Buffer.compare(first.body, second.body)).toBe(0)
    const digest = await crypto.subtle.digest('SHA-256', first.body)
    expect(Buffer.from(digest).toString('hex')).toBe(published.sha256)
    expect((await pdfPages(first.body)).every((page, i) => i === 0 || page.includes(published.shortHash))).toBe(true)
    expect((await leader.get(`${path}/conclusion.pdf`)).status).toBe(200)
  })

  test('shows a published report to its leader and not to another', async () => {
    for (const what of ['report.pdf', 'report.html', 'conclusion.pdf', 'publication'])
      expect((await otherLeader.get(`${path}/${what}`)).status, what).toBe(404)
  })

  test('a correction becomes version 2 with its reason, and version 1 stays', async () => {
    const { body: one } = await leader.get(`${path}/report.pdf`)
    expect((await consultant.post(`${path}/correction`, { reason: 'Antallet af ansatte var forkert.' })).status).toBe(
      200,
    )
    // While it is written, the leader reads version 1.
    expect((await leader.get(path)).status).toBe(404)
    expect(Buffer.compare((await leader.get(`${path}/report.pdf`)).body, one)).toBe(0)
    const { body } = await consultant.get(path)
    await consultant.patch(path, body.version, { conclusion: 'En ny konklusion.' })
    const two = await consultant.post(`${path}/publication`, { skipHearing: { reason: 'Kun et tal er rettet.' } })
    expect([two.status, two.body.version]).toEqual([201, 2])
    const { body: versions } = await leader.get(`${path}/publication`)
    expect(
      versions.items.map((v: { version: number; correctionReason: string }) => [v.version, v.correctionReason]),
    ).toEqual([
      [2, 'Antallet af ansatte var forkert.'],
      [1, null],
    ])
    expect(Buffer.compare((await leader.get(`${path}/report.pdf?version=1`)).body, one)).toBe(0)
    expect((await leader.get(`${path}/report.pdf?version=3`)).status).toBe(404)
    await expect(app().db.updateTable('report').set({ html: 'x' }).execute()).rejects.toThrow(/append-only/)
  })

  test('is told in the log: who published and who downloaded which version', async () => {
    const administrator = await app().person('administrator')
    const { body } = await administrator.get('/api/v1/log?limit=200')
    const told = body.items.map((l: { userId: string; action: string; detail: object }) =>
      JSON.stringify([l.userId, l.action, l.detail]),
    )
    expect(told).toContain(JSON.stringify([consultant.id, 'publish', { version: 1 }]))
    expect(told).toContain(JSON.stringify([leader.id, 'download', { version: 1 }]))
  })
})

describe('while somebody saves', () => {
  test('the workshop is told to leave a core alone, and of readers it is not', async () => {
    const { id } = await app().visit(consultant, (await app().tilbud()).id)
    const told = vi.spyOn(app().workshop, 'giveWay')
    await consultant.get(`/api/v1/visits/${id}`)
    expect(told).not.toHaveBeenCalled()
    await consultant.post(`/api/v1/visits/${id}/points`, { theme: '1', box: 'grey', body: 'Et punkt.' })
    expect(told).toHaveBeenCalled()
    told.mockRestore()
  })

  test('a draft is read a moment later, and is read all the same', async () => {
    const { id } = await app().visit(consultant, (await app().tilbud()).id)
    await consultant.post(`/api/v1/visits/${id}/points`, { theme: '1', box: 'grey', body: 'Et punkt.' })
    const { hostname, port } = new URL(app().url)
    const saving = connect(Number(port), hostname)
    // A save whose last letter is not here yet.
    saving.write(
      'POST /api/v1/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{',
    )
    await vi.waitUntil(() => saving.bytesWritten > 0)
    const begun = performance.now()
    const answer = await consultant.get(`/api/v1/visits/${id}/report.html`)
    saving.destroy()
    expect(answer.status).toBe(200)
    expect(answer.text).toContain('Et punkt.')
    expect(performance.now() - begun).toBeGreaterThan(200) // five steps of 50 ms
  })

  test('several who ask for a draft at once are given what stands there now', async () => {
    const { id } = await app().visit(consultant, (await app().tilbud()).id)
    const leader = await app().person('leader')
    for (const body of ['Første.', 'Andet.', 'Tredje.']) {
      const saved = consultant.post(`/api/v1/visits/${id}/points`, { theme: '1', box: 'grey', body })
      await Promise.all([saved, ...[1, 2, 3].map(() => consultant.get(`/api/v1/visits/${id}/report.html`))])
      const read = await Promise.all(
        [consultant, leader, consultant].map(person => person.get(`/api/v1/visits/${id}/report.html`)),
      )
      expect(read.map(({ status }) => status)).toEqual([200, 404, 200])
      for (const { text, status } of read) if (status === 200) expect(text).toContain(body)
    }
  })
})

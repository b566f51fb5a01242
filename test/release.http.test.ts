// The release plan: the leader and the staff get a published report on days of their own, on a clock that is handed in.
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { releaseDue } from '../src/report/release.actions.ts'
import { followOlderReports } from '../src/thread/older-report.actions.ts'
import { type Person, useApp } from './support/app.ts'
import { sendMails, startMailServer } from './support/mail.ts'

let clock = new Date('2026-06-01T10:00:00Z')
const at = (moment: string) => {
  clock = new Date(moment)
}
const app = useApp({ printer: true, now: () => clock })
const form = (fields: Record<string, string>) => new URLSearchParams(fields)
const CANARY = 'kanariefugl'
const AFTER = 'papegøje'

let server: Awaited<ReturnType<typeof startMailServer>>
let people: Record<'consultant' | 'otherConsultant' | 'administrator' | 'otherLeader', Person>
beforeAll(async () => {
  server = await startMailServer()
  const neighbour = await app().tilbud()
  people = {
    consultant: await app().person('consultant'),
    otherConsultant: await app().person('consultant'),
    administrator: await app().person('administrator'),
    otherLeader: await app().person('leader', [neighbour.id]),
  }
})
afterAll(() => server.close())
beforeEach(() => at('2026-06-01T10:00:00Z'))

/** The day's work of the clock's hand: what is due is given, and mailed. */
async function dayComes(moment: string) {
  at(moment)
  await Promise.all([releaseDue(app().db, clock), releaseDue(app().db, clock)])
  await sendMails(app(), server.url, clock)
}

async function draft(visitedOn = '2026-05-12', given?: { tilbud: { id: string; name: string }; leader: Person }) {
  const tilbud = given?.tilbud ?? (await app().tilbud())
  const leader = given?.leader ?? (await app().person('leader', [tilbud.id]))
  const visit = await app().visit(people.consultant, tilbud.id, {
    visitedOn,
    participants: { employeesTotal: 12, met: [{ group: 'medarbejdere', count: 6 }] },
    overallImpression: `Huset er åbent og ${CANARY} synger. Alle hilser.`,
    conclusion: `Vi konkluderer med ${CANARY}.`,
  })
  const api = `/api/v1/visits/${visit.id}`
  const write = async (fields: object) =>
    (await people.consultant.post(`${api}/points`, { theme: '3a', ...fields })).body
  const purple = await write({
    box: 'purple',
    heading: 'Pauser',
    goalKeys: ['norddjurs-socialomraadet/2.2'],
    body: `Pauserne er korte, siger ${CANARY}.`,
  })
  const yellow = await write({ box: 'yellow', body: `Hold pause efter ${CANARY}.`, answers: [purple.id] })
  return { tilbud, leader, visit, api, purple, yellow }
}

const publish = (api: string, release?: object, person = people.consultant) =>
  person.post(`${api}/publication`, { skipHearing: { reason: 'Aftalt.' }, ...(release && { release }) })

async function published(release?: object) {
  const made = await draft()
  const answer = await publish(made.api, release)
  expect(answer.status, answer.text).toBe(201)
  return { ...made, answer }
}

async function correct(api: string) {
  expect((await people.consultant.post(`${api}/correction`, { reason: 'En fejl.' })).status).toBe(200)
  const { version } = (await people.consultant.get(api)).body
  const change = { conclusion: `Vi konkluderer med ${AFTER}.` }
  expect((await people.consultant.patch(api, version, change)).status).toBe(200)
}

/** Says of the one thread from before what the visit found. */
async function decide(api: string, mark: 'continued' | 'closed', pointId: string | null = null) {
  const [thread] = (await people.consultant.get(`${api}/threads`)).body.items
  const said = { mark, because: mark === 'closed' ? 'Det er på plads.' : '', pointId }
  const answer = await people.consultant.put(`${api}/threads/${thread.id}`, thread.version, said)
  expect(answer.status, answer.text).toBe(200)
}

const DOCUMENTS = ['report', 'conclusion', 'poster'].flatMap(name => [`${name}.html`, `${name}.pdf`])

/** Everywhere that a leader may meet a word of the report. */
async function everywhere(
  leader: Person,
  { api, tilbud, visit }: { api: string; tilbud: { id: string }; visit: { id: string } },
) {
  const paths = [
    ...[api, `${api}/points`, `${api}/publication`, `${api}/hearing`, `${api}/history`],
    ...DOCUMENTS.flatMap(name => [`${api}/${name}`, `${api}/${name}?version=1`, `${api}/${name}?draft=1`]),
    ...['/api/v1/visits?limit=200', `/api/v1/visits?tilbudId=${tilbud.id}`],
    ...[
      '/api/v1/search?q=synger',
      '/api/v1/compare?rows=tilbud',
      '/api/v1/compare/points?theme=3a',
      '/api/v1/compare.csv?rows=tilbud',
    ],
    ...[`/api/v1/threads?tilbudId=${tilbud.id}`, `/api/v1/threads?visitId=${visit.id}`, '/api/v1/ideas'],
    ...[
      '/api/v1/coverage?strategyId=norddjurs-socialomraadet',
      '/api/v1/coverage/texts?strategyId=norddjurs-socialomraadet',
    ],
    ...[
      '/report',
      `/report/${visit.id}`,
      `/report/${visit.id}?version=1`,
      `/visit/${visit.id}`,
      `/hearing/${visit.id}`,
    ],
    ...[
      '/thread',
      `/thread?tilbudId=${tilbud.id}`,
      `/thread/status?tilbudId=${tilbud.id}`,
      '/idea',
      '/search?q=synger',
    ],
    ...['/compare', '/coverage', '/plan', `/description/${tilbud.id}`, `/report/${visit.id}/release`],
  ]
  const found: string[] = []
  for (const path of paths) {
    const { status, headers, text } = await leader.get(path)
    if (text.includes(CANARY) || (status === 200 && headers.get('content-type') === 'application/pdf')) found.push(path)
  }
  return found
}

describe('until the leader’s day', () => {
  test('the leader reads no word of it, and after it what the leader reads today', async () => {
    const made = await published({ leader: '2026-06-10', staff: '2026-06-17' })
    const { leader, api, visit, answer } = made
    expect(answer.body.release).toEqual({ leader: '2026-06-10', staff: '2026-06-17' })
    expect(await everywhere(leader, made)).toEqual([])
    expect((await leader.get(`/report/${visit.id}`)).headers.get('location')).toBe(`/report/${visit.id}/release`)
    const list = await leader.get('/report')
    expect(list.text).toContain('Rapporten er færdig. Du får den 10. juni 2026.')
    expect(list.text).not.toContain(`href="/report/${visit.id}"`)
    expect((await leader.get(`${api}/release`)).body).toMatchObject({ leader: '2026-06-10', staffLink: null })
    for (const person of [people.consultant, people.otherConsultant, people.administrator])
      expect((await person.get(`${api}/report.pdf`)).status).toBe(200)

    await dayComes('2026-06-09T21:59:00Z')
    expect((await leader.get(`${api}/report.pdf`)).status).toBe(404)
    // Midnight in Denmark.
    await dayComes('2026-06-09T22:01:00Z')
    for (const name of DOCUMENTS) expect((await leader.get(`${api}/${name}`)).status, name).toBe(200)
    const found = await everywhere(leader, made)
    const read = [api, '/api/v1/search?q=synger', `/api/v1/threads?visitId=${visit.id}`, `/report/${visit.id}`]
    expect(found).toEqual(expect.arrayContaining(read))
    expect((await people.otherLeader.get(`${api}/report.pdf`)).status).toBe(404)
  })

  test('mail waits for the morning of the day, moves with it, and comes once', async () => {
    const { leader, api } = await published({ leader: '2026-06-10' })
    await dayComes('2026-06-01T10:05:00Z')
    const { version } = (await people.consultant.get(`${api}/release`)).body
    expect((await people.consultant.put(`${api}/release`, version, { leader: '2026-06-12', staff: null })).status).toBe(
      200,
    )
    await dayComes('2026-06-10T10:00:00Z')
    expect(server.to(leader.email)).toEqual([])
    await dayComes('2026-06-11T22:05:00Z')
    expect(server.to(leader.email)).toEqual([])
    await dayComes('2026-06-12T06:05:00Z')
    await dayComes('2026-06-12T09:00:00Z')
    await dayComes('2026-06-13T09:00:00Z')
    expect(server.to(leader.email).map(({ subject }) => subject)).toEqual([
      expect.stringContaining('Rapporten er udgivet'),
    ])
  })

  test('threads begin with it, and what the visit says of earlier ones; a correction that is given up changes nothing', async () => {
    const { tilbud, leader } = await published()
    const [thread] = (await leader.get(`/api/v1/threads?tilbudId=${tilbud.id}`)).body.items
    const next = await draft('2026-05-20', { tilbud, leader })
    await decide(next.api, 'closed')
    expect((await publish(next.api, { leader: '2026-06-10' })).status).toBe(201)
    const seen = async () => {
      const { items } = (await leader.get(`/api/v1/threads?tilbudId=${tilbud.id}`)).body
      const earlier = items.find(({ id }: { id: string }) => id === thread.id)
      return { threads: items.length, status: earlier.status, marks: earlier.marks.length }
    }
    // A new start makes no threads of it either.
    await followOlderReports(app().db, (_, error) => expect.fail(String(error)))
    expect(await seen()).toEqual({ threads: 1, status: 'open', marks: 0 })
    expect((await people.consultant.post(`${next.api}/correction`, { reason: 'En fejl.' })).status).toBe(200)
    await decide(next.api, 'continued')
    expect((await people.consultant.send('DELETE', `${next.api}/correction`)).status).toBe(200)
    expect(await seen()).toEqual({ threads: 1, status: 'open', marks: 0 })
    await dayComes('2026-06-10T09:00:00Z')
    expect(await seen()).toEqual({ threads: 2, status: 'closed', marks: 1 })
    const [decided] = (await people.consultant.get(`${next.api}/threads`)).body.items
    expect(decided.decision).toBe('closed')
  })

  test('a focus point carries an earlier thread on from the leader’s day, also when a correction was given up', async () => {
    const { tilbud, leader } = await published()
    const next = await draft('2026-05-20', { tilbud, leader })
    await decide(next.api, 'continued', next.purple.id)
    expect((await publish(next.api, { leader: '2026-06-10' })).status).toBe(201)
    expect((await people.consultant.post(`${next.api}/correction`, { reason: 'En fejl.' })).status).toBe(200)
    expect((await people.consultant.send('DELETE', `${next.api}/correction`)).status).toBe(200)
    await correct(next.api)
    expect((await publish(next.api)).body.release.leader).toBe('2026-06-10')
    const points = async () => (await leader.get(`/api/v1/threads?tilbudId=${tilbud.id}`)).body.items[0].points.length
    expect(await points()).toBe(1)
    await dayComes('2026-06-10T09:00:00Z')
    expect(await points()).toBe(2)
    expect((await leader.get(`/api/v1/threads?tilbudId=${tilbud.id}`)).body.items).toHaveLength(1)
  })
})

describe('the plan', () => {
  test('is the leader at once and the staff not yet, when nobody says otherwise', async () => {
    const { leader, api, answer } = await published()
    expect(answer.body.release).toEqual({ leader: '2026-06-01', staff: null })
    expect((await leader.get(`${api}/report.pdf`)).status).toBe(200)
    expect((await leader.get(`${api}/release`)).body).toMatchObject({
      leaderHasIt: true,
      staffHasIt: false,
      staffLink: null,
    })
  })

  test('is changed by those who work on the visit, with the version that was read, until a day has come', async () => {
    const { leader, api } = await published({ leader: '2026-06-10', staff: '2026-06-17' })
    const path = `${api}/release`
    const { headers, body } = await people.consultant.get(path)
    expect(headers.get('etag')).toBe(`"${body.version}"`)
    const later = { leader: '2026-06-11', staff: '2026-06-18' }
    expect((await people.consultant.send('PUT', path, later)).status).toBe(428)
    expect((await people.consultant.put(path, body.version + 1, later)).status).toBe(412)
    expect((await people.consultant.put(path, body.version, { leader: '2026-05-31', staff: null })).status).toBe(422)
    expect(
      (await people.consultant.put(path, body.version, { leader: '2026-06-11', staff: '2026-06-10' })).status,
    ).toBe(422)
    expect((await people.consultant.put(path, body.version, { leader: '2026-02-30', staff: null })).status).toBe(422)
    expect((await leader.put(path, body.version, later)).status).toBe(403)
    expect((await people.otherConsultant.put(path, body.version, later)).status).toBe(403)
    expect((await people.otherLeader.get(path)).status).toBe(404)
    expect((await people.administrator.put(path, body.version, later)).body).toMatchObject(later)

    // Today gives it at once.
    const today = { leader: '2026-06-01', staff: '2026-06-18' }
    const given = await people.consultant.put(path, body.version + 1, today)
    expect(given.body).toMatchObject({ leaderHasIt: true, version: body.version + 2 })
    expect((await leader.get(`${api}/report.pdf`)).status).toBe(200)
    expect((await people.consultant.put(path, body.version + 2, later)).status).toBe(409)
    await dayComes('2026-06-18T09:00:00Z')
    expect((await people.consultant.put(path, body.version + 2, { ...today, staff: null })).status).toBe(409)
  })

  test('is refused before anything is printed, and shown on the pages with what was typed', async () => {
    const { api, visit } = await draft()
    expect((await publish(api, { leader: '2026-05-31' })).status).toBe(422)
    expect((await publish(api, { leader: '2026-06-10', staff: '2026-06-09' })).body.errors).toEqual([
      { path: '/release/staff', message: 'Personalet kan tidligst få rapporten samme dag som lederen.' },
    ])
    const page = `/visit/${visit.id}/publication`
    const fields = { reason: 'Aftalt.', leader: '2026-06-10', staff: '2026-06-09' }
    const refused = await people.consultant.post(page, form(fields))
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('value="2026-06-09"')
    expect(refused.text).toContain('Personalet kan tidligst')
    const done = await people.consultant.post(page, form({ ...fields, staff: '2026-06-17' }))
    expect(done.status).toBe(303)
    const overview = await people.consultant.get(`/visit/${visit.id}`)
    expect(overview.text).toContain('Lederen får den 10. juni 2026 · personalet får den 17. juni 2026')
    const plan = `/report/${visit.id}/release`
    const { version } = (await people.consultant.get(`${api}/release`)).body
    const moved = { leader: '2026-06-11', staff: '', version: String(version) }
    expect((await people.consultant.post(plan, form({ ...moved, leader: 'i morgen' }))).status).toBe(422)
    expect((await people.consultant.post(plan, form(moved))).status).toBe(303)
    expect((await people.consultant.get(plan)).text).toContain(
      'Lederen får den 11. juni 2026 · personalet får den ikke endnu',
    )
  })

  test('of what the leader has: a correction comes at once, or is withheld when that is chosen', async () => {
    const { leader, api } = await published()
    await correct(api)
    expect((await publish(api)).body).toMatchObject({ version: 2, release: { leader: '2026-06-01', staff: null } })
    expect((await leader.get(`${api}/conclusion.html`)).text).toContain(AFTER)
    await people.consultant.post(`${api}/correction`, { reason: 'Igen.' })
    const { version } = (await people.consultant.get(api)).body
    await people.consultant.patch(api, version, { conclusion: 'Vi konkluderer med en ugle.' })
    expect((await publish(api, { leader: '2026-06-10' })).status).toBe(201)
    expect((await leader.get(api)).status).toBe(404)
    expect((await leader.get(`${api}/conclusion.html`)).text).toContain(AFTER)
    expect((await leader.get(`${api}/conclusion.html?version=3`)).status).toBe(404)
    expect((await leader.get(`${api}/publication`)).body.items.map((one: { version: number }) => one.version)).toEqual([
      2, 1,
    ])
    expect((await leader.get('/report')).text).toContain('En rettet udgave er færdig. Du får den 10. juni 2026.')
    await dayComes('2026-06-10T09:00:00Z')
    expect((await leader.get(`${api}/conclusion.html`)).text).toContain('ugle')
    expect((await leader.get(api)).status).toBe(200)
  })

  test('of what is not given yet holds while it is corrected', async () => {
    const { leader, api } = await published({ leader: '2026-06-10' })
    await correct(api)
    await dayComes('2026-06-10T09:00:00Z')
    expect((await leader.get(`${api}/conclusion.html`)).text).toContain(CANARY)
    expect((await leader.get(api)).status).toBe(404)
    expect((await publish(api)).body.release.leader).toBe('2026-06-10')
    expect((await leader.get(`${api}/conclusion.html`)).text).toContain(AFTER)
  })

  test('keeps a visit that its leader has not got from being replaced', async () => {
    const { tilbud, leader, api } = await published({ leader: '2026-06-10' })
    const other = await draft('2026-05-13', { tilbud, leader })
    expect((await publish(other.api)).status).toBe(201)
    const replace = () => people.consultant.post(`${api}/replacement`, { replacedBy: other.visit.id })
    expect((await replace()).status).toBe(409)
    await dayComes('2026-06-10T09:00:00Z')
    expect((await replace()).status).toBe(200)
  })
})

const codeOf = (link: string) => new URL(link).pathname

describe('the link of the staff', () => {
  test('opens the report, its PDFs and the poster on their day, and says before from when', async () => {
    const { leader, api, visit, tilbud } = await published({ leader: '2026-06-10', staff: '2026-06-17' })
    const { staffLink } = (await people.consultant.get(`${api}/release`)).body
    const path = codeOf(staffLink)
    const stranger = app().client()
    const before = await stranger.get(path)
    expect(before.status).toBe(200)
    expect(before.text).toContain('kan læses her fra den 17. juni 2026')
    expect(before.text).not.toContain(CANARY)
    expect((await stranger.get(`${path}/report.pdf`)).status).toBe(404)
    await dayComes('2026-06-10T09:00:00Z')
    expect((await leader.get(`${api}/release`)).body.staffLink).toBe(staffLink)
    expect((await stranger.get(path)).text).not.toContain(CANARY)
    await dayComes('2026-06-17T09:00:00Z')
    const page = await stranger.get(path)
    expect(page.text).toContain(CANARY)
    expect(page.text).not.toMatch(/href="\/(?!staff\/)/)
    expect(page.headers.get('x-robots-tag')).toContain('noindex')
    expect(page.headers.get('cache-control')).toBe('private, no-store')
    expect(page.headers.get('referrer-policy')).toBe('no-referrer')
    for (const file of ['report.pdf', 'conclusion.pdf', 'poster.pdf']) {
      const answer = await stranger.get(`${path}/${file}`)
      expect([answer.status, answer.headers.get('content-type')], file).toEqual([200, 'application/pdf'])
    }
    for (const file of ['history', 'report.html', 'toString', '..%2fapi'])
      expect((await stranger.get(`${path}/${file}`)).status).toBe(404)
    for (const other of [api, `${api}/report.pdf`, `${api}/release`])
      expect((await stranger.get(other)).status).toBe(401)
    expect((await stranger.get(`/report/${visit.id}`)).status).not.toBe(200)

    const lines = (await people.administrator.get('/api/v1/log?limit=200')).body.items
    const read = lines.find(
      (line: { visitId: string; detail: { by?: string } }) => line.visitId === visit.id && line.detail.by,
    )
    expect(read).toMatchObject({ userId: null, detail: { by: 'staffLink', version: 1 } })
    expect(JSON.stringify(lines)).not.toContain(path.slice(-20))
    expect((await people.administrator.get('/log')).text).toContain('En med personalets link')

    const mails = server.to(leader.email)
    expect(mails.map(({ subject }) => subject)).toEqual([
      expect.stringContaining('Rapporten er udgivet'),
      expect.stringContaining('Personalet kan læse rapporten'),
    ])
    await dayComes('2026-06-18T09:00:00Z')
    expect(server.to(leader.email)).toHaveLength(2)
    for (const { raw } of mails) {
      expect(raw).not.toContain('/staff/')
      expect(raw).not.toContain(CANARY)
    }
    expect(mails[1]?.text).toContain(tilbud.name)
  })

  test('is kept as a sum, stops when a new one is made or it is closed, and answers then as an unknown one', async () => {
    const { leader, api, visit } = await published({ staff: '2026-06-01' })
    const linkOf = async (person: Person) => (await person.get(`${api}/release`)).body.staffLink
    const first = await linkOf(leader)
    const rows = await app().db.selectFrom('staffLink').selectAll().where('visitId', '=', visit.id).execute()
    expect(JSON.stringify(rows)).not.toContain(codeOf(first).split('/').at(-1))
    expect(await linkOf(people.otherConsultant)).toBeNull()
    expect((await people.otherConsultant.post(`${api}/release/link`)).status).toBe(403)
    expect((await people.otherLeader.post(`${api}/release/link`)).status).toBe(404)
    const stranger = app().client()
    expect((await stranger.get(codeOf(first))).text).toContain(CANARY)
    expect((await leader.post(`${api}/release/link`)).status).toBe(201)
    const second = await linkOf(people.consultant)
    expect(second).not.toBe(first)
    const unknown = await stranger.get(`/staff/${'A'.repeat(43)}`)
    const old = await stranger.get(codeOf(first))
    const shape = (answer: typeof old) => [answer.status, answer.text.replaceAll(/\/staff\/[\w-]+/g, '/staff/')]
    expect(shape(old)).toEqual(shape(unknown))
    expect((await stranger.get(`${codeOf(first)}/report.pdf`)).status).toBe(404)
    expect((await stranger.get(codeOf(second))).text).toContain(CANARY)
    expect((await leader.send('DELETE', `${api}/release/link`)).status).toBe(204)
    expect(await linkOf(leader)).toBeNull()
    expect(shape(await stranger.get(codeOf(second)))).toEqual(shape(unknown))
    expect((await leader.send('DELETE', `${api}/release/link`)).status).toBe(404)
    // And by the pages.
    const page = `/report/${visit.id}/release`
    expect((await leader.post(`${page}/link`, form({}))).status).toBe(303)
    expect((await leader.get(page)).text).toContain('Kopiér link')
    expect((await leader.post(`${page}/link/delete`, form({}))).status).toBe(303)
    expect((await leader.get(page)).text).toContain('Lav et link til personalet')
  })

  test('shows the newest version, and says when it replaced an earlier one', async () => {
    const { leader, api } = await published({ staff: '2026-06-01' })
    const path = codeOf((await leader.get(`${api}/release`)).body.staffLink)
    const stranger = app().client()
    expect((await stranger.get(path)).text).not.toContain('Den erstatter')
    await correct(api)
    expect((await stranger.get(path)).text).not.toContain(AFTER)
    at('2026-06-03T10:00:00Z')
    await publish(api)
    const page = await stranger.get(path)
    expect(page.text).toContain(AFTER)
    expect(page.text).toContain('Rettet udgave fra den 3. juni 2026. Den erstatter den, der stod her før.')
  })

  test('shows no correction that the leader has not got', async () => {
    const { leader, api, visit } = await published({ staff: '2026-06-01' })
    const path = codeOf((await leader.get(`${api}/release`)).body.staffLink)
    await correct(api)
    await publish(api, { leader: '2026-06-10' })
    const stranger = app().client()
    expect((await stranger.get(path)).text).toContain(CANARY)
    expect((await stranger.get(path)).text).not.toContain(AFTER)
    const page = await leader.get(`/report/${visit.id}/release`)
    expect(page.text).toContain('Version 2: Du får den 10. juni 2026')
    expect(page.text).toContain('Linket viser version 1 til den 10. juni 2026.')
    await dayComes('2026-06-10T09:00:00Z')
    expect((await stranger.get(path)).text).toContain(AFTER)
  })

  test('is asked for no more than a public page', async () => {
    const stranger = app().client()
    const answers = await Promise.all(Array.from({ length: 130 }, () => stranger.get(`/staff/${uuidv7()}`)))
    expect(answers.some(({ status }) => status === 429)).toBe(true)
  })
})

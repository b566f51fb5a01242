// The red thread as consultants, leaders and neighbours meet it: from a published focus point to what the next visit says.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askForStatus } from '../src/thread/reminder.actions.ts'
import { type Person, useApp } from './support/app.ts'
import { sendMails, startMailServer } from './support/mail.ts'
import { publishUnprinted } from './support/thread.ts'

let clock = new Date('2026-06-01T10:00:00Z')
const at = (day: string) => {
  clock = new Date(`${day}T10:00:00Z`)
}
const app = useApp({ printer: true, now: () => clock })
const form = (fields: Record<string, string>) => new URLSearchParams(fields)

type Around = { tilbud: { id: string }; consultant: Person; leader: Person }
type Made = Awaited<ReturnType<typeof begin>>

/** A draft with two focus points and a suggestion that answers the first. */
async function begin(visitedOn = '2026-05-12', around?: Around) {
  const tilbud = around?.tilbud ?? (await app().tilbud())
  const consultant = around?.consultant ?? (await app().person('consultant'))
  const leader = around?.leader ?? (await app().person('leader', [tilbud.id]))
  const visit = await app().visit(consultant, tilbud.id, { visitedOn })
  const api = `/api/v1/visits/${visit.id}`
  const point = async (body: object) => (await consultant.post(`${api}/points`, body)).body
  const first = await point({ theme: '3a', box: 'purple', heading: 'Pauser', body: 'Pauserne er korte.' })
  const second = await point({ theme: '4', box: 'purple', body: 'Målene er uklare.' })
  const idea = await point({ theme: '3a', box: 'yellow', body: 'Hold gåmøder.', answers: [first.id] })
  return { tilbud, consultant, leader, visit, api, point, first, second, idea }
}

async function published(visitedOn?: string, around?: Around) {
  const made = await begin(visitedOn, around)
  await publishUnprinted(app(), made.visit.id, visitedOn ?? '2026-06-01')
  return made
}

const threadsOf = async (person: Person, tilbudId: string) =>
  (await person.get(`/api/v1/threads?tilbudId=${tilbudId}`)).body.items
const threadOf = async (made: Made, pointId = made.first.id) =>
  (await threadsOf(made.leader, made.tilbud.id)).find((one: { pointId: string }) => one.pointId === pointId)

test('the list shows ten tilbud at a time, in the order of their names, each once and whole', async () => {
  const consultant = await app().person('consultant')
  const names = Array.from(
    { length: 12 },
    (_, i) => `Bo ${String(i + 1).padStart(2, '0')} ${crypto.randomUUID().slice(0, 4)}`,
  )
  const tilbud = await Promise.all(names.toReversed().map(name => app().tilbud(name)))
  const leader = await app().person(
    'leader',
    tilbud.map(({ id }) => id),
  )
  for (const one of tilbud) {
    const made = await begin('2026-05-12', { tilbud: one, consultant, leader })
    await publishUnprinted(app(), made.visit.id)
  }
  const shown = ({ text }: { text: string }) =>
    [...text.matchAll(/<h2 id="tilbud-[^>]*>([^<]*)/g)].map(([, name]) => name)
  const first = await leader.get('/thread')
  expect(shown(first)).toEqual(names.slice(0, 10))
  expect(first.text).toContain('Tilbud 1–10 af 12')
  expect(first.text).toContain('href="/thread/status"')
  const next = /href="(\/thread\?after[^"]*)"/.exec(first.text)?.[1]?.replace('&#x3D;', '=') ?? ''
  const second = await leader.get(next)
  expect(shown(second)).toEqual(names.slice(10))
  expect(second.text).toContain('Tilbud 11–12 af 12')
  expect(second.text).not.toContain('/thread?after')
  const threads = (text: string) => [...text.matchAll(/href="\/thread\/[0-9a-f-]{36}"/g)].length
  expect([threads(first.text), threads(second.text)]).toEqual([20, 4])
  // The half-yearly status is still given for all of them on one page.
  expect((await leader.get('/thread/status')).text.match(/name="thread"/g)).toHaveLength(24)
  expect((await leader.get('/thread?after=x')).status).toBe(200)
})

describe('publishing', () => {
  test('makes one thread of each focus point; a correction makes none twice and one of what is new', async () => {
    const made = await begin()
    expect(await threadsOf(made.leader, made.tilbud.id)).toEqual([])
    const skip = { skipHearing: { reason: 'Prøve.' } }
    await made.consultant.patch(made.api, made.visit.version, {
      participants: { employeesTotal: 12, met: [{ group: 'medarbejdere', count: 6 }] },
      overallImpression: 'Et godt hus.',
      conclusion: 'Bliv ved.',
    })
    const answer = await made.consultant.post(`${made.api}/publication`, skip)
    expect(answer.status, answer.text).toBe(201)
    const threads = await threadsOf(made.leader, made.tilbud.id)
    expect(threads.map((one: { pointId: string }) => one.pointId).sort()).toEqual(
      [made.first.id, made.second.id].sort(),
    )
    const thread = await threadOf(made)
    expect(thread).toMatchObject({
      status: 'open',
      handling: '',
      role: '',
      due: null,
      goalKeys: [],
      updates: [],
      version: 1,
    })
    expect(thread.points).toMatchObject([{ theme: '3a', number: 1, heading: 'Pauser', visitId: made.visit.id }])
    expect(thread.suggestions).toMatchObject([{ pointId: made.idea.id, body: 'Hold gåmøder.', shared: false }])

    await made.consultant.post(`${made.api}/correction`, { reason: 'En fejl.' })
    const third = await made.point({ theme: '1', box: 'purple', body: 'Et nyt.' })
    await made.consultant.patch(`${made.api}/points/${made.first.id}`, 1, { body: 'Pauserne er for korte.' })
    // What is written in the correction is not the leader's to read before it is published.
    expect((await threadOf(made)).points[0].body).toBe('Pauserne er korte.')
    const { version } = (await made.consultant.get(`${made.api}/points/${made.second.id}`)).body
    await made.consultant.delete(`${made.api}/points/${made.second.id}`, version)
    expect((await made.consultant.post(`${made.api}/publication`, skip)).status).toBe(201)
    const after = await threadsOf(made.leader, made.tilbud.id)
    expect(after).toHaveLength(3)
    expect((await threadOf(made)).id).toBe(thread.id)
    expect((await threadOf(made)).points[0].body).toBe('Pauserne er for korte.')
    expect(await threadOf(made, third.id)).toMatchObject({ status: 'open' })
    // The focus point that was taken out has nothing to be followed up.
    expect(await threadOf(made, made.second.id)).toMatchObject({ status: 'closed', points: [{ gone: true }] })
    const page = await made.leader.get('/thread')
    expect(page.text).toContain('Pauser')
  }, 60_000)
})

describe('what the tilbud does', () => {
  test('is written by its leader: what, which role, by when, which goals', async () => {
    const made = await published()
    const { id } = await threadOf(made)
    const change = {
      handling: 'Vi lægger faste pauser ind i planen.',
      role: 'Teamkoordinatoren',
      due: '2026-09-01',
      goalKeys: ['norddjurs-socialomraadet/2.1'],
    }
    const answer = await made.leader.patch(`/api/v1/threads/${id}`, 1, change)
    expect(answer.status, answer.text).toBe(200)
    expect(answer.body).toMatchObject({ ...change, version: 2, status: 'open' })
    expect(answer.headers.get('etag')).toBe('"2"')
    const stale = await made.leader.patch(`/api/v1/threads/${id}`, 1, { role: 'Lederen' })
    expect([stale.status, stale.body.current.role]).toEqual([412, 'Teamkoordinatoren'])
    expect((await made.leader.send('PATCH', `/api/v1/threads/${id}`, {})).status).toBe(428)
  })

  test.each([
    ['a CPR number', { handling: 'Ring til 010190-1234.' }, '/handling'],
    ['a CPR number in the role', { role: '0101901234' }, '/role'],
    ['a goal that does not exist', { goalKeys: ['norddjurs-socialomraadet/9.9'] }, '/goalKeys/0'],
    ['a status that only a visit gives', { status: 'closed' }, '/status'],
    ['a day that does not exist', { due: '2026-02-30' }, '/due'],
    ['two lines of role', { role: 'a\nb' }, '/role'],
  ])('refuses %s', async (_, change, path) => {
    const made = await published()
    const { id } = await threadOf(made)
    const answer = await made.leader.patch(`/api/v1/threads/${id}`, 1, change)
    expect(answer.status).toBe(422)
    expect(answer.body.errors[0].path).toBe(path)
    expect((await threadOf(made)).version).toBe(1)
  })

  test('names a role and nobody', async () => {
    const made = await published()
    const { id } = await threadOf(made)
    const answer = await made.leader.patch(`/api/v1/threads/${id}`, 1, { role: `Det gør ${made.consultant.name}` })
    expect([answer.status, answer.body.errors[0].message]).toEqual([422, expect.stringContaining('ikke et navn')])
  })

  test('is written on a page that keeps what was typed', async () => {
    const made = await published()
    const { id } = await threadOf(made)
    const fields = { handling: 'Vi prøver gåmøder.', role: 'Koordinatoren', due: '2026-99-01', version: '1' }
    const refused = await made.leader.post(`/thread/${id}`, form(fields))
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('Vi prøver gåmøder.')
    const saved = await made.leader.post(`/thread/${id}`, form({ ...fields, due: '' }))
    expect([saved.status, saved.headers.get('location')]).toEqual([303, `/thread/${id}`])
    expect((await made.leader.post(`/thread/${id}`, form({ ...fields, due: '' }))).status).toBe(412)
    const page = await made.leader.get(`/thread/${id}`)
    expect(page.text).toContain('Vi prøver gåmøder.')
    expect(page.text).toContain(`/report/${made.visit.id}#punkt-${made.first.id}`)
    expect((await made.leader.get('/thread')).text).toContain('Koordinatoren')
  })

  test('is told in statuses, the newest counts', async () => {
    const made = await published()
    const { id } = await threadOf(made)
    at('2026-07-01')
    const first = await made.leader.post(`/api/v1/threads/${id}/updates`, {
      status: 'underway',
      note: 'Vi er begyndt.',
    })
    expect(first.status, first.text).toBe(201)
    at('2026-08-01')
    await made.leader.post(`/thread/${id}/update`, form({ status: 'tried', note: 'Det virker.' }))
    expect(await threadOf(made)).toMatchObject({
      status: 'tried',
      version: 3,
      updates: [
        { on: '2026-07-01', status: 'underway', note: 'Vi er begyndt.' },
        { on: '2026-08-01', status: 'tried', note: 'Det virker.' },
      ],
    })
    const log = await app().db.selectFrom('log').selectAll().where('subjectId', '=', id).execute()
    expect(log.map(({ action, subject }) => `${action} ${subject}`)).toContain('change thread')
    expect(JSON.stringify(log)).not.toContain('Det virker')
  })
})

describe('lists', () => {
  let made: Made
  beforeAll(async () => {
    made = await published()
    const { id } = await threadOf(made)
    await made.leader.post(`/api/v1/threads/${id}/updates`, { status: 'underway' })
  })

  test('are filtered by tilbud, status and visit, and come in pages', async () => {
    const list = async (query: string) => (await made.consultant.get(`/api/v1/threads?${query}`)).body
    expect((await list(`tilbudId=${made.tilbud.id}&status=underway`)).items).toHaveLength(1)
    expect((await list(`visitId=${made.visit.id}&status=open`)).items).toHaveLength(1)
    const page = await list(`visitId=${made.visit.id}&limit=1`)
    expect(page.items).toHaveLength(1)
    const rest = await list(`visitId=${made.visit.id}&limit=1&cursor=${page.nextCursor}`)
    expect([rest.items.length, rest.nextCursor]).toEqual([1, null])
    expect(rest.items[0].id).not.toBe(page.items[0].id)
  })
})

describe('the half-yearly status', () => {
  let server: Awaited<ReturnType<typeof startMailServer>>
  beforeAll(async () => {
    server = await startMailServer()
  })
  afterAll(() => server.close())

  async function ask(day: string, hour = '10') {
    at(day)
    await askForStatus(app().db, new Date(`${day}T${hour}:00:00Z`))
    await sendMails(app(), server.url, new Date(`${day}T${hour}:30:00Z`))
  }

  test('is given for all open focus points with one save', async () => {
    const made = await published()
    const [one, two] = [await threadOf(made), await threadOf(made, made.second.id)]
    const page = await made.leader.get(`/thread/status?tilbudId=${made.tilbud.id}`)
    expect(page.text.match(/<fieldset class="status-line/g)).toHaveLength(2)
    const fields = (more: Record<string, string> = {}) => {
      const sent = new URLSearchParams([
        ['thread', one.id],
        ['thread', two.id],
      ])
      const all = {
        ...{ [`status-${one.id}`]: 'underway', [`note-${one.id}`]: 'Vi er begyndt.', [`version-${one.id}`]: '1' },
        ...{ [`status-${two.id}`]: 'anchored', [`note-${two.id}`]: '', [`version-${two.id}`]: '1' },
        ...more,
      }
      for (const [name, value] of Object.entries(all)) sent.append(name, value)
      return sent
    }
    const wrong = await made.leader.post('/thread/status', fields({ [`note-${two.id}`]: 'Ring 010190-1234.' }))
    expect([wrong.status, wrong.text.includes('Vi er begyndt.')]).toEqual([422, true])
    expect((await threadOf(made)).updates).toEqual([])
    const saved = await made.leader.post('/thread/status', fields())
    expect([saved.status, saved.headers.get('location')]).toEqual([303, '/thread'])
    expect((await threadOf(made)).updates).toMatchObject([{ status: 'underway', note: 'Vi er begyndt.' }])
    expect((await threadOf(made, two.pointId)).status).toBe('anchored')
    // Sent again from the old page: nothing is written twice.
    expect((await made.leader.post('/thread/status', fields())).status).toBe(412)
    expect((await threadOf(made)).updates).toHaveLength(1)
    expect((await made.consultant.get('/thread/status')).status).toBe(403)
  })

  test('is asked for in one mail for each leader, tilbud and half year, without a word of the report', async () => {
    const made = await published('2026-03-16')
    const second = await app().person('leader', [made.tilbud.id])
    await ask('2026-09-15')
    expect(server.to(made.leader.email)).toEqual([])
    // Six in the morning in Denmark is too early.
    await ask('2026-09-16', '04')
    expect(server.to(made.leader.email)).toEqual([])
    await ask('2026-09-16')
    await ask('2026-09-16')
    await ask('2026-09-17')
    for (const leader of [made.leader, second]) expect(server.to(leader.email)).toHaveLength(1)
    const [mail] = server.to(made.leader.email)
    expect(mail?.text).toContain('30. september 2026')
    expect(mail?.text).toContain(`/thread/status?tilbudId=${made.tilbud.id}`)
    expect(mail?.raw).not.toMatch(/Pauser|gåmøder/)
    expect((await made.leader.get('/thread')).text).toContain('halvårlig status senest 30. september 2026')
    for (const { id } of await threadsOf(made.leader, made.tilbud.id))
      await made.leader.post(`/api/v1/threads/${id}/updates`, { status: 'tried' })
    expect((await made.leader.get('/thread')).text).toContain('Næste halvårlige status er 16. marts 2027')
    await ask('2027-03-15')
    expect(server.to(made.leader.email)).toHaveLength(1)
    await ask('2027-03-16')
    expect(server.to(made.leader.email)).toHaveLength(2)
  })

  test('is not asked for where it was given, and nothing is open', async () => {
    const made = await published('2026-03-16')
    at('2026-09-01')
    for (const { id } of await threadsOf(made.leader, made.tilbud.id))
      await made.leader.post(`/api/v1/threads/${id}/updates`, { status: 'tried' })
    await ask('2026-09-16')
    expect(server.to(made.leader.email)).toEqual([])
  })
})

describe('the next visit', () => {
  const earlierOf = async (made: Made) => (await made.consultant.get(`${made.api}/threads`)).body.items
  const put = (made: Made, threadId: string, version: number, body: object) =>
    made.consultant.put(`${made.api}/threads/${threadId}`, version, body)

  test('says of each earlier thread that it goes on or is closed, before it is published', async () => {
    const last = await published()
    at('2028-04-01')
    const [one, two] = [await threadOf(last), await threadOf(last, last.second.id)]
    await last.leader.post(`/api/v1/threads/${one.id}/updates`, { status: 'tried', note: 'Vi prøvede.' })
    const next = await begin('2028-05-12', last)
    expect(await earlierOf(next)).toMatchObject([
      { id: one.id, theme: '3a', status: 'tried', lastUpdate: { note: 'Vi prøvede.' }, decision: null, version: 0 },
      { id: two.id, theme: '4', status: 'open', lastUpdate: null, decision: null },
    ])
    const theme = await next.consultant.get(`/visit/${next.visit.id}/theme/3a`)
    expect(theme.text).toContain('Vi prøvede.')
    const skip = { skipHearing: { reason: 'Prøve.' } }
    const refused = await next.consultant.post(`${next.api}/publication`, skip)
    // The proof-reader has its say first; the step itself is tried without it.
    expect(refused.status).toBe(409)
    await expect(publishUnprinted(app(), next.visit.id)).rejects.toThrow(/tema 3a og 4/)

    expect((await put(next, two.id, 0, { mark: 'closed' })).status).toBe(422)
    expect((await put(next, two.id, 0, { mark: 'closed', because: 'x', pointId: next.first.id })).status).toBe(422)
    expect((await put(next, two.id, 0, { mark: 'continued', pointId: next.idea.id })).status).toBe(422)
    expect((await put(next, one.id, 0, { mark: null, pointId: next.first.id })).body).toMatchObject({
      ...{ decision: 'continued', pointId: next.first.id, version: 1 },
    })
    const taken = await put(next, two.id, 0, { mark: 'continued', pointId: next.first.id })
    expect(taken.status).toBe(422)
    expect((await put(next, two.id, 0, { mark: 'closed', because: 'Målene er skrevet om.' })).status).toBe(200)
    expect((await put(next, two.id, 0, { mark: 'continued' })).status).toBe(412)
    // Nothing has happened to the threads yet.
    expect((await threadOf(last, last.second.id)).status).toBe('open')
    const since = await next.consultant.get(`/visit/${next.visit.id}/since`)
    for (const words of ['Nyt', 'Går igen', 'Lukket', 'Målene er skrevet om.']) expect(since.text).toContain(words)

    await publishUnprinted(app(), next.visit.id, '2028-06-01')
    const after = await threadOf(last)
    expect(after.points.map(({ pointId }: { pointId: string }) => pointId)).toEqual([last.first.id, next.first.id])
    expect(after.status).toBe('tried')
    expect(await threadOf(last, last.second.id)).toMatchObject({
      ...{ status: 'closed', marks: [{ visitId: next.visit.id, mark: 'closed', because: 'Målene er skrevet om.' }] },
    })
    // The second focus point of the new visit began a thread of its own, the first did not.
    expect(await threadsOf(last.leader, last.tilbud.id)).toHaveLength(3)
    expect(await threadOf(last, next.first.id)).toBeUndefined()
    // Two clicks: from the point at its visit to the thread, from there to the next visit's point.
    expect((await last.consultant.get(`/visit/${last.visit.id}/theme/3a`)).text).toContain(`/thread/${one.id}`)
    expect((await last.leader.get(`/thread/${one.id}`)).text).toContain(
      `/report/${next.visit.id}#punkt-${next.first.id}`,
    )
    expect((await last.leader.patch(`/api/v1/threads/${two.id}`, 1, { role: 'Lederen' })).status).toBe(409)
  })

  test('is marked on the theme’s page, and what is typed stays when it is wrong', async () => {
    const last = await published()
    const next = await begin('2028-05-12', last)
    const [one] = await earlierOf(next)
    const fields = (mark: string, because = '', point = '') =>
      form({
        ...{ thread: one.id, from: '3a', [`version-${one.id}`]: '0', [`mark-${one.id}`]: mark },
        ...{ [`because-${one.id}`]: because, [`point-${one.id}`]: point },
      })
    const path = `/visit/${next.visit.id}/since`
    const wrong = await next.consultant.post(path, fields('closed', '', ''))
    expect([wrong.status, wrong.text.includes('Skriv kort, hvorfor det er lukket.')]).toEqual([422, true])
    const saved = await next.consultant.post(path, fields('', '', next.first.id))
    expect([saved.status, saved.headers.get('location')]).toEqual([303, `/visit/${next.visit.id}/theme/3a#earlier`])
    expect((await earlierOf(next))[0]).toMatchObject({ decision: 'continued', pointId: next.first.id })
    expect((await next.consultant.post(path, fields('closed', 'Løst.'))).status).toBe(412)
    // A focus point that is deleted carries nothing on: it must be decided anew.
    await next.consultant.delete(`${next.api}/points/${next.first.id}`, 1)
    expect((await earlierOf(next))[0]).toMatchObject({ pointId: null, decision: 'continued' })
  })

  test('that is corrected may change its mind; a correction that is given up changes nothing', async () => {
    const last = await published()
    const next = await begin('2028-05-12', last)
    const [one, two] = await earlierOf(next)
    await put(next, one.id, 0, { mark: 'closed', because: 'Løst.' })
    await put(next, two.id, 0, { mark: 'continued' })
    await publishUnprinted(app(), next.visit.id, '2028-06-01')
    expect((await threadOf(last)).status).toBe('closed')
    await next.consultant.post(`${next.api}/correction`, { reason: 'Det er ikke løst.' })
    const third = await next.point({ theme: '1', box: 'purple', body: 'Et nyt.' })
    expect((await put(next, one.id, 1, { mark: 'continued', pointId: third.id })).status).toBe(200)
    expect((await next.consultant.send('DELETE', `${next.api}/correction`)).status).toBe(200)
    expect((await earlierOf(next))[0]).toMatchObject({ decision: 'closed', because: 'Løst.', pointId: null })
    expect((await threadOf(last)).status).toBe('closed')
    await next.consultant.post(`${next.api}/correction`, { reason: 'Det er ikke løst.' })
    const [{ version }] = await earlierOf(next)
    await put(next, one.id, version, { mark: 'continued' })
    await publishUnprinted(app(), next.visit.id, '2028-06-02')
    expect((await threadOf(last)).status).toBe('open')
  })
})

describe('the idea bank', () => {
  test('holds suggestions that the leader shares, without names, until they are taken out', async () => {
    const tilbud = await app().tilbud('Lærkehuset')
    const consultant = await app().person('consultant')
    const leader = await app().person('leader', [tilbud.id])
    const made = await begin('2026-05-12', { tilbud, consultant, leader })
    const body = `Lærkehuset og ${consultant.name} prøver kanariegåture. Lærkehusets have bruges.`
    await consultant.patch(`${made.api}/points/${made.idea.id}`, 1, { body })
    await publishUnprinted(app(), made.visit.id)
    const thread = await threadOf(made)
    const ideas = async (person: Person, query = '') => (await person.get(`/api/v1/ideas?${query}`)).body.items
    const stranger = await app().person('leader', [(await app().tilbud()).id])
    expect(await ideas(stranger, 'q=kanariegåture')).toEqual([])
    await leader.post(`/api/v1/threads/${thread.id}/updates`, { status: 'anchored', note: 'Lærkehuset er glad.' })
    const saved = await leader.post(`/thread/${thread.id}/ideas`, form({ shared: made.idea.id }))
    expect(saved.status).toBe(303)
    const [found] = await ideas(stranger, 'q=KANARIEGÅTURE have&theme=3a')
    expect(found).toMatchObject({
      ...{ id: made.idea.id, theme: '3a', status: 'anchored', note: 'Tilbuddet er glad.' },
      body: 'Tilbuddet og en kollega prøver kanariegåture. Tilbuddets have bruges.',
    })
    const page = await stranger.get('/idea?q=kanariegåture')
    expect(page.text).toContain('kanariegåture')
    expect(page.text).not.toContain('Lærkehus')
    // A name finds nothing, and so tells nothing.
    expect(await ideas(stranger, 'q=Lærkehuset')).toEqual([])
    expect(await ideas(stranger, 'q=kanariegåture&theme=4')).toEqual([])
    expect((await stranger.post(`/thread/${thread.id}/ideas`, form({}))).status).toBe(404)
    expect((await leader.post(`/thread/${thread.id}/ideas`, form({ shared: made.first.id }))).status).toBe(404)
    await leader.post(`/thread/${thread.id}/ideas`, form({}))
    expect(await ideas(stranger, 'q=kanariegåture')).toEqual([])
    const log = await app()
      .db.selectFrom('log')
      .select(['action'])
      .where('subjectId', '=', made.idea.id)
      .where('subject', '=', 'idea')
      .orderBy('id')
      .execute()
    expect(log.map(({ action }) => action)).toEqual(['create', 'revoke'])
  })
})

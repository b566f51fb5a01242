// The year: what is due, many visits planned at once, visits moved and called off, and calendars that hear of it.
import { v7 as uuidv7 } from 'uuid'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Person, useApp } from './support/app.ts'
import { readCalendarFile } from './support/calendar.ts'

const TODAY = '2026-11-26'
const app = useApp({ printer: false, now: () => new Date(`${TODAY}T09:00:00Z`) })
const api = '/api/v1'

let administrator: Person
let one: Person
let two: Person
let stranger: Person

beforeAll(async () => {
  administrator = await app().person('administrator')
  one = await app().person('consultant')
  two = await app().person('consultant')
  stranger = await app().person('consultant')
})
beforeEach(async () => {
  await app().db.deleteFrom('mail').execute()
})

const mails = () =>
  app().db.selectFrom('mail').select(['kind', 'userId', 'deadline', 'path', 'tilbudName']).orderBy('id').execute()
const rowOf = async (tilbudId: string, by = administrator) =>
  (await by.get(`${api}/year?limit=200`)).body.items.find((row: { tilbudId: string }) => row.tilbudId === tilbudId)
const planned = (tilbudId: string, fields: object = {}) => ({
  ...{ id: uuidv7(), tilbudId, visitedOn: '2027-02-02', consultantIds: [one.id, two.id] },
  ...fields,
})
const form = (fields: [string, string][]) => new URLSearchParams(fields)

/** A visit that was held and is published, as far as its row says. */
async function held(tilbudId: string, visitedOn: string) {
  const visit = await app().visit(one, tilbudId, { visitedOn })
  await app().db.updateTable('visit').set({ status: 'published' }).where('id', '=', visit.id).execute()
  return visit
}

describe('the year', () => {
  test('says of every active tilbud when it was visited, how long ago, and what is planned', async () => {
    const { id, name } = await app().tilbud()
    expect(await rowOf(id)).toMatchObject({ name, last: null, monthsSince: null, state: 'never', next: null })
    await held(id, '2022-06-01')
    const last = await held(id, '2024-11-26')
    const next = await app().visit(one, id, { visitedOn: '2027-01-04', consultantIds: [one.id, two.id] })
    expect(await rowOf(id, stranger)).toMatchObject({
      last: { visitId: last.id, visitedOn: '2024-11-26' },
      monthsSince: 24,
      dueOn: '2026-11-26',
      state: 'overdue',
      next: { visitId: next.id, visitedOn: '2027-01-04', status: 'planned', consultantIds: [one.id, two.id].sort() },
    })
    await app().db.updateTable('tilbud').set({ active: false }).where('id', '=', id).execute()
    expect(await rowOf(id)).toBe(undefined)
  })

  test('goes by the months that the administrator sets', async () => {
    const { id } = await app().tilbud()
    await held(id, '2024-11-20')
    const set = async (person: Person, monthsBetweenVisits: number) =>
      person.patch(`${api}/municipality`, (await administrator.get(`${api}/municipality`)).body.version, {
        monthsBetweenVisits,
      })
    expect((await set(administrator, 30)).body.monthsBetweenVisits).toBe(30)
    expect(await rowOf(id)).toMatchObject({ state: 'onTime', dueOn: '2027-05-20' })
    for (const months of [0, 121, 1.5]) expect((await set(administrator, months)).status).toBe(422)
    expect((await set(one, 24)).status).toBe(403)
    const { version } = (await administrator.get(`${api}/municipality`)).body
    const fields = { name: '', colour: '', monthsBetweenVisits: '24', version: `${version}` }
    expect((await administrator.post('/municipality', new URLSearchParams(fields))).status).toBe(303)
    expect((await rowOf(id)).state).toBe('overdue')
  })

  test('is read page by page, the most urgent first', async () => {
    await app().tilbud()
    await held((await app().tilbud()).id, '2026-05-01')
    const all = (await administrator.get(`${api}/year?limit=200`)).body.items
    const states = ['overdue', 'never', 'soon', 'onTime']
    const order = all.map((row: { state: string }) => states.indexOf(row.state))
    expect(order).toEqual([...order].sort())
    const first = (await administrator.get(`${api}/year?limit=1`)).body
    const second = (await administrator.get(`${api}/year?limit=1&cursor=${first.nextCursor}`)).body
    expect([first.items[0], second.items[0]]).toEqual(all.slice(0, 2))
    expect((await administrator.get(`${api}/year?state=soon`)).body.items).toEqual([])
  })

  test('has a page as a list and one as a calendar', async () => {
    const { id, name, centreId } = await app().tilbud()
    await held(id, '2024-11-26')
    const list = await administrator.get('/year')
    expect(list.text).toContain(`value="${id}"`)
    expect(list.text).toContain('Forfaldent 26. november 2026')
    await app().visit(one, id, { visitedOn: '2027-03-09', consultantIds: [one.id, two.id] })
    const { months } = (await one.get(`${api}/year/calendar?year=2027&centreId=${centreId}`)).body
    expect(months).toHaveLength(12)
    expect(months.flatMap(({ visits }: { visits: object[] }) => visits)).toMatchObject([{ tilbudName: name }])
    expect(months[2].visits).toMatchObject([{ visitedOn: '2027-03-09', consultantIds: expect.any(Array) }])
    const calendar = await one.get(`/year/calendar?year=2027&centreId=${centreId}`)
    expect(calendar.text).toMatch(/<time datetime="2027-03-09">tirs? 9\.<\/time>/)
    // Who only reads has nothing to tick.
    expect((await one.get('/year')).text).not.toContain('name="tilbudId"')
  })

  test('is not a leader’s, and nobody’s without a login', async () => {
    const { id } = await app().tilbud()
    const leader = await app().person('leader', [id])
    const { id: visitId } = await app().visit(one, id)
    const reads = ['/year', '/year/calendar', '/year/feed']
    for (const path of [
      ...reads.map(path => api + path),
      ...reads,
      '/year/plan',
      `${api}/visits/${visitId}/visit.ics`,
    ]) {
      expect((await leader.get(path)).status, path).toBe(403)
      const anonymous = await app().client().get(path)
      expect([401, 303], path).toContain(anonymous.status)
    }
    for (const person of [leader, one])
      expect((await person.post(`${api}/year/visits`, { visits: [planned(id)] })).status).toBe(403)
    expect((await one.get('/year/plan')).status).toBe(403)
  })
})

describe('planning many', () => {
  test('plans all of them in one save, with the model in force, and asks each leader to prepare', async () => {
    const [here, there] = [await app().tilbud(), await app().tilbud()]
    const leader = await app().person('leader', [here.id])
    const visits = [planned(here.id), planned(there.id, { visitedOn: '2027-03-02' })]
    const answer = await administrator.post(`${api}/year/visits`, { visits })
    expect([answer.status, answer.body.items.length]).toEqual([201, 2])
    expect(answer.body.items[0]).toMatchObject({ modelId: 'kvalitetsmodel-3.0', status: 'planned' })
    expect(await mails()).toEqual([
      {
        ...{ kind: 'visitPlanned', userId: leader.id, deadline: '2027-01-19', tilbudName: here.name },
        path: `/description/${here.id}`,
      },
    ])
    // The same again is a retry, and tells nobody twice.
    expect((await administrator.post(`${api}/year/visits`, { visits })).status).toBe(201)
    expect(await mails()).toHaveLength(1)
  })

  test('plans none when one is wrong, and says at each what is', async () => {
    const [here, there] = [await app().tilbud(), await app().tilbud()]
    const visits = [
      planned(here.id),
      planned(there.id, { visitedOn: '2026-11-25', consultantIds: [one.id] }),
      planned(uuidv7()),
      planned(there.id, { consultantIds: [one.id, administrator.id] }),
      planned(there.id, { modelId: 'findes-ikke' }),
    ]
    const { status, body } = await administrator.post(`${api}/year/visits`, { visits })
    expect(status).toBe(422)
    expect(body.errors.map(({ path }: { path: string }) => path)).toEqual([
      '/visits/1/visitedOn',
      '/visits/1/consultantIds',
      '/visits/2/tilbudId',
      '/visits/3/consultantIds/1',
      '/visits/4/modelId',
    ])
    expect((await rowOf(here.id)).next).toBe(null)
    expect(await mails()).toEqual([])
  })

  test('is a form that works without JavaScript: ticks, rows, errors beside their rows, one save', async () => {
    const [here, there] = [await app().tilbud(), await app().tilbud()]
    const page = await administrator.get(`/year/plan?tilbudId=${here.id}&tilbudId=${there.id}&tilbudId=nonsense`)
    const ids = [...page.text.matchAll(/name="id-([^"]+)" value="([^"]+)"/g)]
    expect(ids.map(match => match[1])).toEqual([here.id, there.id])
    const rows = ids.flatMap(([, tilbudId = '', id = '']): [string, string][] => [
      ['tilbudId', tilbudId],
      [`id-${tilbudId}`, id],
    ])
    const same = await administrator.post(
      '/year/plan',
      form([...rows, ['step', 'same'], ['same', one.id], ['same', two.id]]),
    )
    expect(same.text.match(/name="consultantIds-[^"]+" value="[^"]+" checked/g)).toHaveLength(4)
    const people = (id: string): [string, string][] => [
      [`consultantIds-${id}`, one.id],
      [`consultantIds-${id}`, two.id],
    ]
    const wrong = await administrator.post(
      '/year/plan',
      form([...rows, [`visitedOn-${here.id}`, '2027-02-02'], ...people(here.id), [`visitedOn-${there.id}`, '']]),
    )
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain(`<a href="#visitedOn-${there.id}">${there.name}, dato: Vælg en dato.</a>`)
    expect(wrong.text).toContain('value="2027-02-02"')
    expect((await rowOf(here.id)).next).toBe(null)
    const right = form([
      ...rows,
      ...people(here.id),
      ...people(there.id),
      [`visitedOn-${here.id}`, '2027-02-02'],
      [`visitedOn-${there.id}`, '2027-02-03'],
    ])
    // Sent twice, as an impatient finger does.
    for (const _ of [1, 2]) expect((await administrator.post('/year/plan', right)).status).toBe(303)
    expect([(await rowOf(here.id)).next.visitedOn, (await rowOf(there.id)).next.visitedOn]).toEqual([
      '2027-02-02',
      '2027-02-03',
    ])
    const both = await administrator.get(`${api}/visits?tilbudId=${here.id}`)
    expect(both.body.items).toHaveLength(1)
    expect((await administrator.get('/year/plan')).headers.get('location')).toBe('/year')
  })
})

describe('a visit that is called off', () => {
  test('is gone from everywhere but the year plan, and can be planned again', async () => {
    const { id: tilbudId } = await app().tilbud()
    const leader = await app().person('leader', [tilbudId])
    const { id } = await app().visit(one, tilbudId, { visitedOn: '2027-02-02', consultantIds: [one.id, two.id] })
    const here = `${api}/visits/${id}`
    expect((await one.post(`${here}/cancellation`, {})).status).toBe(422)
    expect((await stranger.post(`${here}/cancellation`, { reason: 'x' })).status).toBe(404)
    expect((await leader.post(`${here}/cancellation`, { reason: 'x' })).status).toBe(403)
    expect((await one.get(`/visit/${id}/cancellation`)).text).toContain('Aflys besøget')
    const done = await one.post(`/visit/${id}/cancellation`, new URLSearchParams({ reason: 'Ombygning' }))
    expect([done.status, done.headers.get('location')]).toEqual([303, '/visit'])
    for (const person of [one, administrator]) {
      for (const path of [here, `${here}/points`, `/visit/${id}`]) expect((await person.get(path)).status).toBe(404)
      expect((await person.get(`${api}/visits?tilbudId=${tilbudId}`)).body.items).toEqual([])
    }
    expect((await one.patch(here, 2, { topics: ['x'] })).status).toBe(404)
    expect((await one.post(`${here}/points`, { theme: '1', box: 'grey', body: 'x' })).status).toBe(404)
    expect((await one.post(`${api}/visits`, { id, tilbudId, visitedOn: '2027-02-02' })).status).toBe(409)
    expect((await rowOf(tilbudId)).next).toBe(null)
    expect((await administrator.get('/year')).text).toContain('Ombygning')
    expect((await one.get('/year')).text).not.toContain('Ombygning')
    expect((await one.send('DELETE', `${here}/cancellation`)).status).toBe(403)
    expect((await administrator.post(`/year/cancelled/${id}`, new URLSearchParams())).status).toBe(303)
    expect((await one.get(here)).body).toMatchObject({ visitedOn: '2027-02-02', status: 'planned' })
    expect((await mails()).map(({ kind, userId }) => [kind, userId])).toEqual([
      ['visitPlanned', leader.id],
      ['visitCancelled', leader.id],
      ['visitPlanned', leader.id],
    ])
    const log = (await administrator.get(`${api}/log?limit=50`)).body.items
    const told = log.filter((line: { visitId: string }) => line.visitId === id)
    expect(told.map((line: { action: string }) => line.action)).toEqual(expect.arrayContaining(['cancel', 'restore']))
    expect(JSON.stringify(told)).not.toContain('Ombygning')
  })

  test('must be one in which nothing is written', async () => {
    const { id: tilbudId } = await app().tilbud()
    const { id } = await app().visit(one, tilbudId)
    await one.post(`${api}/visits/${id}/points`, { theme: '1', box: 'grey', body: 'x' })
    expect((await one.post(`${api}/visits/${id}/cancellation`, { reason: 'x' })).status).toBe(409)
    expect((await one.get(`/visit/${id}`)).text).not.toContain('/cancellation')
  })
})

describe('calendars', () => {
  const url = (text: string) => /value="(http[^"]+\.ics)"/.exec(text)?.[1] ?? ''
  const read = async (address: string) => {
    const answer = await app().client().get(address)
    return { ...answer, ...(answer.status === 200 ? readCalendarFile(answer.text) : { calendar: {}, events: [] }) }
  }

  test('a visit is a whole day with tilbud, consultants and a link, and nothing else', async () => {
    const { id: tilbudId, name } = await app().tilbud('Bo; og, \\ Ærø – et meget langt navn på et opgangsfællesskab')
    const { id } = await app().visit(one, tilbudId, { visitedOn: '2027-02-02', consultantIds: [one.id, two.id] })
    const answer = await one.get(`${api}/visits/${id}/visit.ics`)
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
    const { calendar, events } = readCalendarFile(answer.text)
    expect(calendar).toMatchObject({ VERSION: '2.0', METHOD: 'PUBLISH', PRODID: expect.stringContaining('Kvalitet') })
    expect(events).toMatchObject([
      {
        UID: `${id}@kvalitetsbesoeg`,
        SEQUENCE: '0',
        DTSTART: '20270202',
        DTEND: '20270203',
        SUMMARY: `Kvalitetsbesøg: ${name}`,
        STATUS: 'CONFIRMED',
        DTSTAMP: expect.stringMatching(/^\d{8}T\d{6}Z$/),
      },
    ])
    expect(answer.text).toContain('DTSTART;VALUE=DATE:20270202')
    expect(events[0]?.DESCRIPTION).toMatch(new RegExp(`${one.name}.*\n.*/visit/${id}$`))
    expect((await stranger.get(`${api}/visits/${id}/visit.ics`)).status).toBe(404)
    expect((await administrator.get(`${api}/visits/${id}/visit.ics`)).status).toBe(200)
  })

  test('a feed is at an address told once; its visits keep their UID when they are moved, manned anew, called off', async () => {
    const mine = await app().person('consultant')
    const { id: tilbudId } = await app().tilbud()
    const leader = await app().person('leader', [tilbudId])
    const plan = (visitedOn: string) => app().visit(mine, tilbudId, { visitedOn, consultantIds: [mine.id, one.id] })
    const { id } = await plan('2026-12-30')
    await app().visit(one, tilbudId, { visitedOn: '2026-12-15' })
    await plan('2025-11-01')
    const address = url((await mine.post('/year/feed', new URLSearchParams())).text)
    // 256 bits.
    expect(/feed\/([\w-]+)\.ics$/.exec(address)?.[1]).toHaveLength(43)
    expect((await mine.get('/year/feed')).text).not.toContain('.ics')
    const kept = await app().db.selectFrom('yearFeed').selectAll().where('userId', '=', mine.id).execute()
    expect(JSON.stringify(kept)).not.toContain(address.slice(-47, -4))

    const seen = async () =>
      (await read(address)).events.map(({ UID, SEQUENCE, DTSTART, STATUS }) => [UID, SEQUENCE, DTSTART, STATUS])
    const uid = `${id}@kvalitetsbesoeg`
    expect(await seen()).toEqual([[uid, '0', '20261230', 'CONFIRMED']])
    const { headers } = await read(address)
    expect([headers.get('cache-control'), headers.get('set-cookie')]).toEqual(['private, no-store', null])
    const here = `${api}/visits/${id}`
    const change = async (fields: object) =>
      expect((await mine.patch(here, (await mine.get(here)).body.version, fields)).status).toBe(200)
    // Over New Year.
    await change({ visitedOn: '2027-01-04' })
    expect(await seen()).toEqual([[uid, '1', '20270104', 'CONFIRMED']])
    await change({ consultantIds: [mine.id, two.id], visitedOn: '2027-01-04' })
    await change({ topics: ['Tid'], consultantIds: [two.id, mine.id] })
    expect(await seen()).toEqual([[uid, '2', '20270104', 'CONFIRMED']])
    await mine.post(`${here}/cancellation`, { reason: 'Sygdom' })
    expect(await seen()).toEqual([[uid, '3', '20270104', 'CANCELLED']])
    const file = (await mine.get(`${here}/visit.ics`)).text
    expect(readCalendarFile(file).events).toMatchObject([{ UID: uid, SEQUENCE: '3', STATUS: 'CANCELLED' }])
    expect((await read(address)).text).not.toContain('Sygdom')
    expect((await mails()).map(({ kind, userId }) => [kind, userId])).toEqual([
      ['visitPlanned', leader.id],
      ['visitPlanned', leader.id],
      ['visitMoved', leader.id],
      ['visitCancelled', leader.id],
    ])
  })

  test('a consultant who is taken off a visit sees it called off on the day that was known, until the year is over', async () => {
    const mine = await app().person('consultant')
    const { id: tilbudId } = await app().tilbud()
    const visit = { visitedOn: '2026-12-30', consultantIds: [mine.id, one.id] }
    const { id } = await app().visit(one, tilbudId, visit)
    const { url: address } = (await mine.send('PUT', `${api}/year/feed`)).body
    const here = `${api}/visits/${id}`
    const change = async (fields: object) =>
      expect((await one.patch(here, (await one.get(here)).body.version, fields)).status).toBe(200)
    const seen = async () =>
      (await read(address)).events.map(({ UID, SEQUENCE, DTSTART, STATUS }) => [UID, SEQUENCE, DTSTART, STATUS])
    const uid = `${id}@kvalitetsbesoeg`
    // Off and moved in one go: the day that the calendar shows is the one that is called off.
    await change({ consultantIds: [one.id, two.id], visitedOn: '2027-01-04' })
    expect(await seen()).toEqual([[uid, '1', '20261230', 'CANCELLED']])
    await change({ visitedOn: '2027-01-05' })
    expect(await seen()).toEqual([[uid, '1', '20261230', 'CANCELLED']])
    const { text } = await read(address)
    for (const word of [two.name, one.name, `/visit/${id}`]) expect(text).not.toContain(word)
    expect((await mine.get(`${here}/visit.ics`)).status).toBe(404)
    // On again: one event, newer than the one that was called off.
    await change({ consultantIds: [one.id, mine.id] })
    expect(await seen()).toEqual([[uid, '3', '20270105', 'CONFIRMED']])
    await change({ consultantIds: [one.id, two.id] })
    expect(await seen()).toEqual([[uid, '4', '20270105', 'CANCELLED']])
    const row = app().db.updateTable('visitFormerConsultant').where('visitId', '=', id)
    await row.set({ visitedOn: '2024-01-05' }).execute()
    expect(await seen()).toEqual([])
  })

  test('a feed can be renewed and taken away; then the old address is nobody’s', async () => {
    const mine = await app().person('consultant')
    const first = (await mine.send('PUT', `${api}/year/feed`)).body.url
    expect((await mine.get(`${api}/year/feed`)).body).toEqual({ createdAt: expect.any(String), readAt: null })
    expect((await read(first)).status).toBe(200)
    expect((await mine.get(`${api}/year/feed`)).body.readAt).toEqual(expect.any(String))
    const second = (await mine.send('PUT', `${api}/year/feed`)).body.url
    expect([(await read(first)).status, (await read(second)).status]).toEqual([404, 200])
    expect((await mine.post('/year/feed/delete', new URLSearchParams())).status).toBe(303)
    expect((await read(second)).status).toBe(404)
    expect((await mine.send('DELETE', `${api}/year/feed`)).status).toBe(404)
    expect((await administrator.send('PUT', `${api}/year/feed`)).status).toBe(403)
    expect((await administrator.get('/year/feed')).status).toBe(404)
    const third = (await mine.send('PUT', `${api}/year/feed`)).body.url
    await app().db.updateTable('user').set({ active: false }).where('id', '=', mine.id).execute()
    expect((await read(third)).status).toBe(404)
    expect((await read(`${app().url}/year/feed/${'a'.repeat(43)}.ics`)).status).toBe(404)
  })
})

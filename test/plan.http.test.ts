// Development plans: who reads and writes them, goals of one strategy, what may come later, in API and pages.
import { v7 as uuidv7 } from 'uuid'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Person, useApp } from './support/app.ts'

const app = useApp()
const NORDDJURS = 'norddjurs-socialomraadet'

type Cast = Record<'leader' | 'otherLeader' | 'consultant' | 'administrator', Person>
let people: Cast
let own: { id: string; name: string }
let other: { id: string; name: string }

beforeAll(async () => {
  own = await app().tilbud('Åhuset')
  other = await app().tilbud('Naboen')
  people = {
    leader: await app().person('leader', [own.id]),
    otherLeader: await app().person('leader', [other.id]),
    consultant: await app().person('consultant'),
    administrator: await app().person('administrator'),
  }
})

const action = (more: object = {}) => ({
  tilbudId: own.id as string | null,
  strategyId: NORDDJURS,
  goalKeys: [`${NORDDJURS}/2.4`],
  title: 'Ugentlig gennemgang af delmål',
  ...more,
})
const api = '/api/v1/actions'

describe('an action', () => {
  test('is written by the leader; what can come later is marked as missing, never refused', async () => {
    const made = await people.leader.post(api, action())
    expect([made.status, made.body.missing, made.body.status]).toEqual([
      201,
      ['role', 'due', 'successCriteria'],
      'open',
    ])
    const path = `${api}/${made.body.id}`
    const more = { role: 'Faglig koordinator', due: '2027-01-15', successCriteria: 'Alle delmål er set igennem.' }
    const full = await people.leader.patch(path, 1, more)
    expect([full.status, full.body.missing, full.body.version]).toEqual([200, [], 2])
    const late = await people.leader.patch(path, 1, { title: 'For sent' })
    expect([late.status, late.body.current.version]).toEqual([412, 2])
    expect((await people.leader.send('PATCH', path, { title: 'x' })).status).toBe(428)
  })

  test.each(['title', 'text', 'role', 'successCriteria'])('holds no CPR number in its %s', async field => {
    const text = { [field]: 'Nummeret er 010190-1234.' }
    const refused = await people.leader.post(api, action(text))
    expect([refused.status, refused.body.errors[0].path]).toEqual([422, `/${field}`])
    const { id } = (await people.leader.post(api, action())).body
    expect((await people.leader.patch(`${api}/${id}`, 1, text)).status).toBe(422)
  })

  test('comes in once under an id that the client chose', async () => {
    const sent = action({ id: uuidv7() })
    const statuses = []
    for (const body of [sent, sent, { ...sent, title: 'Andet' }])
      statuses.push((await people.leader.post(api, body)).status)
    expect(statuses).toEqual([201, 200, 409])
    const foreign = await people.otherLeader.post(api, { ...sent, tilbudId: other.id })
    expect(foreign.status).toBe(409)
  })

  test('ends with a status, is locked then, and goes on when the end was wrong', async () => {
    const { body } = await people.leader.post(api, action())
    const path = `${api}/${body.id}`
    const ended = await people.leader.patch(path, 1, { status: 'closed' })
    expect([ended.body.status, ended.body.closedOn]).toEqual(['closed', ended.body.begunOn])
    const locked = await people.leader.patch(path, 2, { title: 'Nyt' })
    expect([locked.status, locked.body.title]).toEqual([
      409,
      'Handlingen er afsluttet. Giv den en anden status først, hvis noget skal rettes.',
    ])
    expect((await people.leader.patch(path, 2, { status: 'underway' })).body.closedOn).toBe(null)
  })

  test.each([
    [{ goalKeys: [] }, 'goalKeys'],
    [{ goalKeys: [`${NORDDJURS}/9.9`] }, 'goalKeys/0'],
    [{ goalKeys: ['faxe-voksensocial/dialog'] }, 'goalKeys/0'],
    [{ strategyId: 'findes-ikke' }, 'strategyId'],
    [{ title: '' }, 'title'],
    [{ due: '2026-02-30' }, 'due'],
  ])('is refused with its place: %j', async (more, path) => {
    const { status, body } = await people.leader.post(api, action(more))
    expect([status, body.errors[0].path.endsWith(path)]).toEqual([422, true])
  })

  test('is not begun for a strategy that is succeeded', async () => {
    const old = { strategyId: 'norddjurs-ledestjerner', goalKeys: ['norddjurs-ledestjerner/1'] }
    const { status, body } = await people.leader.post(api, action(old))
    expect([status, body.title]).toEqual([
      409,
      'Strategien er afløst af Socialområdets fælles strategi, version 2. Vælg mål i den.',
    ])
  })
})

describe('plans', () => {
  const CELLS: [keyof Cast, 'own' | 'area', read: number, write: number, make: number][] = [
    ['leader', 'own', 200, 200, 201],
    ['otherLeader', 'own', 404, 404, 422],
    ['consultant', 'own', 200, 403, 403],
    ['administrator', 'own', 200, 403, 403],
    ['leader', 'area', 200, 403, 403],
    ['otherLeader', 'area', 200, 403, 403],
    ['consultant', 'area', 200, 403, 403],
    ['administrator', 'area', 200, 200, 201],
  ]
  test.each(CELLS)('%s, %s: reads %i, writes %i, makes %i', async (who, plan, read, write, make) => {
    const tilbudId = plan === 'own' ? own.id : null
    const writer = plan === 'own' ? people.leader : people.administrator
    const { body } = await writer.post(api, action({ tilbudId }))
    const person = people[who]
    expect((await person.get(`${api}/${body.id}`)).status).toBe(read)
    expect((await person.get(`/plan/${body.id}`)).status).toBe(read)
    expect((await person.patch(`${api}/${body.id}`, 1, { title: 'Rettet' })).status).toBe(write)
    expect((await person.post(api, action({ tilbudId }))).status).toBe(make)
    const listed = (await person.get(`${api}?limit=200`)).body.items.map(({ id }: { id: string }) => id)
    expect(listed.includes(body.id)).toBe(read === 200)
    const page = await person.get(`/plan?tilbudId=${tilbudId ?? 'area'}&strategyId=${NORDDJURS}`)
    expect([page.status, page.text.includes('Ny handling')]).toEqual([read, make === 201])
  })

  test('are for those who are logged in', async () => {
    for (const path of [api, '/api/v1/actions/0197a000-0000-7000-8000-000000000000'])
      expect((await app().client().get(path)).status).toBe(401)
  })

  test('tell the log who read and wrote, with no word of the text', async () => {
    const { body } = await people.leader.post(api, action({ text: 'Et hemmeligt ord: pandekage.' }))
    await people.leader.patch(`${api}/${body.id}`, 1, { text: 'Stadig pandekage.' })
    await people.consultant.get(`/plan?tilbudId=${own.id}`)
    const { text, body: log } = await people.administrator.get('/api/v1/log?limit=50')
    expect(text).not.toContain('pandekage')
    const lines = log.items.map((line: { action: string; subject: string }) => `${line.action} ${line.subject}`)
    expect(lines).toEqual(expect.arrayContaining(['create action', 'change action', 'read plan']))
    expect((await people.administrator.get('/log')).text).toContain('en handling i udviklingsplanen')
  })
})

describe('the pages', () => {
  const form = (fields: [string, string][]) => new URLSearchParams(fields)
  const fields = (more: [string, string][] = []): [string, string][] => [
    ['tilbudId', own.id],
    ['strategyId', NORDDJURS],
    ...more,
  ]

  test('a leader comes from the menu to the plan, star by star, with the goals that no action serves', async () => {
    const tilbud = await app().tilbud()
    const leader = await app().person('leader', [tilbud.id])
    const { text } = await leader.get('/plan')
    expect(text).toContain('href="/plan" aria-current="page"')
    expect(text).toContain(tilbud.name)
    await leader.post(api, action({ tilbudId: tilbud.id, goalKeys: [`${NORDDJURS}/2.4`, `${NORDDJURS}/3`] }))
    const plan = (await leader.get(`/plan?strategyId=${NORDDJURS}`)).text
    const star = (name: string) => plan.slice(plan.indexOf(`>${name}<`)).split('</section>')[0] ?? ''
    expect(star('2 Fundamentet på plads')).toContain('Ugentlig gennemgang')
    expect(star('3 Mest muligt i eget liv')).toContain('Ugentlig gennemgang')
    expect(star('1 Borgeren først')).toContain('Ingen handlinger endnu.')
    const idle = star('2 Fundamentet på plads').split('Mål uden handlinger')[1] ?? ''
    expect(['2.1', '2.2', '2.3', '2.4'].map(key => idle.includes(`<li>${key} `))).toEqual([true, true, true, false])
    expect(plan).toContain('Mangler endnu')
  })

  test('one plan per guiding star stands for Faxe too', async () => {
    const { text } = await people.leader.get('/plan?strategyId=faxe-voksensocial')
    expect(text.match(/class="plan-star"/g)).toHaveLength(4)
  })

  test('an action is written without JavaScript: suggest, take, save, and come back with one’s own text', async () => {
    const start = await people.leader.get(`/plan/new?tilbudId=${own.id}&strategyId=${NORDDJURS}&goal=2.2`)
    expect(start.text).toMatch(/value="norddjurs-socialomraadet\/2\.2" checked/)
    const typed: [string, string][] = [
      ['title', 'Frivillige i haven'],
      ['text', 'Foreninger inviteres.'],
    ]
    const asked = await people.leader.post('/plan/new', form(fields([...typed, ['step', 'suggest']])))
    expect(asked.text).toContain('ligner: <strong>1.4 Frivillige og stjernestunder</strong>')
    const taken = await people.leader.post('/plan/new', form(fields([...typed, ['add', `${NORDDJURS}/1.4`]])))
    expect(taken.text).toMatch(/value="norddjurs-socialomraadet\/1\.4" checked/)
    const bad = await people.leader.post('/plan/new', form(fields(typed)))
    expect([bad.status, bad.text.includes('value="Frivillige i haven"')]).toEqual([422, true])
    expect(bad.text).toContain('Vælg mindst ét pejlemærke eller mål.')
    const saved = await people.leader.post('/plan/new', form(fields([...typed, ['goalKeys', `${NORDDJURS}/1.4`]])))
    expect(saved.status).toBe(303)
    const plan = await people.leader.get(saved.headers.get('location') ?? '')
    expect(plan.text).toContain('»Frivillige i haven« står i planen.')
  })

  test('an action that a colleague changed comes back with both texts', async () => {
    const { body } = await people.leader.post(api, action())
    const path = `/plan/${body.id}`
    await people.leader.patch(`${api}/${body.id}`, 1, { title: 'Kollegaens ord' })
    const mine = fields([
      ['title', 'Mine ord'],
      ['goalKeys', `${NORDDJURS}/2.4`],
      ['status', 'tried'],
      ['version', '1'],
    ])
    const late = await people.leader.post(path, form(mine))
    expect([late.status, late.text.includes('value="Mine ord"'), late.text.includes('Kollegaens ord')]).toEqual([
      412,
      true,
      true,
    ])
    expect(late.text).toContain('name="version" value="2"')
    const again = mine.map(([name, value]): [string, string] => [name, name === 'version' ? '2' : value])
    expect((await people.leader.post(path, form(again))).status).toBe(303)
    expect((await people.leader.get(`${api}/${body.id}`)).body).toMatchObject({ title: 'Mine ord', status: 'tried' })
  })

  test('who only reads sees no form, and cannot send one', async () => {
    const { body } = await people.leader.post(api, action())
    const { text } = await people.consultant.get(`/plan/${body.id}`)
    expect([text.includes('Ugentlig gennemgang'), text.includes('Gem handlingen')]).toEqual([true, false])
    const sent = form(
      fields([
        ['title', 'x'],
        ['goalKeys', `${NORDDJURS}/2.4`],
        ['version', '1'],
      ]),
    )
    expect((await people.consultant.post(`/plan/${body.id}`, sent)).status).toBe(403)
    expect((await people.consultant.get('/plan/new')).status).toBe(403)
    expect((await people.otherLeader.get(`/plan/new?tilbudId=${own.id}`)).status).toBe(404)
    expect((await people.otherLeader.get(`/plan?tilbudId=${own.id}`)).status).toBe(404)
    expect((await people.leader.get('/plan/new?tilbudId=area')).status).toBe(403)
    for (const path of ['/plan/x', `/plan/${uuidv7()}`, '/plan?tilbudId=x'])
      expect((await people.leader.get(path)).status).toBe(404)
  })
})

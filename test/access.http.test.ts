// Who reads and writes what: every role, every state, one's own and the neighbour's.
import { v7 as uuidv7 } from 'uuid'
import { beforeAll, describe, expect, test } from 'vitest'
import { STATUSES } from '../src/db/tables.ts'
import { STAGES, type Stage } from '../src/visit/visit.rules.ts'
import { type Person, useApp } from './support/app.ts'

const app = useApp()

type Cast = Record<'mine' | 'otherConsultant' | 'leader' | 'otherLeader' | 'administrator', Person>
let people: Cast
let visits: Record<Stage, { id: string }>
let pointOf: Record<Stage, string>

beforeAll(async () => {
  const [own, neighbour] = [await app().tilbud(), await app().tilbud()]
  people = {
    mine: await app().person('consultant'),
    otherConsultant: await app().person('consultant'),
    leader: await app().person('leader', [own.id]),
    otherLeader: await app().person('leader', [neighbour.id]),
    administrator: await app().person('administrator'),
  }
  visits = {} as typeof visits
  pointOf = {} as typeof pointOf
  const replacing = await app().visit(people.mine, own.id)
  for (const stage of STAGES) {
    const status = STATUSES.find(one => one === stage) ?? (stage === 'answering' ? 'hearing' : 'published')
    const visit = await app().visit(people.mine, own.id)
    const point = await people.mine.post(`/api/v1/visits/${visit.id}/points`, { theme: '1', box: 'grey', body: 'x' })
    await app()
      .db.updateTable('visit')
      .set({
        ...{ status, replacedBy: status === 'superseded' ? replacing.id : null },
        hearingCommentedAt: stage === 'answering' ? new Date() : null,
        withheldFrom: stage === 'withheld' ? 1 : null,
      })
      .where('id', '=', visit.id)
      .execute()
    visits[stage] = visit
    pointOf[stage] = point.body.id
  }
})

type Table = Record<keyof Cast, Record<Stage, number>>

const READS: Table = {
  mine: {
    ...{ planned: 200, draft: 200, hearing: 200, answering: 200 },
    ...{ withheld: 200, published: 200, superseded: 200 },
  },
  otherConsultant: {
    ...{ planned: 404, draft: 404, hearing: 404, answering: 404 },
    ...{ withheld: 200, published: 200, superseded: 200 },
  },
  leader: {
    ...{ planned: 404, draft: 404, hearing: 200, answering: 200 },
    ...{ withheld: 404, published: 200, superseded: 200 },
  },
  otherLeader: {
    ...{ planned: 404, draft: 404, hearing: 404, answering: 404 },
    ...{ withheld: 404, published: 404, superseded: 404 },
  },
  administrator: {
    ...{ planned: 200, draft: 200, hearing: 200, answering: 200 },
    ...{ withheld: 200, published: 200, superseded: 200 },
  },
}

const WRITING = {
  ...{ planned: 200, draft: 200, hearing: 409, answering: 200 },
  ...{ withheld: 409, published: 409, superseded: 409 },
}
const REFUSED = {
  ...{ planned: 403, draft: 403, hearing: 403, answering: 403 },
  ...{ withheld: 403, published: 403, superseded: 403 },
}
const WRITES: Table = {
  mine: WRITING,
  otherConsultant: { ...REFUSED, planned: 404, draft: 404, hearing: 404, answering: 404 },
  leader: REFUSED,
  otherLeader: REFUSED,
  administrator: WRITING,
}

const cells = (table: Table) =>
  Object.entries(table).flatMap(([who, row]) =>
    Object.entries(row).map(([stage, expected]) => [who as keyof Cast, stage as Stage, expected] as const),
  )

describe('reading', () => {
  test.each(cells(READS))('%s, a visit that is %s: %i', async (who, stage, expected) => {
    const person = people[who]
    const visit = `/api/v1/visits/${visits[stage].id}`
    const paths = [visit, `${visit}/points`, `${visit}/points/${pointOf[stage]}`]
    for (const path of paths) expect((await person.get(path)).status, path).toBe(expected)
    const listed = (await person.get('/api/v1/visits?limit=200')).body.items.map((item: { id: string }) => item.id)
    expect(listed.includes(visits[stage].id)).toBe(expected === 200)
  })

  test('what is not yours answers exactly as what does not exist', async () => {
    const foreign = await people.otherLeader.get(`/api/v1/visits/${visits.published.id}`)
    const unknown = await people.otherLeader.get(`/api/v1/visits/${uuidv7()}`)
    expect([foreign.status, foreign.text]).toEqual([unknown.status, unknown.text])
  })
})

describe('writing', () => {
  test.each(cells(WRITES))('%s, a visit that is %s: %i', async (who, stage, expected) => {
    const person = people[who]
    const path = `/api/v1/visits/${visits[stage].id}/points/${pointOf[stage]}`
    const { version = 1 } = (await people.administrator.get(path)).body
    expect((await person.patch(path, version, { body: `${who} ${version}` })).status).toBe(expected)
    const visit = `/api/v1/visits/${visits[stage].id}`
    const { version: ownVersion = 1 } = (await people.administrator.get(visit)).body
    expect((await person.patch(visit, ownVersion, { topics: ['x'] })).status).toBe(expected)
  })
})

describe('routes behind a role', () => {
  test.each([
    ['GET', '/api/v1/users'],
    ['POST', '/api/v1/users'],
    ['POST', '/api/v1/tilbud'],
    ['POST', '/api/v1/centres'],
    ['POST', '/api/v1/models'],
    ['POST', '/api/v1/strategies'],
    ['PATCH', '/api/v1/municipality'],
    ['PUT', '/api/v1/municipality/logo'],
    ['DELETE', '/api/v1/municipality/logo'],
    ['GET', '/api/v1/log'],
    ['POST', '/api/v1/year/visits'],
  ])('%s %s is the administrator’s', async (method, path) => {
    for (const who of ['mine', 'leader'] as const)
      expect((await people[who].send(method, path, method === 'POST' ? {} : undefined)).status).toBe(403)
    expect(
      (
        await app()
          .client()
          .send(method, path, method === 'POST' ? {} : undefined)
      ).status,
    ).toBe(401)
  })

  test('a leader sees own tilbud only', async () => {
    const { body } = await people.leader.get('/api/v1/tilbud')
    expect(body.items).toHaveLength(1)
    const [own] = body.items
    expect((await people.otherLeader.get(`/api/v1/tilbud/${own.id}`)).status).toBe(404)
  })
})

describe('the log', () => {
  test('says who read and changed a visit, without a word of its text, and nobody can change it', async () => {
    const visit = visits.published.id
    await people.leader.get(`/api/v1/visits/${visit}`)
    const { body } = await people.administrator.get('/api/v1/log?limit=200')
    const lines = body.items.filter((line: { visitId: string }) => line.visitId === visit)
    const told = lines.map((line: { userId: string; action: string }) => [line.userId, line.action])
    expect(told).toContainEqual([people.leader.id, 'read'])
    expect(told).toContainEqual([people.mine.id, 'create'])
    await expect(app().db.deleteFrom('log').execute()).rejects.toThrow(/append-only/)
    await expect(app().db.updateTable('revision').set({ body: 'x' }).execute()).rejects.toThrow(/append-only/)
  })
})

// Every cell of roles × statuses × steps of a thread: the table itself, and over HTTP that what is refused changes nothing.
import { v7 as uuidv7 } from 'uuid'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Role, THREAD_STATUSES, type ThreadStatus } from '../src/db/tables.ts'
import {
  isThreadStepOf,
  MAY_THREAD,
  mayFollow,
  mayReadThread,
  THREAD_STEPS,
  type ThreadStep,
} from '../src/thread/thread.rules.ts'
import { type Person, useApp } from './support/app.ts'
import { publishUnprinted } from './support/thread.ts'

const app = useApp()

const roles = ['consultant', 'leader', 'administrator'] as const satisfies Role[]
const expected = (role: Role, status: ThreadStatus, step: ThreadStep) =>
  role === 'leader' && (status !== 'closed' || step === 'share')

const cells = roles.flatMap(role =>
  THREAD_STATUSES.flatMap(status => THREAD_STEPS.map(step => [role, status, step] as const)),
)

describe('the table', () => {
  test.each(cells)('%s, %s, %s', (role, status, step) => {
    expect(MAY_THREAD[role][status].includes(step)).toBe(expected(role, status, step))
    const thread = { tilbudId: 't', status }
    expect(mayFollow({ role, tilbudIds: ['t'] }, step, thread)).toBe(expected(role, status, step))
    expect(mayFollow({ role, tilbudIds: ['x'] }, step, thread)).toBe(false)
  })

  test.each(roles)('%s reads', role => {
    expect(mayReadThread({ role, tilbudIds: ['t'] }, { tilbudId: 't' })).toBe(true)
    expect(mayReadThread({ role, tilbudIds: ['x'] }, { tilbudId: 't' })).toBe(role !== 'leader')
  })
})

type Cast = Record<'consultant' | 'otherConsultant' | 'leader' | 'otherLeader' | 'administrator', Person>
let people: Cast
let threads: Record<ThreadStatus, { id: string; suggestion: string }>
let visitId: string

beforeAll(async () => {
  const [own, neighbour] = [await app().tilbud(), await app().tilbud()]
  people = {
    consultant: await app().person('consultant'),
    otherConsultant: await app().person('consultant'),
    leader: await app().person('leader', [own.id]),
    otherLeader: await app().person('leader', [neighbour.id]),
    administrator: await app().person('administrator'),
  }
  const visit = await app().visit(people.consultant, own.id)
  visitId = visit.id
  const point = async (body: object) =>
    (await people.consultant.post(`/api/v1/visits/${visit.id}/points`, body)).body.id
  const suggestions = new Map<string, string>()
  for (const status of THREAD_STATUSES) {
    const purple = await point({ theme: '1', box: 'purple', body: status })
    suggestions.set(purple, await point({ theme: '1', box: 'yellow', body: `Til ${status}`, answers: [purple] }))
  }
  await publishUnprinted(app(), visit.id)
  const rows = await app().db.selectFrom('thread').select(['id', 'pointId']).where('tilbudId', '=', own.id).execute()
  threads = {} as typeof threads
  for (const [i, status] of THREAD_STATUSES.entries()) {
    const { id, pointId } = rows[i] ?? { id: '', pointId: '' }
    threads[status] = { id, suggestion: suggestions.get(pointId) ?? '' }
    await app()
      .db.updateTable('thread')
      .set({ status, closedByVisit: status === 'closed' ? visit.id : null })
      .where('id', '=', id)
      .execute()
  }
}, 60_000)

const TRIES: Record<
  string,
  { step: ThreadStep; send: (person: Person, thread: (typeof threads)['open']) => Promise<{ status: number }> }
> = {
  planning: {
    step: 'plan',
    send: async (person, { id }) =>
      person.patch(`/api/v1/threads/${id}`, await versionOf(id), { role: 'Koordinatoren' }),
  },
  reporting: {
    step: 'report',
    send: (person, { id }) => person.post(`/api/v1/threads/${id}/updates`, { status: 'tried' }),
  },
  sharing: {
    step: 'share',
    send: (person, { id, suggestion }) =>
      person.send('PUT', `/api/v1/threads/${id}/suggestions/${suggestion}`, { shared: true }),
  },
}

const versionOf = async (id: string) =>
  (await app().db.selectFrom('thread').select('version').where('id', '=', id).executeTakeFirstOrThrow()).version
const stateOf = async ({ id, suggestion }: (typeof threads)['open']) => [
  await app().db.selectFrom('thread').selectAll().where('id', '=', id).executeTakeFirst(),
  await app().db.selectFrom('threadIdea').selectAll().where('pointId', '=', suggestion).execute(),
  await app().db.selectFrom('threadUpdate').selectAll().where('threadId', '=', id).execute(),
]

const ROLE: Record<keyof Cast, Role> = {
  consultant: 'consultant',
  otherConsultant: 'consultant',
  leader: 'leader',
  otherLeader: 'leader',
  administrator: 'administrator',
}
const everybody = Object.keys(ROLE) as (keyof Cast)[]

function refusal(who: keyof Cast, status: ThreadStatus, step: ThreadStep): number | null {
  if (who === 'otherLeader') return 404
  if (expected(ROLE[who], status, step)) return null
  return isThreadStepOf(ROLE[who], step) ? 409 : 403
}

describe('over HTTP', () => {
  const out = everybody.flatMap(who =>
    THREAD_STATUSES.flatMap(status =>
      Object.keys(TRIES).flatMap(name => {
        const answer = refusal(who, status, TRIES[name]?.step ?? 'plan')
        return answer === null ? [] : [[who, status, name, answer] as const]
      }),
    ),
  )
  test.each(out)('%s, a thread that is %s: %s answers %i', async (who, status, name, answer) => {
    const before = await stateOf(threads[status])
    expect((await TRIES[name]?.send(people[who], threads[status]))?.status).toBe(answer)
    expect(await stateOf(threads[status])).toEqual(before)
  })

  const READS: Record<keyof Cast, number> = {
    consultant: 200,
    otherConsultant: 200,
    leader: 200,
    otherLeader: 404,
    administrator: 200,
  }
  test.each(everybody)('%s reads, or is refused as if there were nothing', async who => {
    const { id } = threads.open
    const [answer, page] = [await people[who].get(`/api/v1/threads/${id}`), await people[who].get(`/thread/${id}`)]
    expect([answer.status, page.status]).toEqual([READS[who], READS[who]])
    const listed = (await people[who].get('/api/v1/threads?limit=200')).body.items.map((one: { id: string }) => one.id)
    expect(listed.includes(id)).toBe(READS[who] === 200)
    const pages = (await people[who].get('/thread')).text
    expect(pages.includes(id)).toBe(READS[who] === 200)
    if (READS[who] === 404) {
      expect(answer.text).toBe((await people[who].get(`/api/v1/threads/${uuidv7()}`)).text)
      expect(
        (await people[who].post(`/thread/${id}`, new URLSearchParams({ version: '1', handling: 'x' }))).status,
      ).toBe(404)
      expect((await people[who].post(`/thread/${id}/update`, new URLSearchParams({ status: 'tried' }))).status).toBe(
        404,
      )
      expect((await people[who].post(`/thread/${id}/ideas`, new URLSearchParams({}))).status).toBe(404)
    }
  })

  test('nobody reads without a login', async () => {
    for (const path of ['threads', `threads/${threads.open.id}`, 'ideas'])
      expect((await app().client().get(`/api/v1/${path}`)).status).toBe(401)
  })

  test('the earlier threads of a draft are for those who write it', async () => {
    const { body } = await people.consultant.post('/api/v1/visits', {
      tilbudId: (await people.consultant.get(`/api/v1/visits/${visitId}`)).body.tilbudId,
      visitedOn: '2028-05-12',
    })
    const path = `/api/v1/visits/${body.id}/threads`
    expect((await people.consultant.get(path)).body.items).toHaveLength(4)
    expect((await people.administrator.get(path)).status).toBe(200)
    expect((await people.otherConsultant.get(path)).status).toBe(404)
    expect((await people.leader.get(path)).status).toBe(403)
    const mark = { mark: 'continued' }
    const put = (person: Person) => person.put(`${path}/${threads.open.id}`, 0, mark)
    expect((await put(people.otherConsultant)).status).toBe(404)
    expect((await put(people.leader)).status).toBe(403)
    expect((await people.consultant.put(`/api/v1/visits/${visitId}/threads/${threads.open.id}`, 0, mark)).status).toBe(
      409,
    )
    expect((await put(people.consultant)).status).toBe(200)
  })
})

// Reports that were published before there were threads: what the start makes of them, once.
import { expect, test } from 'vitest'
import { followOlderReports } from '../src/thread/older-report.actions.ts'
import { useApp } from './support/app.ts'
import { publishUnprinted, publishWithoutThreads } from './support/thread.ts'

const app = useApp()

const follow = () =>
  followOlderReports(app().db, (_, error) => {
    throw error
  })

async function older(visitedOn: string, day: string) {
  const tilbud = await app().tilbud()
  const consultant = await app().person('consultant')
  const leader = await app().person('leader', [tilbud.id])
  const visit = await app().visit(consultant, tilbud.id, { visitedOn })
  const api = `/api/v1/visits/${visit.id}`
  const point = async (body: object) => (await consultant.post(`${api}/points`, body)).body
  const first = await point({ theme: '3a', box: 'purple', heading: 'Pauser', body: 'Pauserne er korte.' })
  const second = await point({ theme: '3a', box: 'purple', body: 'Målene er uklare.' })
  const idea = await point({ theme: '3a', box: 'yellow', body: 'Hold gåmøder.', answers: [second.id] })
  await publishWithoutThreads(app(), visit.id, day)
  const threads = async () => (await leader.get(`/api/v1/threads?tilbudId=${tilbud.id}`)).body.items
  return { tilbud, consultant, leader, visit, api, point, first, second, idea, threads }
}

test('each focus point of an older report has its thread after the start, with the suggestions that answer it', async () => {
  const made = await older('2023-05-12', '2023-06-01')
  const bare = await older('2023-05-12', '2023-06-01')
  expect(await made.threads()).toEqual([])
  expect(await follow()).toBe(2)
  const threads = await made.threads()
  const byPoint = (id: string) => threads.find(({ pointId }: { pointId: string }) => pointId === id)
  expect(threads).toHaveLength(2)
  expect(byPoint(made.first.id)).toMatchObject({ status: 'open', suggestions: [], updates: [], version: 1 })
  expect(byPoint(made.first.id).points).toMatchObject([{ theme: '3a', number: 1, heading: 'Pauser' }])
  expect(byPoint(made.second.id).points).toMatchObject([{ number: 2, body: 'Målene er uklare.' }])
  expect(byPoint(made.second.id).suggestions).toMatchObject([{ pointId: made.idea.id, body: 'Hold gåmøder.' }])
  expect(await bare.threads()).toHaveLength(2)
  const { beganAt } = await app()
    .db.selectFrom('thread')
    .select('beganAt')
    .where('pointId', '=', made.first.id)
    .executeTakeFirstOrThrow()
  expect(beganAt.toISOString()).toBe('2023-06-01T10:00:00.000Z')

  // The next start finds nothing to do, and nothing is touched.
  expect(await follow()).toBe(0)
  expect(await made.threads()).toEqual(threads)

  // The next visit meets them.
  const next = await app().visit(made.consultant, made.tilbud.id, { visitedOn: '2026-05-12' })
  const { body } = await made.consultant.get(`/api/v1/visits/${next.id}/threads`)
  expect(body.items.map(({ began }: { began: { pointId: string } }) => began.pointId).sort()).toEqual(
    [made.first.id, made.second.id].sort(),
  )
})

test('two starts at once make them once', async () => {
  const made = await older('2023-05-12', '2023-06-01')
  await Promise.all([follow(), follow()])
  expect(await made.threads()).toHaveLength(2)
})

test('while a correction is written, the published words count', async () => {
  const made = await older('2024-05-12', '2024-06-01')
  expect((await made.consultant.post(`${made.api}/correction`, { reason: 'En fejl.' })).status).toBe(200)
  await made.consultant.patch(`${made.api}/points/${made.first.id}`, 1, { body: 'Pauserne er for korte.' })
  const third = await made.point({ theme: '1', box: 'purple', body: 'Et nyt.' })
  await follow()
  const threads = await made.threads()
  const bodies = threads.flatMap(({ points }: { points: { body: string }[] }) => points.map(({ body }) => body))
  expect(bodies.sort()).toEqual(['Målene er uklare.', 'Pauserne er korte.'])
  // The next version makes one of what is new, and none twice.
  await publishUnprinted(app(), made.visit.id, '2024-07-01')
  expect((await made.threads()).map(({ pointId }: { pointId: string }) => pointId).sort()).toEqual(
    [made.first.id, made.second.id, third.id].sort(),
  )
})

test('a visit that is not published, or whose focus points have threads, is left alone', async () => {
  const made = await older('2023-05-12', '2023-06-01')
  await follow()
  const draft = await app().visit(made.consultant, made.tilbud.id, { visitedOn: '2026-05-12' })
  await made.consultant.post(`/api/v1/visits/${draft.id}/points`, { theme: '3a', box: 'purple', body: 'Et udkast.' })
  expect(await follow()).toBe(0)
  expect(await made.threads()).toHaveLength(2)
})

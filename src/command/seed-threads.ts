// What became of the demo's focus points: threads by the same publication as everybody's, and what leaders wrote since.
import { v7 as uuidv7 } from 'uuid'
import { THREAD_PROGRESS, type ThreadStatus, type Trx } from '../db/tables.ts'
import { danishDay } from '../lib/danish-date.ts'
import { findModel } from '../model/model.queries.ts'
import { roundOf } from '../thread/half-year.rules.ts'
import { saveIdea } from '../thread/idea.queries.ts'
import { insertCarrier, saveMark } from '../thread/mark.queries.ts'
import { publishThreads } from '../thread/publication.actions.ts'
import { insertThreadUpdate, setThreadGoals, updateThread } from '../thread/thread.queries.ts'
import { readEarlier } from '../thread/thread.reading.ts'
import { listLeadersOf } from '../tilbud/tilbud.queries.ts'
import { findVisit } from '../visit/visit.queries.ts'

const PLANS = [
  {
    handling: 'Vi tager det op på de næste tre personalemøder og aftaler, hvad vi prøver først.',
    role: 'Afdelingslederen',
  },
  { handling: 'To medarbejdere prøver det af med en lille gruppe borgere i otte uger.', role: 'Teamkoordinatoren' },
  { handling: 'Vi skriver det ind i introduktionen til nye kolleger.', role: 'Den faglige koordinator' },
] as const
const NOTES = [
  'Vi har talt om det på to personalemøder.',
  'En gruppe prøver det af, og borgerne er glade for det.',
  'Det virker bedst om formiddagen, så det holder vi fast i.',
  'Det er blevet en del af hverdagen.',
] as const
const CLOSED = [
  'Det er blevet en fast del af hverdagen.',
  'Det fylder ikke længere, og ingen nævnte det på dagen.',
] as const

const pick = <Item>(items: readonly Item[], index: number): Item => items[index % items.length] as Item

/** What the visit says about the threads before it: carried on by a point of the same theme, continued, or closed. */
async function markDemo(trx: Trx, visitId: string, { all }: { all: boolean }) {
  const visit = await findVisit(trx, null, visitId)
  if (!visit) return
  const free = visit.points.filter(({ box }) => box === 'purple')
  for (const [i, thread] of (await readEarlier(trx, visit)).entries()) {
    if (!all && i % 2 === 1) continue
    const at = i % 3 === 2 ? -1 : free.findIndex(({ theme }) => theme === thread.theme)
    const [point] = at === -1 ? [] : free.splice(at, 1)
    const mark = point || i % 3 === 1 ? 'continued' : 'closed'
    if (point) await insertCarrier(trx, { threadId: thread.id, visitId, pointId: point.id })
    await saveMark(trx, {
      ...{ threadId: thread.id, visitId, mark, because: mark === 'closed' ? pick(CLOSED, i) : '' },
      ...{ markedBy: visit.consultantIds[0] ?? null, markedAt: new Date(`${visit.visitedOn}T12:00:00Z`) },
    })
  }
}

/** A plan for most of the visit's threads, and a status each half year until today. */
async function workDemo(trx: Trx, visitId: string, tilbudId: string, publishedOn: string) {
  const rows = await trx
    .selectFrom('threadPoint')
    .innerJoin('thread', 'thread.id', 'threadPoint.threadId')
    .select(['thread.id', 'thread.status'])
    .where('threadPoint.visitId', '=', visitId)
    .where('thread.status', '<>', 'closed')
    .orderBy('threadPoint.theme')
    .orderBy('threadPoint.number')
    .execute()
  const [leader] = await listLeadersOf(trx, tilbudId)
  const today = danishDay(new Date())
  for (const [i, { id, status: before }] of rows.entries()) {
    let status: ThreadStatus = before
    // The newest half year is left for whoever tries the demo.
    for (let number = 1; roundOf(publishedOn, number + 1).day <= today && number <= 4; number += 1) {
      const { day } = roundOf(publishedOn, number)
      const progress = THREAD_PROGRESS[Math.min(number + (i % 2), 3)] ?? 'open'
      await insertThreadUpdate(trx, {
        ...{ id: uuidv7(), threadId: id, on: day, status: progress, note: pick(NOTES, number - 1 + (i % 2)) },
        ...{ writtenBy: leader?.id ?? null, writtenAt: new Date(`${day}T09:00:00Z`) },
      })
      status = progress
    }
    if (i % 4 === 3) continue
    await updateThread(trx, id, { ...pick(PLANS, i), due: roundOf(publishedOn, 2).day, status })
    if (i % 2 === 0) await setThreadGoals(trx, id, ['norddjurs-socialomraadet/2.1'])
  }
}

/** Leaders share some of what was suggested. */
async function shareDemo(trx: Trx, visitId: string, tilbudId: string) {
  const [leader] = await listLeadersOf(trx, tilbudId)
  if (!leader) return
  const rows = await trx
    .selectFrom('threadSuggestion')
    .select('pointId')
    .distinct()
    .where('visitId', '=', visitId)
    .orderBy('pointId')
    .limit(3)
    .execute()
  for (const { pointId } of rows)
    await saveIdea(trx, { pointId, tilbudId, shared: true, decidedBy: leader.id, decidedAt: new Date() })
}

type DemoVisit = { id: string; status: string; visitedOn: string }

/** Follows the demo's visits in their order, as if each had been published when it was. */
export async function followDemo(trx: Trx, visits: readonly DemoVisit[], publishedAt: (visitedOn: string) => Date) {
  for (const { id, status, visitedOn } of visits.toSorted((one, other) =>
    one.visitedOn.localeCompare(other.visitedOn),
  )) {
    const isPublished = status === 'published' || status === 'superseded'
    if (status !== 'planned') await markDemo(trx, id, { all: status !== 'draft' })
    const visit = isPublished ? await findVisit(trx, null, id) : undefined
    const model = visit && (await findModel(trx, visit.modelId))
    if (!visit || !model) continue
    const at = publishedAt(visitedOn)
    await publishThreads(
      trx,
      visit,
      model.themes.map(({ key }) => key),
      at,
    )
    if (status !== 'published') continue
    await workDemo(trx, id, visit.tilbudId, danishDay(at))
    await shareDemo(trx, id, visit.tilbudId)
  }
}

// What publishing a visit makes of its focus points and of the threads that came before it; in the publication's transaction.
import { v7 as uuidv7 } from 'uuid'
import type { Box, Trx } from '../db/tables.ts'
import { conflict } from '../http/errors.ts'
import { numbered } from '../visit/box.ts'
import {
  dropDraftPoints,
  insertThreads,
  listClosedBy,
  listVisitPoints,
  markGone,
  publishMarks,
  putBackMarks,
  replaceSuggestions,
  savePoints,
} from './publication.queries.ts'
import { updateThread } from './thread.queries.ts'
import { readEarlier } from './thread.reading.ts'
import { whyUndecided } from './thread.rules.ts'

type Point = {
  id: string
  theme: string
  box: Box
  heading: string | null
  body: string
  position: number
  answers: string[]
}

export type PublishedVisit = { id: string; tilbudId: string; modelId: string; visitedOn: string; points: Point[] }

const GONE = 'Fokuspunktet er taget ud af rapporten ved en rettelse.'

/** Refuses with 409 while an earlier thread is neither continued nor closed. */
export async function requireDecided(trx: Trx, visit: Omit<PublishedVisit, 'points'>) {
  const undecided = (await readEarlier(trx, visit)).filter(({ decision }) => decision === null)
  const why = whyUndecided(undecided.map(({ theme }) => theme))
  if (why) throw conflict(why)
}

/**
 * Gives each focus point of a visit that is published its thread: the one that it has, the earlier one that it carries
 * on, or a new one. Keeps what points and suggestions say now, and closes and opens threads as the visit says.
 */
export async function publishThreads(trx: Trx, visit: PublishedVisit, themeKeys: readonly string[], now: Date) {
  const gone = await writeThreads(trx, visit, themeKeys, now)
  if (gone.length > 0)
    await markGone(
      trx,
      gone.map(({ pointId }) => pointId),
    )
  await dropDraftPoints(trx, visit.id)
  await closeAndOpen(trx, visit, gone)
  await publishMarks(trx, visit.id)
}

/** Writes what the visit's focus points and suggestions say; answers those of its points that say nothing any more. */
export async function writeThreads(trx: Trx, visit: PublishedVisit, themeKeys: readonly string[], now: Date) {
  const points = numbered(visit.points, themeKeys)
  const focusPoints = points.filter(({ box }) => box === 'purple')
  const known = new Map((await listVisitPoints(trx, visit.id)).map(row => [row.pointId, row]))
  const threadOf = new Map(focusPoints.map(({ id }) => [id, known.get(id)?.threadId ?? uuidv7()]))
  const fresh = focusPoints.filter(({ id }) => !known.has(id))
  await insertThreads(
    trx,
    fresh.map(({ id }) => ({ id: threadOf.get(id) ?? '', tilbudId: visit.tilbudId, pointId: id, beganAt: now })),
  )
  await savePoints(
    trx,
    focusPoints.map(({ id, theme, number, heading, body }) => ({
      ...{ pointId: id, threadId: threadOf.get(id) ?? '', visitId: visit.id, theme, number, heading, body },
      publishedAt: known.get(id)?.publishedAt ?? now,
      gone: false,
    })),
  )
  await replaceSuggestions(
    trx,
    visit.id,
    points
      .filter(({ box }) => box === 'yellow')
      .flatMap(({ id, theme, heading, body, answers, position }) =>
        [...new Set(answers.flatMap(answer => threadOf.get(answer) ?? []))].map(threadId => ({
          ...{ threadId, pointId: id, visitId: visit.id, theme, heading, body, position },
        })),
      ),
  )
  return [...known.values()].filter(({ pointId, publishedAt }) => publishedAt && !threadOf.has(pointId))
}

/** Threads are closed and opened as the visit says; one that has lost its only focus point is closed with it. */
async function closeAndOpen(trx: Trx, visit: PublishedVisit, gone: readonly { threadId: string }[]) {
  const earlier = await readEarlier(trx, visit)
  const closing = new Map(
    earlier.filter(({ decision }) => decision === 'closed').map(({ id, because }) => [id, because]),
  )
  // One of the visit's own that is gone; an earlier one goes on without the point that carried it on.
  for (const { threadId } of gone) if (!earlier.some(({ id }) => id === threadId)) closing.set(threadId, GONE)
  const closed = await listClosedBy(trx, visit.id)
  for (const { id, lastStatus } of closed)
    if (!closing.has(id))
      await updateThread(trx, id, { status: lastStatus ?? 'open', closedByVisit: null, closedBecause: null })
  for (const [id, closedBecause] of closing)
    await updateThread(trx, id, { status: 'closed', closedByVisit: visit.id, closedBecause })
}

/** What a correction that is given up said about earlier threads is forgotten. */
export async function forgetDraft(trx: Trx, visitId: string) {
  await dropDraftPoints(trx, visitId)
  await putBackMarks(trx, visitId)
}

// What publishing a visit makes of its focus points and of the threads that came before it; in the publication's transaction.
import { v7 as uuidv7 } from 'uuid'
import type { Box, ThreadMark, Trx } from '../db/tables.ts'
import { conflict } from '../http/errors.ts'
import { numbered } from '../visit/box.ts'
import {
  dropDraftPoints,
  dropHeld,
  dropOtherCarriers,
  findHeld,
  insertCarriers,
  insertThreads,
  listClosedBy,
  listMarks,
  listVisitPoints,
  markGone,
  publishMarks,
  putBackMark,
  putBackMarks,
  replaceSuggestions,
  saveHeld,
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

type Marked = { threadId: string; mark: ThreadMark | null; because: string }

/** What a publication makes of threads: worked out when it is published, carried out when the leader gets it. */
export type Outcome = {
  tilbudId: string
  /** Threads that begin, each with a focus point. */
  fresh: { id: string; pointId: string }[]
  points: {
    pointId: string
    threadId: string
    theme: string
    number: number | null
    heading: string | null
    body: string
  }[]
  gone: string[]
  suggestions: {
    threadId: string
    pointId: string
    theme: string
    heading: string | null
    body: string
    position: number
  }[]
  closing: { id: string; because: string }[]
  marks: Marked[]
}

/**
 * Gives each focus point of the visit its thread: the one that it has, the earlier one that it carries on, or a new one;
 * with the suggestions that answer it, and what the visit says about earlier threads. Writes nothing.
 */
async function outcomeOf(trx: Trx, visit: PublishedVisit, themeKeys: readonly string[]): Promise<Outcome> {
  const points = numbered(visit.points, themeKeys)
  const focusPoints = points.filter(({ box }) => box === 'purple')
  const known = new Map((await listVisitPoints(trx, visit.id)).map(row => [row.pointId, row]))
  const threadOf = new Map(focusPoints.map(({ id }) => [id, known.get(id)?.threadId ?? uuidv7()]))
  const gone = [...known.values()].filter(({ pointId, publishedAt }) => publishedAt && !threadOf.has(pointId))
  return {
    tilbudId: visit.tilbudId,
    fresh: focusPoints
      .filter(({ id }) => !known.has(id))
      .map(({ id }) => ({ id: threadOf.get(id) ?? '', pointId: id })),
    points: focusPoints.map(({ id, theme, number, heading, body }) => ({
      ...{ pointId: id, threadId: threadOf.get(id) ?? '' },
      ...{ theme, number, heading, body },
    })),
    gone: gone.map(({ pointId }) => pointId),
    suggestions: points
      .filter(({ box }) => box === 'yellow')
      .flatMap(({ id, theme, heading, body, answers, position }) =>
        [...new Set(answers.flatMap(answer => threadOf.get(answer) ?? []))].map(threadId => ({
          ...{ threadId, pointId: id, theme, heading, body, position },
        })),
      ),
    closing: await closingOf(trx, visit, gone),
    marks: await listMarks(trx, visit.id),
  }
}

/** The threads that the visit closes; one that has lost its only focus point is closed with it. */
async function closingOf(trx: Trx, visit: PublishedVisit, gone: readonly { threadId: string }[]) {
  const earlier = await readEarlier(trx, visit)
  const said = earlier.filter(({ decision }) => decision === 'closed').map(({ id, because }) => ({ id, because }))
  // One of the visit's own that is gone; an earlier one goes on without the point that carried it on.
  const lost = gone.filter(({ threadId }) => !earlier.some(({ id }) => id === threadId))
  return [...said, ...lost.map(({ threadId }) => ({ id: threadId, because: GONE }))]
}

/** Keeps what points and suggestions say now. */
async function writeOutcome(trx: Trx, visitId: string, { tilbudId, fresh, points, suggestions }: Outcome, now: Date) {
  await insertThreads(
    trx,
    fresh.map(thread => ({ ...thread, tilbudId, beganAt: now })),
  )
  await savePoints(
    trx,
    points.map(point => ({ ...point, visitId, publishedAt: now, gone: false })),
  )
  await replaceSuggestions(
    trx,
    visitId,
    suggestions.map(suggestion => ({ ...suggestion, visitId })),
  )
}

/** Writes what the visit's focus points and suggestions say, and nothing of what it says about earlier threads. */
export const writeThreads = async (trx: Trx, visit: PublishedVisit, themeKeys: readonly string[], now: Date) =>
  writeOutcome(trx, visit.id, await outcomeOf(trx, visit, themeKeys), now)

/** Keeps what points and suggestions say now, and closes and opens threads as the visit says. */
async function carryOut(trx: Trx, visitId: string, outcome: Outcome, now: Date) {
  const { points, gone, closing, marks } = outcome
  // A correction that is being written may let another point carry the thread on: what was published goes first.
  await dropOtherCarriers(trx, visitId, points)
  await writeOutcome(trx, visitId, outcome, now)
  if (gone.length > 0) await markGone(trx, gone)
  for (const { id, lastStatus } of await listClosedBy(trx, visitId))
    if (!closing.some(thread => thread.id === id))
      await updateThread(trx, id, { status: lastStatus ?? 'open', closedByVisit: null, closedBecause: null })
  for (const { id, because } of closing)
    await updateThread(trx, id, { status: 'closed', closedByVisit: visitId, closedBecause: because })
  await publishMarks(trx, visitId, marks)
}

/** Makes of the visit's focus points what follows from its publication, at once. */
export async function publishThreads(trx: Trx, visit: PublishedVisit, themeKeys: readonly string[], now: Date) {
  const outcome = await outcomeOf(trx, visit, themeKeys)
  await dropDraftPoints(
    trx,
    visit.id,
    outcome.points.map(({ pointId }) => pointId),
  )
  await dropHeld(trx, visit.id)
  await carryOut(trx, visit.id, outcome, now)
}

/**
 * Keeps what publishing makes of threads until the leader gets the report. Held back as a whole, it is in no thread, no
 * idea bank and no mail of anybody, and needs no question there of who may read it.
 */
export async function holdThreads(trx: Trx, visit: PublishedVisit, themeKeys: readonly string[]) {
  const outcome = await outcomeOf(trx, visit, themeKeys)
  await dropDraftPoints(
    trx,
    visit.id,
    outcome.points.map(({ pointId }) => pointId),
  )
  await saveHeld(trx, visit.id, JSON.stringify(outcome))
}

/** Carries out what was held back. */
export async function releaseThreads(trx: Trx, visitId: string, now: Date) {
  const held = await findHeld(trx, visitId)
  if (!held) return
  await dropHeld(trx, visitId)
  await carryOut(trx, visitId, held, now)
}

/** What a correction that is given up said about earlier threads is forgotten. */
export async function forgetDraft(trx: Trx, visitId: string) {
  await dropDraftPoints(trx, visitId, [])
  await putBackMarks(trx, visitId)
  const held = await findHeld(trx, visitId)
  if (!held) return
  // What is published and held back says more than what the leader has.
  const begun = new Set(held.fresh.map(({ id }) => id))
  await insertCarriers(
    trx,
    held.points.flatMap(({ pointId, threadId }) => (begun.has(threadId) ? [] : [{ pointId, threadId, visitId }])),
  )
  for (const { threadId, mark, because } of held.marks)
    if (mark !== null) await putBackMark(trx, visitId, { threadId, mark, because })
}

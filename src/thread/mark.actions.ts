// What the consultants say about an earlier thread within their own visit; it takes effect when the visit is published.
import type { Db, Trx } from '../db/tables.ts'
import { conflict, invalid, notFound, stale } from '../http/errors.ts'
import { requireNoCpr } from '../http/no-cpr.ts'
import type { RequestUser } from '../http/request-user.ts'
import { atVisit, logVisit, visitAfter } from '../visit/at-visit.ts'
import { dropCarrier, findCarrier, findThreadOfPoint, insertCarrier, saveMark } from './mark.queries.ts'
import { readEarlier } from './thread.reading.ts'
import type { EarlierThread, MarkChange } from './thread.schema.ts'

type Place = { visitId: string; threadId: string }
export type MarkLine = MarkChange & { threadId: string; version: number | null }

/** Lets a focus point of the draft carry the thread on, or none (null). */
async function carryOn(trx: Trx, { threadId, visitId }: Place, pointId: string | null) {
  const carrier = await findCarrier(trx, threadId, visitId)
  if (carrier?.pointId === pointId || (!carrier && pointId === null)) return
  if (carrier?.publishedAt)
    throw conflict('Det står i den udgivne rapport, hvilket fokuspunkt der fortsætter det. Det kan ikke skiftes.')
  await dropCarrier(trx, threadId, visitId)
  if (pointId === null) return
  const taken = await findThreadOfPoint(trx, pointId)
  if (taken?.publishedAt)
    throw invalid([{ path: '/pointId', message: 'Fokuspunktet er udgivet som et nyt. Vælg et andet.' }])
  if (taken)
    throw invalid([{ path: '/pointId', message: 'Fokuspunktet fortsætter allerede et andet. Vælg et nyt fokuspunkt.' }])
  await insertCarrier(trx, { threadId, visitId, pointId })
}

/**
 * Says of earlier threads that they are continued or closed, and which focus points carry them on: all or none.
 * A version of null matches nothing.
 */
export function markThreads(
  { db, now }: { db: Db; now: () => Date },
  user: RequestUser,
  visitId: string,
  lines: readonly MarkLine[],
): Promise<EarlierThread[]> {
  return atVisit(db, user, visitId, { step: 'write' }, async at => {
    const { trx } = at
    const visit = await visitAfter(trx, visitId)
    const earlier = await readEarlier(trx, visit)
    // First those that let go of a focus point, so that another can take it.
    const inOrder = lines.toSorted((one, other) => Number(one.pointId !== null) - Number(other.pointId !== null))
    for (const { threadId, version, mark, because, pointId } of inOrder) {
      const thread = earlier.find(({ id }) => id === threadId)
      if (!thread) throw notFound('Opfølgningen')
      if (thread.version !== version) throw stale(thread)
      requireNoCpr({ '/because': because })
      if (pointId !== null && !visit.points.some(({ id, box }) => id === pointId && box === 'purple'))
        throw invalid([{ path: '/pointId', message: 'Fokuspunktet findes ikke blandt besøgets lilla punkter.' }])
      await carryOn(trx, { threadId, visitId }, pointId)
      await saveMark(trx, {
        ...{ threadId, visitId, mark: pointId === null ? mark : 'continued' },
        ...{ because: mark === 'closed' ? because : '', markedBy: user.id, markedAt: now() },
      })
      await logVisit(trx, user, visit, {
        ...{ action: 'change', subject: 'thread', subjectId: threadId },
        detail: { fields: ['mark'] },
      })
    }
    return readEarlier(trx, visit)
  })
}

/** Says of one earlier thread what became of it. */
export async function markThread(
  deps: { db: Db; now: () => Date },
  user: RequestUser,
  { visitId, threadId }: Place,
  version: number | null,
  change: MarkChange,
): Promise<EarlierThread> {
  const all = await markThreads(deps, user, visitId, [{ ...change, threadId, version }])
  const marked = all.find(({ id }) => id === threadId)
  if (!marked) throw notFound('Opfølgningen')
  return marked
}

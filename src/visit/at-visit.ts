// One visit, locked, for one transaction: everything that changes a visit happens in here.
import type { Db, Trx } from '../db/tables.ts'
import { conflict, forbidden, notFound } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { createTurns } from '../lib/in-turn.ts'
import { keepRecent } from '../lib/recent.ts'
import { type LogEntry, writeLog } from '../log/log.queries.ts'
import { type Texts, textsOf } from '../text/text.actions.ts'
import { type RemovedWords, tellVisit } from './news.ts'
import { findVisit, lockVisit, updateVisit } from './visit.queries.ts'
import { isStepOf, may, mayRead, type Step, WHY_NOT, worksOn } from './visit.rules.ts'
import type { Visit } from './visit.schema.ts'

export type Locked = NonNullable<Awaited<ReturnType<typeof lockVisit>>>

export type At = {
  trx: Trx
  user: RequestUser
  device: string | null
  visit: Locked
  /** The documents of the visit's texts. */
  texts: Texts
  /** What those who look on are told when this is committed; `at` is the newest update, of which they may know already. */
  news: { seq: number | null; points: boolean; visit: boolean; removed: RemovedWords[]; at: number | null }
}

/**
 * Locks the visit and makes sure that `user` may take `step` now. Refuses with 404 what is not the user's to see,
 * 403 what is but is not the user's to change, and 409 what the state does not allow.
 */
export async function lockForStep(trx: Trx, user: RequestUser, visitId: string, step: Step): Promise<Locked> {
  const visit = await lockVisit(trx, visitId)
  if (!visit || !mayRead(user, visit)) throw notFound('Besøget')
  if (may(user, step, visit)) return visit
  if (isStepOf('leader', step) && !isStepOf(user.role, step))
    throw forbidden('Kun tilbuddets leder kan gøre det. Bed lederen om det.')
  if (!isStepOf(user.role, step) || (user.role === 'consultant' && !visit.consultantIds.includes(user.id)))
    throw forbidden('Kun besøgets konsulenter kan gøre det. Bed en af dem om det.')
  throw conflict(WHY_NOT[visit.status])
}

/** Locks the visit for somebody who works on it, in whatever state it is; for everybody else it does not exist. */
async function lockForWork(trx: Trx, user: RequestUser, visitId: string): Promise<Locked> {
  const visit = await lockVisit(trx, visitId)
  if (!visit || !worksOn(user, visit)) throw notFound('Besøget')
  return visit
}

// Whoever waits for a visit waits here, and not with a connection in hand.
export const inTurn = createTurns()

/** What the rules ask about, as it was when the visit was last locked here. */
export const lastSeen = keepRecent<Locked>(500, () => 1)

/** Does `work` while nobody else changes the visit. Commits, tells those who look on, and keeps the documents at hand. */
export function atVisit<Result>(
  db: Db,
  user: RequestUser,
  visitId: string,
  { step, device = null }: { step: Step | 'work'; device?: string | null },
  work: (at: At) => Promise<Result>,
): Promise<Result> {
  return inTurn(visitId, async () => {
    let texts: Texts | undefined
    let seen: Locked | undefined
    const result = await db.transaction().execute(async trx => {
      const visit =
        step === 'work' ? await lockForWork(trx, user, visitId) : await lockForStep(trx, user, visitId, step)
      seen = visit
      texts = textsOf(trx, visitId)
      const news: At['news'] = { seq: null, points: false, visit: false, removed: [], at: null }
      const done = await work({ trx, user, device, visit, texts, news })
      await tellVisit(trx, visit, news)
      return done
    })
    texts?.release()
    if (seen) lastSeen.set(visitId, seen)
    return result
  })
}

/** Does what nobody asked for and nobody is told of, while nobody else changes the visit. */
export function quietlyAt(
  db: Db,
  visitId: string,
  work: (at: Pick<At, 'trx' | 'visit' | 'texts'>) => Promise<void>,
): Promise<void> {
  return inTurn(visitId, async () => {
    let texts: Texts | undefined
    await db.transaction().execute(async trx => {
      const visit = await lockVisit(trx, visitId)
      if (!visit) return
      texts = textsOf(trx, visitId)
      await work({ trx, visit, texts })
    })
    texts?.release()
  })
}

/** Writes the visit's own row. */
export async function changeRow({ trx, user, visit, news }: At, change: Parameters<typeof updateVisit>[2]) {
  await updateVisit(trx, visit.id, { ...change, updatedBy: user.id })
  visit.version += 1
  visit.status = change.status ?? visit.status
  news.visit = true
}

/** Whether a form can have seen this version of a row. */
export const isSeen = (version: number, now: number) => Number.isInteger(version) && version >= 1 && version <= now

/** The visit as it stands after a write in this transaction. */
export async function visitAfter(trx: Trx, visitId: string): Promise<Visit> {
  const visit = await findVisit(trx, null, visitId)
  if (!visit) throw notFound('Besøget')
  return visit
}

export const logVisit = (
  trx: Trx,
  user: RequestUser,
  visit: { id: string; tilbudId: string },
  entry: Pick<LogEntry, 'action' | 'detail'> & Partial<Pick<LogEntry, 'subject' | 'subjectId'>>,
) => writeLog(trx, { userId: user.id, subject: 'visit', visitId: visit.id, tilbudId: visit.tilbudId, ...entry })

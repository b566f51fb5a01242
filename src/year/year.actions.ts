// The writes of the year plan: many visits in one transaction, and the code of a private calendar.
import { randomBytes } from 'node:crypto'
import type { Db } from '../db/tables.ts'
import { type FieldError, forbidden, invalid, notFound, Refusal } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { danishDay } from '../lib/danish-date.ts'
import { sumOfCode } from '../lib/one-time.ts'
import { writeLog } from '../log/log.queries.ts'
import { planVisit } from '../visit/visit.actions.ts'
import type { NewVisit, Visit } from '../visit/visit.schema.ts'
import { deleteFeed, saveFeed } from './year.queries.ts'
import { hasFeed, planProblems } from './year.rules.ts'

const CODE_BYTES = 32

const at = (row: number, errors: readonly FieldError[]) =>
  errors.map(({ path, message }) => ({ path: `/visits/${row}${path}`, message }))

/**
 * Plans all of these visits, or none: then every row says what is wrong with it. An id that is taken by the same visit is
 * passed over, so that a retry is safe.
 */
export async function planYear(db: Db, user: RequestUser, visits: readonly NewVisit[], now: Date): Promise<Visit[]> {
  return db.transaction().execute(async trx => {
    const errors: FieldError[] = []
    const planned: Visit[] = []
    for (const [row, visit] of visits.entries()) {
      const problems = planProblems({ ...visit, consultantIds: visit.consultantIds ?? [] }, danishDay(now))
      errors.push(...at(row, problems))
      if (problems.length > 0) continue
      try {
        planned.push((await planVisit(trx, user, visit, now)).visit)
      } catch (refusal) {
        // A refusal comes before the first write of its visit: the transaction can go on, and ends without any.
        if (!(refusal instanceof Refusal)) throw refusal
        const said = refusal.errors.length > 0 ? refusal.errors : [{ path: '', message: refusal.message }]
        errors.push(...at(row, said))
      }
    }
    if (errors.length > 0) throw invalid(errors)
    return planned
  })
}

/** A new code for the person's private calendar, told once; the one before is worth nothing any more. */
export async function renewFeed(db: Db, user: RequestUser, now: Date): Promise<string> {
  if (!hasFeed(user.role)) throw forbidden('Kun konsulenter har en privat kalender.')
  const code = randomBytes(CODE_BYTES).toString('base64url')
  await db.transaction().execute(async trx => {
    await saveFeed(trx, { userId: user.id, codeSha256: sumOfCode(code), createdAt: now })
    await writeLog(trx, { userId: user.id, action: 'create', subject: 'calendar', subjectId: user.id })
  })
  return code
}

/** Takes the private calendar away: its address answers as if it had never been. */
export function revokeFeed(db: Db, user: RequestUser): Promise<void> {
  return db.transaction().execute(async trx => {
    if (!(await deleteFeed(trx, user.id))) throw notFound('Kalenderen')
    await writeLog(trx, { userId: user.id, action: 'delete', subject: 'calendar', subjectId: user.id })
  })
}

// The release plan at work: days are chosen and moved, the leader and the staff get the report when their day comes, and
// the link of the staff is made and closed.
import { v7 as uuidv7 } from 'uuid'
import type { Db, Trx } from '../db/tables.ts'
import { conflict, forbidden, invalid, notFound, stale } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { danishDay, danishMoment } from '../lib/danish-date.ts'
import { standingCode, sumOfCode } from '../lib/one-time.ts'
import { queueMail } from '../mail/mail.actions.ts'
import type { MailKind } from '../mail/mail.rules.ts'
import { releaseThreads } from '../thread/publication.actions.ts'
import { findTilbudName, listLeadersOf } from '../tilbud/tilbud.queries.ts'
import { atVisit, changeRow, logVisit, quietlyAt } from '../visit/at-visit.ts'
import { lockVisit, updateVisit } from '../visit/visit.queries.ts'
import { may } from '../visit/visit.rules.ts'
import {
  dropLink,
  findLink,
  findRelease,
  listDueForLeaders,
  listDueForStaff,
  markStaffTold,
  moveWithheld,
  saveLink,
  savePlan,
} from './release.queries.ts'
import { type Plan, planFaults, whyFixed } from './release.rules.ts'
import { findPublication } from './report.queries.ts'
import { newestFor } from './report.rules.ts'

export type ReleaseDeps = {
  db: Db
  /** The installation's secret, from which the codes of links follow. */
  secret: string
  now: () => Date
}

type Place = { id: string; tilbudId: string }
type Told = { kind: MailKind; path: string; by: string | null; now: Date; notBefore?: Date; uniqueKey?: string }

async function tellLeaders(trx: Trx, { id, tilbudId }: Place, { kind, path, by, now, notBefore, uniqueKey }: Told) {
  const tilbudName = await findTilbudName(trx, tilbudId)
  for (const { id: to } of await listLeadersOf(trx, tilbudId)) {
    const mail = { to, kind, tilbudName, visitId: id, path, causedBy: by }
    const more = { ...(notBefore && { notBefore }), ...(uniqueKey && { uniqueKey: `${uniqueKey}/${to}` }) }
    await queueMail(trx, { ...mail, ...more }, now)
  }
}

/** Tells the leaders that they have the report. */
export const tellPublished = (trx: Trx, visit: Place, more: Pick<Told, 'by' | 'now' | 'notBefore'>) =>
  tellLeaders(trx, visit, { kind: 'published', path: `/report/${visit.id}`, ...more })

/** A new link for the staff; the one before is worth nothing any more. */
async function makeLink(trx: Trx, { secret, now }: Omit<ReleaseDeps, 'db'>, user: RequestUser, visit: Place) {
  const id = uuidv7()
  const codeSha256 = sumOfCode(standingCode(secret, id))
  await saveLink(trx, { visitId: visit.id, id, codeSha256, madeBy: user.id, madeAt: now() })
  await logVisit(trx, user, visit, { action: 'create', subject: 'staffLink', subjectId: visit.id })
}

/** Whoever chooses a day for the staff has a link to give them. */
export async function linkWithPlan(
  trx: Trx,
  deps: Omit<ReleaseDeps, 'db'>,
  user: RequestUser,
  visit: Place,
  { before, after }: { before: string | null; after: string | null },
) {
  if (before === null && after !== null && !(await findLink(trx, visit.id))) await makeLink(trx, deps, user, visit)
}

/** Changes when the leader and the staff get the newest version. A leader whose day is today gets it at once. */
export function changePlan(deps: ReleaseDeps, user: RequestUser, visitId: string, version: number | null, plan: Plan) {
  return atVisit(deps.db, user, visitId, { step: 'release' }, async at => {
    const { trx, visit } = at
    const now = deps.now()
    const today = danishDay(now)
    const release = await findRelease(trx, visitId, today)
    if (!release) throw notFound('Rapporten')
    if (release.version !== version) throw stale({ ...release.plan, version: release.version })
    const why = whyFixed(release.plan, plan)
    if (why) throw conflict(why)
    const faults = planFaults(plan, release.plan, today)
    if (faults.length > 0) throw invalid(faults)
    await savePlan(trx, { visitId, reportVersion: release.newest, version: release.version + 1 }, plan)
    await moveWithheld(trx, visitId, plan.leader)
    await linkWithPlan(trx, deps, user, visit, { before: release.plan.staff, after: plan.staff })
    const fields = (['leader', 'staff'] as const).filter(who => plan[who] !== release.plan[who])
    await logVisit(trx, user, visit, { action: 'change', subject: 'release', subjectId: visitId, detail: { fields } })
    if (release.plan.leaderHasIt || plan.leader > today) return
    await changeRow(at, { withheldFrom: null })
    await releaseThreads(trx, visitId, now)
    await tellPublished(trx, visit, { by: user.id, now })
  })
}

/** Nobody is woken by a mail. */
const FROM_HOUR = 8

/**
 * Gives leaders what their day has come for, and tells them when staff can read it. Asked every so often; however often
 * and by how many, each is given and told once.
 */
export async function releaseDue(db: Db, now: Date): Promise<void> {
  const today = danishDay(now)
  const morning = danishMoment(today, FROM_HOUR)
  const failures: unknown[] = []
  // What cannot be given to one must not keep it from the others.
  const each = async (visits: Place[], give: (visit: Place) => Promise<void>) => {
    for (const visit of visits) await give(visit).catch(error => failures.push(error))
  }
  await each(await listDueForLeaders(db, today), visit =>
    quietlyAt(db, visit.id, async ({ trx }) => {
      const release = await findRelease(trx, visit.id, today)
      // Moved, or given by another process, since the list was made.
      if (!release || release.plan.leaderHasIt || release.plan.leader > today) return
      await updateVisit(trx, visit.id, { withheldFrom: null })
      await releaseThreads(trx, visit.id, now)
      await tellPublished(trx, visit, { by: null, now, notBefore: morning })
    }),
  )
  await each(await listDueForStaff(db, today), visit =>
    quietlyAt(db, visit.id, async ({ trx }) => {
      if (!(await findRelease(trx, visit.id, today))?.plan.staffHasIt) return
      await markStaffTold(trx, visit.id, now)
      const uniqueKey = `staffCanRead/${visit.id}`
      const path = `/report/${visit.id}/release`
      await tellLeaders(trx, visit, { kind: 'staffCanRead', path, by: null, now, notBefore: morning, uniqueKey })
    }),
  )
  if (failures.length > 0) throw failures[0]
}

/** Locks the visit for somebody who shares its report with the staff: who works on it, or the leader who has the report. */
async function lockForSharing(trx: Trx, user: RequestUser, visitId: string): Promise<Place> {
  const visit = await lockVisit(trx, visitId)
  const publication = await findPublication(trx, visitId)
  if (!visit || !publication || newestFor(user, publication) === null) throw notFound('Rapporten')
  if (!may(user, 'share', visit)) throw forbidden('Kun besøgets konsulenter og tilbuddets leder har personalets link.')
  return visit
}

/** A new link for the staff. Whoever has the old one reads nothing with it from now on. */
export const renewLink = (deps: ReleaseDeps, user: RequestUser, visitId: string): Promise<void> =>
  deps.db.transaction().execute(async trx => makeLink(trx, deps, user, await lockForSharing(trx, user, visitId)))

/** Closes the link: its address answers as if it had never been. */
export const closeLink = ({ db }: ReleaseDeps, user: RequestUser, visitId: string): Promise<void> =>
  db.transaction().execute(async trx => {
    const visit = await lockForSharing(trx, user, visitId)
    if (!(await dropLink(trx, visitId))) throw notFound('Linket')
    await logVisit(trx, user, visit, { action: 'delete', subject: 'staffLink', subjectId: visitId })
  })

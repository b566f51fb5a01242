// Every SQL statement about the release plan and the link of the staff.
import { sql } from 'kysely'
import type { Db, Trx } from '../db/tables.ts'
import { type Plan, releaseOf } from './release.rules.ts'
import { isGiven } from './report.rules.ts'

/** The newest published version of a visit and its plan; nothing when none was published. */
export async function findRelease(db: Db | Trx, visitId: string, today: string) {
  const row = await db
    .selectFrom('report')
    .innerJoin('visit', 'visit.id', 'report.visitId')
    .leftJoin('release', join =>
      join.onRef('release.visitId', '=', 'report.visitId').onRef('release.reportVersion', '=', 'report.version'),
    )
    .select(['report.version as newest', 'report.publishedAt', 'release.leaderOn', 'release.staffOn'])
    .select(eb => eb.fn.coalesce('release.version', eb.lit(1)).as('version'))
    .select(['visit.tilbudId', 'visit.withheldFrom'])
    .where('report.visitId', '=', visitId)
    .orderBy('report.version', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return undefined
  const { publishedAt, leaderOn, staffOn, ...release } = row
  return { ...release, plan: releaseOf({ publishedAt, leaderOn, staffOn }, isGiven(row, row.newest), today) }
}

/** Writes the plan of a version, under a number that grows from version to version. */
export const savePlan = (trx: Trx, of: { visitId: string; reportVersion: number; version: number }, plan: Plan) => {
  const row = { ...of, leaderOn: plan.leader, staffOn: plan.staff }
  return trx
    .insertInto('release')
    .values(row)
    .onConflict(conflict => conflict.columns(['visitId', 'reportVersion']).doUpdateSet(row))
    .execute()
}

/** What the leader has not got comes with what was published last. */
export const moveWithheld = (trx: Trx, visitId: string, leaderOn: string) =>
  trx
    .updateTable('release')
    .from('visit')
    .set({ leaderOn })
    .whereRef('visit.id', '=', 'release.visitId')
    .where('release.visitId', '=', visitId)
    .whereRef('release.reportVersion', '>=', 'visit.withheldFrom')
    .execute()

/** Of a version that another replaces before staff could read it, staff get the other. */
export const dropStaffDays = (trx: Trx, visitId: string, newest: number, today: string) =>
  trx
    .updateTable('release')
    .set({ staffOn: null })
    .where('visitId', '=', visitId)
    .where('reportVersion', '<', newest)
    .where('staffOn', '>', today)
    .execute()

const newestOfVisit = sql<number>`(select max(newest.version) from report newest where newest.visit_id = visit.id)`

/** The visits with a plan for what was published last. */
const selectPlanned = (db: Db) =>
  db
    .selectFrom('release')
    .innerJoin('visit', 'visit.id', 'release.visitId')
    .select(['visit.id', 'visit.tilbudId'])
    .where('release.reportVersion', '=', newestOfVisit)

/** Visits whose leader gets on `today` what is withheld. */
export const listDueForLeaders = (db: Db, today: string) =>
  selectPlanned(db).where('visit.withheldFrom', 'is not', null).where('release.leaderOn', '<=', today).execute()

/** Visits whose staff can read on `today` what the leader was not told of yet. */
export const listDueForStaff = (db: Db, today: string) =>
  selectPlanned(db)
    .where('release.staffOn', '<=', today)
    .where('release.staffToldAt', 'is', null)
    .where('visit.withheldFrom', 'is', null)
    .where('visit.replacedBy', 'is', null)
    .execute()

export const markStaffTold = (trx: Trx, visitId: string, now: Date) =>
  trx
    .updateTable('release')
    .set({ staffToldAt: now })
    .where('visitId', '=', visitId)
    .where('staffOn', 'is not', null)
    .where('staffToldAt', 'is', null)
    .execute()

export const findLink = (db: Db | Trx, visitId: string) =>
  db.selectFrom('staffLink').select(['id', 'codeSha256']).where('visitId', '=', visitId).executeTakeFirst()

type Link = { visitId: string; id: string; codeSha256: string; madeBy: string; madeAt: Date }

/** A visit has one link: the one before is gone. */
export const saveLink = (trx: Trx, link: Link) =>
  trx
    .insertInto('staffLink')
    .values(link)
    .onConflict(conflict => conflict.column('visitId').doUpdateSet(link))
    .execute()

export const dropLink = async (trx: Trx, visitId: string): Promise<boolean> =>
  (await trx.deleteFrom('staffLink').where('visitId', '=', visitId).executeTakeFirst()).numDeletedRows > 0n

/** The visit that a link is of. */
export const findByCode = (db: Db, codeSha256: string) =>
  db
    .selectFrom('staffLink')
    .innerJoin('visit', 'visit.id', 'staffLink.visitId')
    .innerJoin('tilbud', 'tilbud.id', 'visit.tilbudId')
    .select(['visit.id', 'visit.tilbudId', 'visit.withheldFrom', 'tilbud.name as tilbudName'])
    .where('staffLink.codeSha256', '=', codeSha256)
    .executeTakeFirst()

/** The newest version that staff may read on `today`; nothing when there is none yet. */
export const findForStaff = (
  db: Db,
  { id, withheldFrom }: { id: string; withheldFrom: number | null },
  today: string,
) =>
  db
    .selectFrom('release')
    .innerJoin('report', join =>
      join.onRef('report.visitId', '=', 'release.visitId').onRef('report.version', '=', 'release.reportVersion'),
    )
    .select(['report.version', 'report.publishedAt'])
    .where('release.visitId', '=', id)
    .where('release.staffOn', '<=', today)
    .$if(withheldFrom !== null, query => query.where('report.version', '<', withheldFrom))
    .orderBy('report.version', 'desc')
    .limit(1)
    .executeTakeFirst()

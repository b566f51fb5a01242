// Every SQL statement about reports: what one is made from, and those that were published.
import { type Insertable, sql } from 'kysely'
import type { Db, Tables, Trx } from '../db/tables.ts'
import type { RequestUser } from '../http/request-user.ts'
import { findModel } from '../model/model.queries.ts'
import { findVisit } from '../visit/visit.queries.ts'
import type { ReportSource } from './report.source.ts'

/** What the report of a visit is made from, or nothing when `user` (null: no question) may not read the visit. */
export async function findReportSource(
  db: Db | Trx,
  user: RequestUser | null,
  visitId: string,
): Promise<Omit<ReportSource, 'edition'> | undefined> {
  const visit = await findVisit(db, user, visitId)
  if (!visit) return undefined
  const tilbud = await db
    .selectFrom('tilbud')
    .innerJoin('centre', 'centre.id', 'tilbud.centreId')
    .select(['tilbud.name', 'tilbud.type', 'centre.name as centre'])
    .where('tilbud.id', '=', visit.tilbudId)
    .executeTakeFirstOrThrow()
  const people = await db
    .selectFrom('user')
    .innerJoin('visitConsultant', 'visitConsultant.userId', 'user.id')
    .select('user.name')
    .where('visitConsultant.visitId', '=', visitId)
    .execute()
  const model = await findModel(db, visit.modelId)
  if (!model) throw new Error(`visit ${visitId} has no model`)
  const consultants = people.map(person => person.name).sort(new Intl.Collator('da').compare)
  return { visit, tilbud, consultants, model }
}

/** What the rules ask about a visit whose report is wanted, and its newest published version (null: none). */
export const findPublication = (db: Db | Trx, visitId: string) =>
  db
    .selectFrom('visit')
    .select(['visit.id', 'visit.tilbudId', 'visit.status', 'visit.correctionReason'])
    .select(eb =>
      eb
        .selectFrom('report')
        .select(sql<number>`max(report.version)`.as('version'))
        .whereRef('report.visitId', '=', 'visit.id')
        .as('newest'),
    )
    .where('visit.id', '=', visitId)
    .executeTakeFirst()

const FACTS = ['report.version', 'report.publishedAt', 'report.sha256', 'report.correctionReason'] as const

/** The published versions of a visit, newest first. */
export const listVersions = (db: Db | Trx, visitId: string) =>
  db
    .selectFrom('report')
    .innerJoin('user', 'user.id', 'report.publishedBy')
    .select(FACTS)
    .select(['report.hearingSkippedBecause', 'user.name as publishedBy'])
    .where('report.visitId', '=', visitId)
    .orderBy('report.version', 'desc')
    .execute()

type Frozen = 'pdf' | 'conclusionPdf' | 'html' | 'conclusionHtml'

/** One frozen part of a published version, with the view that it was made from. */
export const findFrozen = <Part extends Frozen>(db: Db, visitId: string, version: number, part: Part) =>
  db
    .selectFrom('report')
    .select(['report.view', 'report.sha256', 'report.conclusionSha256'])
    .select(eb => eb.ref(`report.${part}` as 'report.html').as('content'))
    .where('visitId', '=', visitId)
    .where('version', '=', version)
    .executeTakeFirst()

export const insertReport = (trx: Trx, report: Insertable<Tables['report']>) =>
  trx.insertInto('report').values(report).returning('publishedAt').executeTakeFirstOrThrow()

/** All published reports that `user` may read, newest visit first, each with its newest version. */
export const listReports = (db: Db, tilbudIds: string[] | null) =>
  db
    .selectFrom('visit')
    .innerJoin('tilbud', 'tilbud.id', 'visit.tilbudId')
    .innerJoin('centre', 'centre.id', 'tilbud.centreId')
    .leftJoin('report', join =>
      join
        .onRef('report.visitId', '=', 'visit.id')
        .on(
          'report.version',
          '=',
          sql<number>`(select max(newer.version) from report newer where newer.visit_id = visit.id)`,
        ),
    )
    .select(['visit.id', 'visit.visitedOn', 'visit.status', 'visit.hearingDeadline'])
    .select(['tilbud.id as tilbudId', 'tilbud.name as tilbudName', 'tilbud.type as tilbudType'])
    .select(['centre.name as centreName', 'report.version', 'report.publishedAt', 'report.correctionReason'])
    .where(eb => eb.or([eb('report.version', 'is not', null), eb('visit.status', '=', 'hearing')]))
    .$if(tilbudIds !== null, query => query.where('visit.tilbudId', '=', eb => eb.fn.any(eb.val(tilbudIds ?? []))))
    .orderBy('visit.visitedOn', 'desc')
    .orderBy('visit.id', 'desc')
    .execute()

// Every SQL statement about reports: what one is made from, and those that were published.
import { type ExpressionBuilder, type Insertable, sql } from 'kysely'
import type { Db, Tables, Trx } from '../db/tables.ts'
import { findHearingOfDraft } from '../hearing/hearing.queries.ts'
import { courseInWords } from '../hearing/hearing.rules.ts'
import type { RequestUser } from '../http/request-user.ts'
import { danishDay } from '../lib/danish-date.ts'
import { findModel } from '../model/model.queries.ts'
import { findMunicipality } from '../municipality/municipality.queries.ts'
import { identityOf } from '../municipality/municipality.view.ts'
import { readSince } from '../thread/thread.reading.ts'
import { isConfirmed } from '../tilbud/tilbud.rules.ts'
import type { Place } from '../visit/list-page.ts'
import { findVisit, readableBy } from '../visit/visit.queries.ts'
import type { Scope } from '../visit/visit.rules.ts'
import { READ_REPORT } from './report.rules.ts'
import type { ReportSource } from './report.source.ts'

const consultantNames = sql<string[]>`array(
  select u.name from "user" u join visit_consultant vc on vc.user_id = u.id where vc.visit_id = visit.id)`.as('people')

/**
 * What the report of a visit is made from, or nothing when `user` (null: no question) may not read the visit. Who has
 * somebody to let go first is asked before each longer step.
 */
export async function findReportSource(
  db: Db | Trx,
  user: RequestUser | null,
  visitId: string,
  letFirst = async () => {},
): Promise<Omit<ReportSource, 'edition'> | undefined> {
  const visit = await findVisit(db, user, visitId)
  if (!visit) return undefined
  await letFirst()
  const row = await db
    .selectFrom('tilbud')
    .innerJoin('centre', 'centre.id', 'tilbud.centreId')
    .innerJoin('visit', 'visit.tilbudId', 'tilbud.id')
    .select(['tilbud.name', 'tilbud.type', 'centre.name as centre', 'tilbud.employeesConfirmedOn as confirmedOn'])
    .select('visit.createdAt')
    .select(consultantNames)
    .where('visit.id', '=', visitId)
    .executeTakeFirstOrThrow()
  const { name, type, centre, confirmedOn, createdAt, people } = row
  const plannedOn = danishDay(createdAt)
  const tilbud = {
    name,
    type,
    centre,
    unconfirmed: !isConfirmed({ confirmedOn, visitedOn: visit.visitedOn, plannedOn }),
  }
  await letFirst()
  const model = await findModel(db, visit.modelId)
  if (!model) throw new Error(`visit ${visitId} has no model`)
  const consultants = people.sort(new Intl.Collator('da').compare)
  const municipality = identityOf(await findMunicipality(db))
  await letFirst()
  const heard = await findHearingOfDraft(db, visitId)
  const remark = heard?.remark ? { text: heard.remark, by: heard.remarkByName ?? '' } : null
  const hearing = heard ? { course: courseInWords(heard), remark } : null
  const points = visit.points.filter(saysSomething)
  await letFirst()
  const since = await readSince(db, visit, model)
  return { visit: { ...visit, points }, tilbud, municipality, consultants, model, hearing, since }
}

// A point that somebody has just begun says nothing yet, and nothing of it is printed.
const saysSomething = ({ heading, body }: { heading: string | null; body: string }) =>
  heading !== null || body.trim() !== ''

/**
 * What the rules ask about a visit whose report is wanted, its newest published version (null: none), and whether `user`
 * (null: nobody is asked about) may read the visit itself.
 */
export const findPublication = (db: Db | Trx, visitId: string, user: RequestUser | null = null) =>
  db
    .selectFrom('visit')
    .select(eb => (user ? readableBy(user)(eb) : eb.lit(false)).$castTo<boolean>().as('isReadable'))
    .select(['visit.id', 'visit.tilbudId', 'visit.status', 'visit.correctionReason', 'visit.withheldFrom'])
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

/** The published versions of a visit that `user` may read, newest first. */
export const listVersions = (db: Db | Trx, user: RequestUser, visitId: string) =>
  db
    .selectFrom('report')
    .innerJoin('visit', 'visit.id', 'report.visitId')
    .innerJoin('user', 'user.id', 'report.publishedBy')
    .where(versionsReadableBy(user))
    .select(FACTS)
    .select(['report.hearingSkippedBecause', 'user.name as publishedBy'])
    .where('report.visitId', '=', visitId)
    .orderBy('report.version', 'desc')
    .execute()

/** The published versions of several visits that `user` may read, newest first. */
export const listVersionsOf = (db: Db, user: RequestUser, visitIds: string[]) =>
  db
    .selectFrom('report')
    .innerJoin('visit', 'visit.id', 'report.visitId')
    .where(versionsReadableBy(user))
    .select(['report.visitId', 'report.version', 'report.publishedAt'])
    .where('report.visitId', '=', eb => eb.fn.any(eb.val(visitIds)))
    .orderBy('report.version', 'desc')
    .execute()

type Frozen = 'pdf' | 'conclusionPdf' | 'posterPdf' | 'html' | 'conclusionHtml' | 'posterHtml'

/** One frozen part of a published version, with the view that it was made from. */
export const findFrozen = <Part extends Frozen>(db: Db, visitId: string, version: number, part: Part) =>
  db
    .selectFrom('report')
    .select(['report.view', 'report.sha256', 'report.conclusionSha256', 'report.posterSha256'])
    .select(eb => eb.ref(`report.${part}` as 'report.posterHtml').as('content'))
    .where('visitId', '=', visitId)
    .where('version', '=', version)
    .executeTakeFirst()

export const insertReport = (trx: Trx, report: Insertable<Tables['report']>) =>
  trx.insertInto('report').values(report).returning('publishedAt').executeTakeFirstOrThrow()

/** A draft in hearing that `user` may read. */
const isDraftOf = (user: RequestUser) => (eb: ExpressionBuilder<Tables, 'visit'>) =>
  eb.and([eb('visit.status', '=', 'hearing'), readableBy(user)(eb)])

/** `isGiven` of report.rules.ts as SQL. */
const isGiven = sql<boolean>`(visit.withheld_from is null or report.version < visit.withheld_from)`

type ReportOfVisit = Pick<Tables, 'visit' | 'report'>

const inScope = (scope: Scope, { tilbudIds }: RequestUser) => {
  if (scope === 'own') return sql<boolean>`visit.tilbud_id = any(${tilbudIds}::uuid[])`
  return scope === 'all' ? sql<boolean>`true` : sql<boolean>`false`
}

/** The table READ_REPORT as SQL: the published versions, each joined with its visit, that `user` may read. */
function versionsReadableBy(user: RequestUser) {
  const { given, withheld } = READ_REPORT[user.role]
  return (eb: ExpressionBuilder<ReportOfVisit, 'visit' | 'report'>) =>
    given === withheld
      ? inScope(given, user)
      : eb.or([eb.and([isGiven, inScope(given, user)]), eb.and([eb.not(isGiven), inScope(withheld, user)])])
}

/** A visit of which `user` will get a version that is withheld now. */
function isAwaitedBy(user: RequestUser) {
  const { given, withheld } = READ_REPORT[user.role]
  return (eb: ExpressionBuilder<Tables, 'visit'>) =>
    given === withheld ? eb.lit(false) : eb.and([eb('visit.withheldFrom', 'is not', null), inScope(given, user)])
}

/**
 * The reports that `user` may read or is about to get, newest visit first: a draft in hearing, the newest published
 * version, or none yet (version null). With the plan by which the newest is given. The `limit` next ones older than
 * `after`, or newer than `before`.
 */
export async function listReports(
  db: Db,
  user: RequestUser,
  { after, before, limit }: { after: Place | null; before: Place | null; limit: number },
) {
  const direction = before ? 'asc' : 'desc'
  const place = before ?? after
  const rows = await db
    .selectFrom('visit')
    .innerJoin('tilbud', 'tilbud.id', 'visit.tilbudId')
    .innerJoin('centre', 'centre.id', 'tilbud.centreId')
    .leftJoinLateral(
      eb =>
        eb
          .selectFrom('report')
          .select(['report.version', 'report.publishedAt'])
          .whereRef('report.visitId', '=', 'visit.id')
          .where(one =>
            versionsReadableBy(user)(one as unknown as ExpressionBuilder<ReportOfVisit, 'visit' | 'report'>),
          )
          .orderBy('report.version', 'desc')
          .limit(1)
          .as('shown'),
      join => join.onTrue(),
    )
    .leftJoinLateral(
      eb =>
        eb
          .selectFrom('report')
          .leftJoin('release', join =>
            join.onRef('release.visitId', '=', 'report.visitId').onRef('release.reportVersion', '=', 'report.version'),
          )
          .select(['report.publishedAt', 'release.leaderOn', 'release.staffOn'])
          .whereRef('report.visitId', '=', 'visit.id')
          .orderBy('report.version', 'desc')
          .limit(1)
          .as('newest'),
      join => join.onTrue(),
    )
    .select(['visit.id', 'visit.visitedOn', 'visit.status', 'visit.hearingDeadline'])
    .select(['tilbud.name as tilbudName', 'tilbud.type as tilbudType', 'centre.name as centreName'])
    .select(['shown.version', 'shown.publishedAt', 'visit.withheldFrom'])
    .select(['newest.publishedAt as newestPublishedAt', 'newest.leaderOn', 'newest.staffOn'])
    .select(sql<boolean>`exists (select from hearing where hearing.visit_id = visit.id)`.as('hasHearing'))
    .select(eb =>
      isDraftOf(user)(eb as unknown as ExpressionBuilder<Tables, 'visit'>)
        .$castTo<boolean>()
        .as('isDraft'),
    )
    .where(eb => {
      const visit = eb as unknown as ExpressionBuilder<Tables, 'visit'>
      return visit.or([sql<boolean>`shown.version is not null`, isDraftOf(user)(visit), isAwaitedBy(user)(visit)])
    })
    .$if(place !== null, query =>
      query.where(eb =>
        eb(
          eb.refTuple('visit.visitedOn', 'visit.id'),
          before ? '>' : '<',
          eb.tuple(place?.visitedOn ?? '', place?.id ?? ''),
        ),
      ),
    )
    .orderBy('visit.visitedOn', direction)
    .orderBy('visit.id', direction)
    .limit(limit)
    .execute()
  return before ? rows.reverse() : rows
}

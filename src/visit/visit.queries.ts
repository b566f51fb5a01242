// Every SQL statement about visits; those about their points stand in point.queries.ts.
import { type ExpressionBuilder, type Insertable, sql, type Updateable } from 'kysely'
import type { Db, Tables, Trx, VisitStatus } from '../db/tables.ts'
import { STATUSES } from '../db/tables.ts'
import type { RequestUser } from '../http/request-user.ts'
import { selectPoints } from './point.queries.ts'
import { READ, type Scope, STAGES, STAGES_OF, type Stage } from './visit.rules.ts'
import type { VisitSummary } from './visit.schema.ts'

const consultantIds = (eb: ExpressionBuilder<Tables, 'visit'>) =>
  sql<string[]>`coalesce(${eb
    .selectFrom('visitConsultant')
    .select(sql`array_agg(user_id::text order by user_id)`.as('ids'))
    .whereRef('visitConsultant.visitId', '=', 'visit.id')}, '{}')`

/** Whether comments have come since the visit was sent to hearing. */
const commented = sql<boolean>`visit.hearing_commented_at is not null`.as('commented')

/** Whether something was published that the leader does not have yet. */
const withheld = sql<boolean>`visit.withheld_from is not null`.as('withheld')

const summaryColumns = [
  'visit.id',
  'visit.tilbudId',
  'visit.modelId',
  'visit.visitedOn',
  'visit.employeesTotal',
  'visit.met',
  'visit.topics',
  'visit.status',
  'visit.version',
  'visit.updatedAt',
] as const

type Row = { employeesTotal: number | null; met: VisitSummary['participants']['met']; updatedAt: Date }

const toSummary = <R extends Row>({ employeesTotal, met, updatedAt, ...row }: R) => ({
  ...row,
  participants: { employeesTotal, met },
  updatedAt: updatedAt.toISOString(),
})

/** `stageOf` of visit.rules.ts as SQL. */
const stage = sql<Stage>`case
  when visit.status = 'hearing' and visit.hearing_commented_at is not null then 'answering'
  when visit.status in ('published', 'superseded') and visit.withheld_from is not null then 'withheld'
  else visit.status end`

/** The table READ of visit.rules.ts as SQL: the visits that `user` may read. */
export function readableBy(user: RequestUser) {
  const may = (scope: Scope) => (stage: Stage) => READ[user.role][stage] === scope
  return (eb: ExpressionBuilder<Tables, 'visit'>) => {
    const isOwn =
      user.role === 'leader'
        ? eb('visit.tilbudId', '=', eb.fn.any(eb.val(user.tilbudIds)))
        : eb.exists(
            eb
              .selectFrom('visitConsultant')
              .select('visitConsultant.visitId')
              .whereRef('visitConsultant.visitId', '=', 'visit.id')
              .where('visitConsultant.userId', '=', user.id),
          )
    const inStatus = (statuses: VisitStatus[]) => eb('visit.status', '=', eb.fn.any(eb.val(statuses)))
    // The stage is asked for only where the status alone does not say: an index knows the status.
    const inScope = (scope: Scope) => {
      const whole = STATUSES.filter(status => STAGES_OF[status].every(may(scope)))
      const partly = STATUSES.filter(status => !whole.includes(status) && STAGES_OF[status].some(may(scope)))
      return [
        ...(whole.length > 0 ? [inStatus(whole)] : []),
        ...(partly.length > 0
          ? [eb.and([inStatus(partly), eb(stage, '=', eb.fn.any(eb.val(STAGES.filter(may(scope)))))])]
          : []),
      ]
    }
    const [all, own] = [inScope('all'), inScope('own')]
    // An empty branch would say the same, but keep the planner from the index behind the other.
    return eb.and([
      eb('visit.cancelledAt', 'is', null),
      eb.or([...all, ...(own.length > 0 ? [eb.and([isOwn, eb.or(own)])] : [])]),
    ])
  }
}

/** The visit with its points in the model's order, or nothing when `user` may not read it. */
export async function findVisit(db: Db | Trx, user: RequestUser | null, id: string) {
  const row = await db
    .selectFrom('visit')
    .select([...summaryColumns, commented, withheld])
    .select(['visit.overallImpression', 'visit.conclusion', 'visit.correctionReason', 'visit.replacedBy'])
    .select('visit.descriptionMarks')
    .select(eb => consultantIds(eb).as('consultantIds'))
    .where('visit.id', '=', id)
    .$if(user !== null, query => query.where(readableBy(user as RequestUser)))
    .executeTakeFirst()
  if (!row) return undefined
  const { descriptionMarks, ...fields } = row
  const marks = Object.entries(descriptionMarks).map(([theme, mark]) => ({ theme, mark }))
  return { ...toSummary(fields), descriptionMarks: marks, points: await selectPoints(db, id) }
}

/**
 * Locks the visit until the transaction ends: one change to a visit at a time. Answers what rules ask about; its
 * consultants as they were when the lock was asked for.
 */
export const lockVisit = (trx: Trx, id: string) =>
  trx
    .selectFrom('visit')
    .select(['visit.id', 'visit.tilbudId', 'visit.modelId', 'visit.status', 'visit.version', commented, withheld])
    .select(['visit.visitedOn', 'visit.calendarSequence'])
    .select(eb => consultantIds(eb).as('consultantIds'))
    .where('visit.id', '=', id)
    .where('visit.cancelledAt', 'is', null)
    .forUpdate('visit')
    .executeTakeFirst()

/** Locks a visit that was called off. */
export const lockCancelled = (trx: Trx, id: string) =>
  trx
    .selectFrom('visit')
    .select(['id', 'tilbudId', 'visitedOn', 'calendarSequence'])
    .where('id', '=', id)
    .where('cancelledAt', 'is not', null)
    .forUpdate()
    .executeTakeFirst()

/** Whether there is a visit with this id, readable or not, called off or not. */
export const isTaken = async (trx: Trx, id: string) =>
  (await trx.selectFrom('visit').select('id').where('id', '=', id).executeTakeFirst()) !== undefined

/** The visit as it was published, while a correction of it is written; null when none is. */
export const findBeforeCorrection = async (trx: Trx, id: string): Promise<object | null> =>
  (await trx.selectFrom('visit').select('beforeCorrection').where('id', '=', id).executeTakeFirst())
    ?.beforeCorrection ?? null

/** What the rules ask about, without the lock. */
export const findAccess = (db: Db, id: string) =>
  db
    .selectFrom('visit')
    .select(['visit.id', 'visit.tilbudId', 'visit.status', commented, withheld])
    .select(eb => consultantIds(eb).as('consultantIds'))
    .where('visit.id', '=', id)
    .where('visit.cancelledAt', 'is', null)
    .executeTakeFirst()

export const findStatus = (db: Db, id: string) =>
  db.selectFrom('visit').select(['version', 'status']).where('id', '=', id).executeTakeFirst()

/** The day of the visit, whoever asks. */
export const findDay = (db: Db, id: string) =>
  db.selectFrom('visit').select('visitedOn').where('id', '=', id).executeTakeFirstOrThrow()

export const selectVisitTexts = (trx: Trx, id: string) =>
  trx.selectFrom('visit').select(['overallImpression', 'conclusion']).where('id', '=', id).executeTakeFirstOrThrow()

export type VisitFilter = {
  tilbudId?: string
  centreId?: string
  status?: VisitStatus
  from?: string
  to?: string
  consultantId?: string
}

/** Newest first; `after` is the key of the last row of the page before. */
export async function listVisits(
  db: Db,
  user: RequestUser,
  filter: VisitFilter,
  { after, limit }: { after: { visitedOn: string; id: string } | null; limit: number },
) {
  let query = db
    .selectFrom('visit')
    .innerJoin('tilbud', 'tilbud.id', 'visit.tilbudId')
    .select([...summaryColumns, commented, withheld])
    .select(eb => consultantIds(eb as unknown as ExpressionBuilder<Tables, 'visit'>).as('consultantIds'))
    .select('tilbud.name as tilbudName')
    .where(eb => readableBy(user)(eb as unknown as ExpressionBuilder<Tables, 'visit'>))
    .orderBy('visit.visitedOn', 'desc')
    .orderBy('visit.id', 'desc')
    .limit(limit)
  const { tilbudId, centreId, status, from, to, consultantId } = filter
  if (tilbudId) query = query.where('visit.tilbudId', '=', tilbudId)
  if (centreId) query = query.where('tilbud.centreId', '=', centreId)
  if (status) query = query.where('visit.status', '=', status)
  if (from) query = query.where('visit.visitedOn', '>=', from)
  if (to) query = query.where('visit.visitedOn', '<=', to)
  if (consultantId)
    query = query.where(eb =>
      eb.exists(
        eb
          .selectFrom('visitConsultant')
          .select('visitConsultant.visitId')
          .whereRef('visitConsultant.visitId', '=', 'visit.id')
          .where('visitConsultant.userId', '=', consultantId),
      ),
    )
  if (after)
    query = query.where(eb => eb(eb.refTuple('visit.visitedOn', 'visit.id'), '<', eb.tuple(after.visitedOn, after.id)))
  return (await query.execute()).map(toSummary)
}

/** What the tilbud says of itself, and what its confirmation is measured by. */
export const findFactsOf = (db: Db, visitId: string) =>
  db
    .selectFrom('visit')
    .innerJoin('tilbud', 'tilbud.id', 'visit.tilbudId')
    .select(['tilbud.employeesCount as count', 'tilbud.employeesConfirmedOn as confirmedOn'])
    .select(['visit.visitedOn', 'visit.createdAt'])
    .where('visit.id', '=', visitId)
    .executeTakeFirstOrThrow()

export const insertVisit = (trx: Trx, visit: Insertable<Tables['visit']>) =>
  trx.insertInto('visit').values(visit).execute()

/** Writes the change and counts the version up. */
export const updateVisit = (trx: Trx, id: string, change: Updateable<Tables['visit']>) =>
  trx
    .updateTable('visit')
    .set(eb => ({ ...change, version: eb('version', '+', 1), updatedAt: sql<Date>`now()` }))
    .where('id', '=', id)
    .execute()

/** Those who are taken off keep the day that they knew, for their calendars; call it before the day is changed. */
export async function setConsultants(trx: Trx, visitId: string, userIds: string[]) {
  await trx.deleteFrom('visitFormerConsultant').where('visitId', '=', visitId).where('userId', 'in', userIds).execute()
  await sql`
    insert into visit_former_consultant (visit_id, user_id, visited_on, calendar_sequence, left_at)
    select visit.id, c.user_id, visit.visited_on, visit.calendar_sequence + 1, now()
    from visit join visit_consultant c on c.visit_id = visit.id
    where visit.id = ${visitId} and c.user_id <> all (${userIds}::uuid[])`.execute(trx)
  await trx.deleteFrom('visitConsultant').where('visitId', '=', visitId).execute()
  await trx
    .insertInto('visitConsultant')
    .values(userIds.map(userId => ({ visitId, userId })))
    .execute()
}

/** Those who can be put on a visit. */
export const listPossibleConsultants = (db: Db | Trx) =>
  db.selectFrom('user').select(['id', 'name']).where('role', '=', 'consultant').where('active', '=', true).execute()

// Every SQL statement about how far a strategy has come: links of points in published visits, and of actions that were
// under way in the period; only of what the person may read.
import { type ExpressionBuilder, sql } from 'kysely'
import type { Db, Tables } from '../db/tables.ts'
import type { RequestUser } from '../http/request-user.ts'
import { actionsReadableBy } from '../plan/plan.queries.ts'
import { readableBy } from '../visit/visit.queries.ts'
import type { Link, Period } from './coverage.rules.ts'
import type { CoverageText } from './coverage.schema.ts'

export type Selection = Period & { strategyId: string }

const visits = (db: Db, user: RequestUser, { from, to }: Period) =>
  db
    .selectFrom('visit')
    .where('visit.status', '=', 'published')
    .where(readableBy(user))
    .where('visit.visitedOn', '>=', from)
    .where('visit.visitedOn', '<=', to)

/** How many visits the points come from, or could. */
export const countVisits = async (db: Db, user: RequestUser, period: Period): Promise<number> =>
  (await visits(db, user, period).select(sql<number>`count(*)`.as('visits')).executeTakeFirstOrThrow()).visits

const points = (db: Db, user: RequestUser, period: Period) =>
  visits(db, user, period).innerJoin('point', 'point.visitId', 'visit.id').where('point.deletedAt', 'is', null)

/** Actions that had begun by the end of the period and had not ended before it. */
const actions = (db: Db, user: RequestUser, { from, to }: Period) =>
  db
    .selectFrom('planAction')
    .where(actionsReadableBy(user))
    .where('planAction.begunOn', '<=', to)
    .where(eb => eb.or([eb('planAction.closedOn', 'is', null), eb('planAction.closedOn', '>=', from)]))

/** What points are linked to, themselves or by the thread that began with them; what both name counts once. */
const goalsOfPoints = (db: Db) =>
  db
    .selectFrom('pointGoal')
    .select(['pointGoal.pointId', 'pointGoal.strategyId', 'pointGoal.nodeKey'])
    .union(
      db
        .selectFrom('thread')
        .innerJoin('threadGoal', 'threadGoal.threadId', 'thread.id')
        .select(['thread.pointId', 'threadGoal.strategyId', 'threadGoal.nodeKey']),
    )

/** Every link to a node of the strategy. */
export async function listLinks(db: Db, user: RequestUser, { strategyId, ...period }: Selection): Promise<Link[]> {
  const ofPoints = await points(db, user, period)
    .innerJoin(goalsOfPoints(db).as('goal'), 'goal.pointId', 'point.id')
    .select(['point.id', 'goal.nodeKey', 'visit.tilbudId'])
    .where('goal.strategyId', '=', strategyId)
    .execute()
  const ofActions = await actions(db, user, period)
    .innerJoin('planActionGoal', 'planActionGoal.actionId', 'planAction.id')
    .select(['planAction.id', 'planActionGoal.nodeKey', 'planAction.tilbudId'])
    .where('planActionGoal.strategyId', '=', strategyId)
    .execute()
  return [
    ...ofPoints.map(link => ({ ...link, kind: 'point' as const })),
    ...ofActions.map(link => ({ ...link, kind: 'action' as const })),
  ]
}

/** How many of the period's actions for goals of the strategy stand in each state. */
export const countStates = (db: Db, user: RequestUser, { strategyId, ...period }: Selection) =>
  actions(db, user, period)
    .select(['planAction.status', sql<number>`count(*)`.as('actions')])
    .where('planAction.strategyId', '=', strategyId)
    .groupBy('planAction.status')
    .execute()

/** The strategy that most points are linked to: what a person most likely asks about. */
export const findMostLinked = async (db: Db, strategyIds: readonly string[]): Promise<string | undefined> =>
  (
    await db
      .selectFrom('pointGoal')
      .select('strategyId')
      .where('strategyId', 'in', strategyIds.length > 0 ? strategyIds : [''])
      .groupBy('strategyId')
      .orderBy(sql`count(*)`, 'desc')
      .orderBy('strategyId')
      .limit(1)
      .executeTakeFirst()
  )?.strategyId

export type TextKey = { on: string; id: string }

type Wanted = { nodeKeys: readonly string[]; after?: TextKey | null; limit: number; kind?: CoverageText['kind'] }

const goalKeysOfPoint = sql<string[]>`array(
    select strategy_id || '/' || node_key from point_goal where point_id = point.id
    union
    select goal.strategy_id || '/' || goal.node_key from thread join thread_goal goal on goal.thread_id = thread.id
    where thread.point_id = point.id order by 1)`.as('goalKeys')

const goalKeysOfAction = sql<string[]>`array(
    select strategy_id || '/' || node_key from plan_action_goal where action_id = plan_action.id order by 1)`.as(
  'goalKeys',
)

/** The points and actions behind the numbers of these nodes, newest first. */
export function listTexts(
  db: Db,
  user: RequestUser,
  { strategyId, ...period }: Selection,
  { nodeKeys, after, limit, kind }: Wanted,
): Promise<CoverageText[]> {
  const ofPoints = points(db, user, period)
    .innerJoin('tilbud', 'tilbud.id', 'visit.tilbudId')
    .select([sql<CoverageText['kind']>`'point'::text`.as('kind'), 'point.id', 'visit.visitedOn as on'])
    .select(['tilbud.id as tilbudId', 'tilbud.name as tilbudName', 'visit.id as visitId', 'point.theme'])
    .select(['point.box', sql<CoverageText['status']>`null::text`.as('status'), 'point.heading', 'point.body'])
    .select(goalKeysOfPoint)
    .where('point.id', 'in', eb =>
      eb
        .selectFrom(goalsOfPoints(db).as('goal'))
        .select('goal.pointId')
        .where('goal.strategyId', '=', strategyId)
        .where('goal.nodeKey', '=', eb.fn.any(eb.val(nodeKeys))),
    )
  const ofActions = actions(db, user, period)
    .leftJoin('tilbud', 'tilbud.id', 'planAction.tilbudId')
    .select([sql<CoverageText['kind']>`'action'::text`.as('kind'), 'planAction.id', 'planAction.begunOn as on'])
    .select(['planAction.tilbudId', 'tilbud.name as tilbudName', sql<string | null>`null::uuid`.as('visitId')])
    .select([sql<string | null>`null::text`.as('theme'), sql<CoverageText['box']>`null::text`.as('box')])
    .select(['planAction.status', 'planAction.title as heading', 'planAction.text as body'])
    .select(goalKeysOfAction)
    .where(eb =>
      eb.exists(
        (eb as unknown as ExpressionBuilder<Tables, 'planAction'>)
          .selectFrom('planActionGoal')
          .select('planActionGoal.actionId')
          .whereRef('planActionGoal.actionId', '=', 'planAction.id')
          .where('planActionGoal.strategyId', '=', strategyId)
          .where('planActionGoal.nodeKey', '=', eb.fn.any(eb.val(nodeKeys))),
      ),
    )
  return db
    .selectFrom(ofPoints.unionAll(ofActions as unknown as typeof ofPoints).as('text'))
    .selectAll()
    .$if(kind !== undefined, query => query.where('kind', '=', kind as CoverageText['kind']))
    .$if(!!after, query => query.where(sql<boolean>`("on", id) < (${after?.on}::date, ${after?.id}::uuid)`))
    .orderBy('on', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute() as Promise<CoverageText[]>
}

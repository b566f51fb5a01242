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

/** Every link to a node of the strategy. */
export async function listLinks(db: Db, user: RequestUser, { strategyId, ...period }: Selection): Promise<Link[]> {
  const ofPoints = await points(db, user, period)
    .innerJoin('pointGoal', 'pointGoal.pointId', 'point.id')
    .select(['point.id', 'pointGoal.nodeKey', 'visit.tilbudId'])
    .where('pointGoal.strategyId', '=', strategyId)
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

const goalKeys = (table: 'point_goal' | 'plan_action_goal', owner: 'point_id' | 'action_id', of: string) =>
  sql<string[]>`array(select strategy_id || '/' || node_key from ${sql.table(table)}
    where ${sql.ref(owner)} = ${sql.ref(of)} order by 1)`.as('goalKeys')

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
    .select(goalKeys('point_goal', 'point_id', 'point.id'))
    .where(eb =>
      eb.exists(
        eb
          .selectFrom('pointGoal')
          .select('pointGoal.pointId')
          .whereRef('pointGoal.pointId', '=', 'point.id')
          .where('pointGoal.strategyId', '=', strategyId)
          .where('pointGoal.nodeKey', '=', eb.fn.any(eb.val(nodeKeys))),
      ),
    )
  const ofActions = actions(db, user, period)
    .leftJoin('tilbud', 'tilbud.id', 'planAction.tilbudId')
    .select([sql<CoverageText['kind']>`'action'::text`.as('kind'), 'planAction.id', 'planAction.begunOn as on'])
    .select(['planAction.tilbudId', 'tilbud.name as tilbudName', sql<string | null>`null::uuid`.as('visitId')])
    .select([sql<string | null>`null::text`.as('theme'), sql<CoverageText['box']>`null::text`.as('box')])
    .select(['planAction.status', 'planAction.title as heading', 'planAction.text as body'])
    .select(goalKeys('plan_action_goal', 'action_id', 'plan_action.id'))
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

// Every SQL statement about the actions of development plans.
import { type ExpressionBuilder, type Insertable, sql, type Updateable } from 'kysely'
import type { ActionState, Db, Tables, Trx } from '../db/tables.ts'
import type { RequestUser } from '../http/request-user.ts'
import { missingIn, READ_PLAN } from './plan.rules.ts'
import type { Action } from './plan.schema.ts'

/** The table READ_PLAN as SQL: the actions that `user` may read. */
export const actionsReadableBy =
  ({ role, tilbudIds }: Pick<RequestUser, 'role' | 'tilbudIds'>) =>
  (eb: ExpressionBuilder<Tables, 'planAction'>) => {
    const { tilbud, area } = READ_PLAN[role]
    return eb.or([
      ...(area === 'all' ? [eb('planAction.tilbudId', 'is', null)] : []),
      ...(tilbud === 'all' ? [eb('planAction.tilbudId', 'is not', null)] : []),
      ...(tilbud === 'own' ? [eb('planAction.tilbudId', '=', eb.fn.any(eb.val(tilbudIds)))] : []),
    ])
  }

const actions = (db: Db | Trx) =>
  db
    .selectFrom('planAction')
    .select(['id', 'tilbudId', 'strategyId', 'title', 'text', 'role', 'due', 'status', 'successCriteria', 'threadId'])
    .select(['begunOn', 'closedOn', 'version', 'updatedAt', 'updatedBy'])
    .select(
      sql<string[]>`array(
        select goal.strategy_id || '/' || goal.node_key from plan_action_goal goal
        join strategy_node node on node.strategy_id = goal.strategy_id and node.key = goal.node_key
        where goal.action_id = plan_action.id order by node.position)`.as('goalKeys'),
    )

type Row = Omit<Action, 'updatedAt' | 'missing'> & { updatedAt: Date }
const toAction = (row: Row): Action => ({
  ...row,
  missing: missingIn(row),
  updatedAt: row.updatedAt.toISOString(),
})

/** The action, or nothing when `user` may not read it. */
export async function findAction(db: Db | Trx, user: RequestUser, id: string): Promise<Action | undefined> {
  const row = await actions(db).where('id', '=', id).where(actionsReadableBy(user)).executeTakeFirst()
  return row && toAction(row)
}

/** Locks the action until the transaction ends, and answers it as `user` may read it. */
export async function lockAction(trx: Trx, user: RequestUser, id: string) {
  await trx.selectFrom('planAction').select('id').where('id', '=', id).forUpdate().execute()
  return findAction(trx, user, id)
}

export const isActionId = async (trx: Trx, id: string) =>
  (await trx.selectFrom('planAction').select('id').where('id', '=', id).executeTakeFirst()) !== undefined

export type ActionFilter = {
  /** Null: the area's; not given: all. */
  tilbudId?: string | null | undefined
  strategyId?: string | undefined
  status?: ActionState | undefined
}

/** Oldest first, so that a plan keeps its order. */
export async function listActions(
  db: Db,
  user: RequestUser,
  { tilbudId, strategyId, status }: ActionFilter,
  { after = null, limit = 1000 }: { after?: string | null; limit?: number } = {},
): Promise<Action[]> {
  const rows = await actions(db)
    .where(actionsReadableBy(user))
    .$if(tilbudId === null, query => query.where('tilbudId', 'is', null))
    .$if(typeof tilbudId === 'string', query => query.where('tilbudId', '=', tilbudId as string))
    .$if(strategyId !== undefined, query => query.where('strategyId', '=', strategyId as string))
    .$if(status !== undefined, query => query.where('status', '=', status as ActionState))
    .$if(after !== null, query => query.where('id', '>', after))
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toAction)
}

/** The tilbud whose thread this is; nothing when there is none. */
export const findThreadTilbud = (trx: Trx, id: string) =>
  trx.selectFrom('thread').select('tilbudId').where('id', '=', id).executeTakeFirst()

export const insertAction = (trx: Trx, row: Insertable<Tables['planAction']>) =>
  trx.insertInto('planAction').values(row).execute()

/** Writes the change and counts the version up. */
export const updateAction = (trx: Trx, id: string, change: Updateable<Tables['planAction']>) =>
  trx
    .updateTable('planAction')
    .set(eb => ({ ...change, version: eb('version', '+', 1), updatedAt: sql<Date>`now()` }))
    .where('id', '=', id)
    .execute()

export async function setActionGoals(trx: Trx, actionId: string, strategyId: string, nodeKeys: string[]) {
  await trx.deleteFrom('planActionGoal').where('actionId', '=', actionId).execute()
  await trx
    .insertInto('planActionGoal')
    .values(nodeKeys.map(nodeKey => ({ actionId, strategyId, nodeKey })))
    .execute()
}

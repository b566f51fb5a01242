// Every SQL statement about strategies.
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db, Trx } from '../db/tables.ts'
import type { Strategy } from './strategy.schema.ts'

const strategies = (db: Db | Trx) =>
  db
    .selectFrom('strategy')
    .select(['id', 'name', 'version', 'owner', 'successorOf'])
    .select(eb =>
      jsonArrayFrom(
        eb
          .selectFrom('strategyNode')
          .select(['key', 'parentKey', 'name', 'text', 'keywords', 'successorOf'])
          .whereRef('strategyNode.strategyId', '=', 'strategy.id')
          .orderBy('position'),
      ).as('nodes'),
    )

export const listStrategies = (db: Db | Trx) => strategies(db).orderBy('id').execute()

export const findStrategy = (db: Db | Trx, id: string) => strategies(db).where('id', '=', id).executeTakeFirst()

export async function insertStrategy(trx: Trx, { nodes, ...strategy }: Strategy) {
  await trx.insertInto('strategy').values(strategy).execute()
  await trx
    .insertInto('strategyNode')
    .values(nodes.map((node, position) => ({ ...node, strategyId: strategy.id, position })))
    .execute()
}

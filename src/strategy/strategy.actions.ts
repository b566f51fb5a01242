// A new strategy comes in whole and is never changed afterwards: points keep the goals that they link to.
import type { Db } from '../db/tables.ts'
import { conflict, notFound } from '../http/errors.ts'
import { writeLog } from '../log/log.queries.ts'
import { findStrategy, insertStrategy } from './strategy.queries.ts'
import type { Strategy } from './strategy.schema.ts'

/** Adds a strategy; refuses one whose id is taken. `by` is null for those that ship with the product. */
export function addStrategy(db: Db, by: { id: string } | null, strategy: Strategy) {
  return db.transaction().execute(async trx => {
    if (await findStrategy(trx, strategy.id))
      throw conflict(`Der er allerede en strategi med id ${strategy.id}. Giv den nye et andet id.`)
    await insertStrategy(trx, strategy)
    await writeLog(trx, { userId: by?.id ?? null, action: 'import', subject: 'strategy', subjectId: strategy.id })
    return (await findStrategy(trx, strategy.id)) ?? Promise.reject(notFound('Strategien'))
  })
}

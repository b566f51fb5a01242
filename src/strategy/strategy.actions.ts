// A new strategy comes in whole and is never changed afterwards: points keep the goals that they link to.
import type { Db, Trx } from '../db/tables.ts'
import { conflict, invalid, notFound } from '../http/errors.ts'
import { writeLog } from '../log/log.queries.ts'
import { findStrategy, insertStrategy } from './strategy.queries.ts'
import { successionProblems } from './strategy.rules.ts'
import type { Strategy } from './strategy.schema.ts'

/** A version names one that is there, and nodes of it. */
async function requireSuccession(trx: Trx, { successorOf, nodes }: Strategy) {
  if (successorOf === null) return
  const succeeded = await findStrategy(trx, successorOf)
  if (!succeeded) throw invalid([{ path: '/successorOf', message: `Strategien ${successorOf} findes ikke.` }])
  const problems = successionProblems(nodes, succeeded.nodes)
  if (problems.length > 0)
    throw invalid(problems.map(({ index, field, message }) => ({ path: `/nodes/${index}/${field}`, message })))
}

/** Adds a strategy; refuses one whose id is taken. `by` is null for those that ship with the product. */
export function addStrategy(db: Db, by: { id: string } | null, strategy: Strategy) {
  return db.transaction().execute(async trx => {
    if (await findStrategy(trx, strategy.id))
      throw conflict(`Der er allerede en strategi med det korte navn ${strategy.id}. Giv den nye et andet.`)
    await requireSuccession(trx, strategy)
    await insertStrategy(trx, strategy)
    await writeLog(trx, { userId: by?.id ?? null, action: 'import', subject: 'strategy', subjectId: strategy.id })
    return (await findStrategy(trx, strategy.id)) ?? Promise.reject(notFound('Strategien'))
  })
}

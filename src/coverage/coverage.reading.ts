// A strategy's coverage from what was asked for: strategy, period, links, counts, and the versions that came after.
import type { Db } from '../db/tables.ts'
import { invalid, notFound } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { danishDay } from '../lib/danish-date.ts'
import { listStrategies } from '../strategy/strategy.queries.ts'
import { goalKeyOf, successorsOf } from '../strategy/strategy.rules.ts'
import { countStates, countVisits, listLinks } from './coverage.queries.ts'
import { countCoverage, type Period, periodOf, periodProblems } from './coverage.rules.ts'

/** The period that is meant. Refuses one that ends before it begins. */
export function wantedPeriod(filter: { from?: string | undefined; to?: string | undefined }, now: Date): Period {
  const period = periodOf(
    { ...(filter.from && { from: filter.from }), ...(filter.to && { to: filter.to }) },
    danishDay(now),
  )
  const problems = periodProblems(period)
  if (problems.length > 0) throw invalid(problems)
  return period
}

/** The coverage of a strategy as `user` may see it; refuses with 404 one that is not there. */
export async function readCoverage(db: Db, user: RequestUser, strategyId: string, period: Period) {
  const strategies = await listStrategies(db)
  const strategy = strategies.find(({ id }) => id === strategyId)
  if (!strategy) throw notFound('Strategien')
  const selection = { strategyId, ...period }
  const links = await listLinks(db, user, selection)
  const { nodes, total } = countCoverage(strategy.nodes, links)
  const successors = successorsOf(strategies, strategyId)
  const heirsOf = (key: string) =>
    successors.flatMap(({ id, nodes: newer }) =>
      newer
        .filter(({ successorOf }) => successorOf === key)
        .map(heir => ({ ...heir, goalKey: goalKeyOf(id, heir.key) })),
    )
  return {
    strategy,
    strategies,
    successors,
    selection,
    total,
    visits: await countVisits(db, user, period),
    states: await countStates(db, user, selection),
    nodes: nodes.map(node => ({ ...node, heirs: heirsOf(node.key) })),
  }
}

export type Reading = Awaited<ReturnType<typeof readCoverage>>

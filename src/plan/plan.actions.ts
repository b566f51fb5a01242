// What is written in development plans: who may, in which state, on which version, about which goals.
import { v7 as uuidv7 } from 'uuid'
import type { Db, Trx } from '../db/tables.ts'
import { conflict, forbidden, invalid, notFound, stale } from '../http/errors.ts'
import { requireNoCpr } from '../http/no-cpr.ts'
import type { RequestUser } from '../http/request-user.ts'
import { danishDay } from '../lib/danish-date.ts'
import { isSame } from '../lib/same.ts'
import { writeLog } from '../log/log.queries.ts'
import { listStrategies } from '../strategy/strategy.queries.ts'
import { goalKeyOf, successorsOf } from '../strategy/strategy.rules.ts'
import { findTilbud } from '../tilbud/tilbud.queries.ts'
import {
  findAction,
  findThreadTilbud,
  insertAction,
  isActionId,
  lockAction,
  setActionGoals,
  updateAction,
} from './plan.queries.ts'
import { closedOn, mayReadPlan, mayWritePlan, refusedChange } from './plan.rules.ts'
import type { Action, ActionChange, NewAction } from './plan.schema.ts'

type Deps = { db: Db; now: () => Date }

const NOT_YOURS =
  'Planen er et andet steds. Ledere skriver deres egne tilbuds udviklingsplan, administratorer hele områdets.'

/** The keys of these goals within their strategy; refuses what is not there or of another strategy. */
async function nodeKeysOf(trx: Trx, strategyId: string, goalKeys: readonly string[], isNew: boolean) {
  const strategies = await listStrategies(trx)
  const strategy = strategies.find(({ id }) => id === strategyId)
  if (!strategy) throw invalid([{ path: '/strategyId', message: `Strategien ${strategyId} findes ikke.` }])
  const [successor] = successorsOf(strategies, strategyId)
  if (isNew && successor)
    throw conflict(`Strategien er afløst af ${successor.name}, version ${successor.version}. Vælg mål i den.`)
  const keys = goalKeys.map(
    goalKey => strategy.nodes.find(({ key }) => goalKeyOf(strategyId, key) === goalKey)?.key ?? null,
  )
  const errors = keys.flatMap((key, i) =>
    key === null ? [{ path: `/goalKeys/${i}`, message: `Målet ${goalKeys[i]} findes ikke i ${strategy.name}.` }] : [],
  )
  if (errors.length > 0) throw invalid(errors)
  return keys.filter(key => key !== null)
}

/** An action can answer a thread of its own tilbud. */
async function requireThread(trx: Trx, tilbudId: string | null, threadId: string | null | undefined) {
  if (!threadId) return
  const thread = await findThreadTilbud(trx, threadId)
  if (!thread || thread.tilbudId !== tilbudId)
    throw invalid([{ path: '/threadId', message: 'Fokuspunktet findes ikke blandt tilbuddets.' }])
}

const textsOf = ({ title, text, role, successCriteria }: ActionChange) => ({
  '/title': title,
  '/text': text,
  '/role': role,
  '/successCriteria': successCriteria,
})

/** Writes a new action. An id that is taken by the same content answers what is there, so that a retry is safe. */
export function createAction({ db, now }: Deps, user: RequestUser, input: NewAction) {
  return db.transaction().execute(async trx => {
    const { goalKeys, ...fields } = input
    const { tilbudId } = input
    if (tilbudId !== null && !(await findTilbud(trx, user, tilbudId)))
      throw invalid([{ path: '/tilbudId', message: 'Tilbuddet findes ikke.' }])
    if (!mayWritePlan(user, tilbudId)) throw forbidden(NOT_YOURS)
    const id = input.id ?? uuidv7()
    if (await isActionId(trx, id)) {
      const there = await findAction(trx, user, id)
      if (there && isSame(there, input)) return { action: there, created: false }
      throw conflict('Der er allerede en handling med det id.')
    }
    requireNoCpr(textsOf(input))
    await requireThread(trx, tilbudId, input.threadId)
    const keys = await nodeKeysOf(trx, input.strategyId, goalKeys, true)
    const today = danishDay(now())
    const ends = closedOn(null, input.status, today)
    await insertAction(trx, { ...fields, id, begunOn: today, closedOn: ends, updatedBy: user.id })
    await setActionGoals(trx, id, input.strategyId, keys)
    await writeLog(trx, { userId: user.id, action: 'create', subject: 'action', subjectId: id, tilbudId })
    return { action: await actionAfter(trx, user, id), created: true }
  })
}

async function actionAfter(trx: Trx, user: RequestUser, id: string): Promise<Action> {
  const action = await findAction(trx, user, id)
  if (!action) throw notFound('Handlingen')
  return action
}

/** Changes an action; `version` null matches nothing. */
export function changeAction(
  { db, now }: Deps,
  user: RequestUser,
  id: string,
  version: number | null,
  change: ActionChange,
): Promise<Action> {
  return db.transaction().execute(async trx => {
    const before = await lockAction(trx, user, id)
    if (!before || !mayReadPlan(user, before.tilbudId)) throw notFound('Handlingen')
    if (!mayWritePlan(user, before.tilbudId)) throw forbidden(NOT_YOURS)
    if (before.version !== version) throw stale(before)
    const changed = Object.entries(change).filter(([field, value]) => !isSame(before, { [field]: value }))
    const fields = changed.map(([field]) => field)
    if (fields.length === 0) return before
    const refusal = refusedChange(before.status, fields)
    if (refusal) throw conflict(refusal)
    requireNoCpr(textsOf(change))
    await requireThread(trx, before.tilbudId, change.threadId)
    const { goalKeys, ...columns } = change
    if (goalKeys)
      await setActionGoals(trx, id, before.strategyId, await nodeKeysOf(trx, before.strategyId, goalKeys, false))
    const ends = closedOn(before.closedOn, change.status ?? before.status, danishDay(now()))
    await updateAction(trx, id, { ...columns, closedOn: ends, updatedBy: user.id })
    const subject = { subject: 'action', subjectId: id, tilbudId: before.tilbudId } as const
    await writeLog(trx, { userId: user.id, action: 'change', ...subject, detail: { fields } })
    return actionAfter(trx, user, id)
  })
}

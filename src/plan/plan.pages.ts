// /plan: the development plan of a tilbud or of the area, star by star, and the form of one action.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../db/tables.ts'
import { forbidden, notFound, type Refusal, unauthorized } from '../http/errors.ts'
import { fieldsOf, listOf, submit, textOf } from '../http/form.ts'
import { renderPage } from '../http/page.ts'
import type { RequestUser } from '../http/request-user.ts'
import { id as uuid } from '../lib/fields.ts'
import { writeLog } from '../log/log.queries.ts'
import { listStrategies } from '../strategy/strategy.queries.ts'
import { goalKeyOf, inForce } from '../strategy/strategy.rules.ts'
import type { Strategy } from '../strategy/strategy.schema.ts'
import { listTilbud } from '../tilbud/tilbud.queries.ts'
import { changeAction, createAction } from './plan.actions.ts'
import { findAction, listActions } from './plan.queries.ts'
import { mayReadPlan, mayWritePlan, writesPlans } from './plan.rules.ts'
import { type Action, ActionChange, NewAction } from './plan.schema.ts'
import { type ActionTexts, AREA_VALUE, actionForm, planHref, planPage, textsOf } from './plan.view.ts'

const config = { policy: 'loggedIn' } as const
const TAKEN = 'Der er allerede en handling med det id.'
type ById = { Params: { id: string } }
type Sent = Record<string, unknown>

/** What was typed, as the form shows it again. */
const typedIn = (sent: Sent): ActionTexts => ({
  tilbudId: textOf(sent, 'tilbudId') || AREA_VALUE,
  strategyId: textOf(sent, 'strategyId'),
  goalKeys: [...new Set([...listOf(sent, 'goalKeys'), ...(textOf(sent, 'add') ? [textOf(sent, 'add')] : [])])],
  title: textOf(sent, 'title'),
  text: textOf(sent, 'text'),
  role: textOf(sent, 'role'),
  due: textOf(sent, 'due'),
  status: textOf(sent, 'status') || 'open',
  successCriteria: textOf(sent, 'successCriteria'),
  version: textOf(sent, 'version'),
})

/** What the schema reads; empty fields are what comes later. */
const meant = ({ goalKeys, title, text, role, due, status, successCriteria }: ActionTexts) => ({
  goalKeys,
  title,
  text,
  role: role.trim(),
  due: due || null,
  status,
  successCriteria: successCriteria.trim() || null,
})

const placeOf = (value: string) => (value === AREA_VALUE || value === '' ? null : value)

export function planPages(app: FastifyInstance, deps: { db: Db; now: () => Date }) {
  const { db } = deps

  /** The tilbud whose plans `user` may read, and the strategies. */
  const surroundings = async (user: RequestUser) => ({
    places: (await listTilbud(db, user)).filter(({ id }) => mayReadPlan(user, id)),
    strategies: await listStrategies(db),
  })

  app.get('/plan', { config }, async (request, reply) => {
    const { user } = request
    if (!user) throw unauthorized()
    const { places, strategies } = await surroundings(user)
    const sent = fieldsOf(request.query)
    const [first] = places.filter(({ id }) => mayWritePlan(user, id)).toSorted((a, b) => (a.name < b.name ? -1 : 1))
    const wanted = textOf(sent, 'tilbudId')
    const tilbudId = wanted === '' ? (first?.id ?? null) : placeOf(wanted)
    if (tilbudId !== null && !places.some(({ id }) => id === tilbudId)) throw notFound('Udviklingsplanen')
    const all = await listActions(db, user, { tilbudId })
    const strategy = chosenStrategy(strategies, textOf(sent, 'strategyId'), all)
    await writeLog(db, { userId: user.id, action: 'read', subject: 'plan', tilbudId })
    if (!strategy) return renderPage(request, reply, 'plan/plan.hbs', { title: 'Udviklingsplan', plan: null })
    const actions = all.filter(({ strategyId }) => strategyId === strategy.id)
    const mayWrite = mayWritePlan(user, tilbudId)
    const plan = planPage({ places, strategies, tilbudId, strategy, actions, mayWrite })
    return renderPage(request, reply, 'plan/plan.hbs', { title: plan.title, plan })
  })

  type Shown = { action: Action | null; texts: ActionTexts; refusal?: Refusal | null }
  async function showForm(request: FastifyRequest, reply: FastifyReply, { action, texts, refusal = null }: Shown) {
    const { user } = request
    if (!user) throw unauthorized()
    const tilbudId = action ? action.tilbudId : placeOf(texts.tilbudId)
    const { places, strategies } = await surroundings(user)
    const mayWrite = mayWritePlan(user, tilbudId)
    if (refusal) reply.code(refusal.status)
    const page = actionForm({ action, texts, places, strategies, mayWrite, refusal })
    return renderPage(request, reply, 'plan/action.hbs', page)
  }

  /** Somebody who writes in the plan that is meant; else the way there does not exist. */
  function requireWriter({ user }: FastifyRequest, tilbudId: string | null): RequestUser {
    if (!user) throw unauthorized()
    if (!writesPlans(user.role)) throw forbidden('Udviklingsplanen skrives af tilbuddets leder.')
    if (tilbudId !== null && !user.tilbudIds.includes(tilbudId)) throw notFound('Udviklingsplanen')
    if (!mayWritePlan(user, tilbudId)) throw forbidden('Hele områdets plan skrives af en administrator.')
    return user
  }

  app.get('/plan/new', { config }, async (request, reply) => {
    const sent = fieldsOf(request.query)
    const tilbudId = placeOf(textOf(sent, 'tilbudId'))
    requireWriter(request, tilbudId)
    const strategy = chosenStrategy(await listStrategies(db), textOf(sent, 'strategyId'), [])
    if (!strategy) throw notFound('Strategien')
    const goal = textOf(sent, 'goal')
    const goalKeys = strategy.nodes.some(({ key }) => key === goal) ? [goalKeyOf(strategy.id, goal)] : []
    const texts = { ...typedIn(sent), tilbudId: tilbudId ?? AREA_VALUE, strategyId: strategy.id, goalKeys }
    return showForm(request, reply, { action: null, texts })
  })

  /** The buttons that only show the form again: suggest goals, or take a suggestion. */
  const asksOnly = (sent: Sent) => textOf(sent, 'add') !== '' || textOf(sent, 'step') === 'suggest'

  app.post('/plan/new', { config }, async (request, reply) => {
    const sent = fieldsOf(request.body)
    const texts = typedIn(sent)
    const tilbudId = placeOf(texts.tilbudId)
    const user = requireWriter(request, tilbudId)
    if (asksOnly(sent)) return showForm(request, reply, { action: null, texts })
    const input = { ...meant(texts), tilbudId, strategyId: texts.strategyId }
    const refusal = await submit(NewAction, input, action => createAction(deps, user, action), TAKEN)
    if (refusal) return showForm(request, reply, { action: null, texts, refusal })
    request.session.flash = { kind: 'success', text: `»${texts.title.trim()}« står i planen.` }
    return reply.redirect(planHref(tilbudId, texts.strategyId), 303)
  })

  async function requireAction({ user, params: { id } }: FastifyRequest<ById>): Promise<Action> {
    if (!user) throw unauthorized()
    const action = uuid.safeParse(id).success ? await findAction(db, user, id) : undefined
    if (!action) throw notFound('Handlingen')
    return action
  }

  app.get<ById>('/plan/:id', { config }, async (request, reply) => {
    const action = await requireAction(request)
    const subject = { subject: 'action', subjectId: action.id, tilbudId: action.tilbudId } as const
    await writeLog(db, { userId: request.user?.id ?? null, action: 'read', ...subject })
    return showForm(request, reply, { action, texts: textsOf(action) })
  })

  app.post<ById>('/plan/:id', { config }, async (request, reply) => {
    const action = await requireAction(request)
    const sent = fieldsOf(request.body)
    const typed = typedIn(sent)
    const texts = { ...typed, tilbudId: action.tilbudId ?? AREA_VALUE, strategyId: action.strategyId }
    const { user } = request
    if (!user) throw unauthorized()
    if (asksOnly(sent)) return showForm(request, reply, { action, texts })
    const write = (change: ActionChange) => changeAction(deps, user, action.id, Number(texts.version), change)
    const refusal = await submit(ActionChange, meant(texts), write, TAKEN)
    if (refusal?.status === 412) {
      // What the colleague wrote stands above; what was typed can be sent again on top of it.
      const newest = await requireAction(request)
      const retry = { ...texts, version: String(newest.version) }
      return showForm(request, reply, { action: newest, texts: retry, refusal })
    }
    if (refusal) return showForm(request, reply, { action, texts, refusal })
    request.session.flash = { kind: 'success', text: `»${texts.title.trim()}« er gemt.` }
    return reply.redirect(planHref(action.tilbudId, action.strategyId), 303)
  })
}

/** The strategy that was asked for; else the one that the plan is about, else the first in force. */
function chosenStrategy(strategies: Strategy[], id: string, actions: readonly Action[]): Strategy | undefined {
  const current = inForce(strategies)
  return (
    strategies.find(strategy => strategy.id === id) ??
    current.find(strategy => actions.some(({ strategyId }) => strategyId === strategy.id)) ??
    current[0]
  )
}

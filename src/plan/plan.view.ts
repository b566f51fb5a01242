// A development plan as it is read and written: one action plan per guiding star, with what it still lacks.
import { ACTION_STATES } from '../db/tables.ts'
import type { Refusal } from '../http/errors.ts'
import { showRefusal } from '../http/form.ts'
import { danishDate } from '../lib/danish-date.ts'
import { byName } from '../lib/danish-order.ts'
import { markdownToHtml } from '../lib/markdown.ts'
import { goalChoices, goalNames, suggestionsView } from '../strategy/goals.view.ts'
import { goalKeyOf, goalName, successorsOf } from '../strategy/strategy.rules.ts'
import type { Strategy } from '../strategy/strategy.schema.ts'
import { missingIn } from './plan.rules.ts'
import type { Action } from './plan.schema.ts'
import { ACTION_WORDS, AREA, MISSING_WORDS } from './plan.words.ts'

const list = new Intl.ListFormat('da')
type Place = { id: string; name: string }

export const AREA_VALUE = 'area'
const placeValue = (tilbudId: string | null) => tilbudId ?? AREA_VALUE
const placeName = (places: readonly Place[], tilbudId: string | null) =>
  tilbudId === null ? AREA : (places.find(({ id }) => id === tilbudId)?.name ?? 'Tilbuddet')

/** The address of a plan. */
export const planHref = (tilbudId: string | null, strategyId: string) =>
  `/plan?${new URLSearchParams({ tilbudId: placeValue(tilbudId), strategyId })}`

const newHref = (tilbudId: string | null, strategyId: string, goal: string) =>
  `/plan/new?${new URLSearchParams({ tilbudId: placeValue(tilbudId), strategyId, goal })}`

/** The plans that a person may choose among. */
export const placeOptions = (places: readonly Place[], tilbudId: string | null) => [
  { value: AREA_VALUE, text: AREA, isSelected: tilbudId === null },
  ...places.toSorted(byName).map(({ id, name }) => ({ value: id, text: name, isSelected: id === tilbudId })),
]

/** "Socialområdets fælles strategi, version 2 (afløst)" */
export const strategyOptions = (strategies: readonly Strategy[], chosen: string) =>
  strategies.toSorted(byName).map(({ id, name, version }) => ({
    value: id,
    text: `${name}, version ${version}${successorsOf(strategies, id).length > 0 ? ' (afløst)' : ''}`,
    isSelected: id === chosen,
  }))

export const missingInWords = (action: Parameters<typeof missingIn>[0]) => {
  const missing = missingIn(action)
  return missing.length > 0 ? list.format(missing.map(gap => MISSING_WORDS[gap])) : null
}

function actionView(action: Action, strategies: readonly Strategy[]) {
  const { id, title, text, role, due, status, successCriteria, goalKeys } = action
  return {
    href: `/plan/${id}`,
    title,
    html: markdownToHtml(text),
    status,
    statusText: ACTION_WORDS[status],
    who: role || null,
    due: due && danishDate(due),
    successCriteria,
    missing: missingInWords(action),
    goals: list.format(goalNames(strategies, goalKeys).map(({ name }) => name)),
  }
}

/** The keys of a star and of all that stands under it. */
function keysUnder({ nodes }: Strategy, star: string): Set<string> {
  const keys = new Set([star])
  for (const { key, parentKey } of nodes) if (parentKey !== null && keys.has(parentKey)) keys.add(key)
  return keys
}

type PlanPage = {
  places: readonly Place[]
  strategies: readonly Strategy[]
  tilbudId: string | null
  strategy: Strategy
  actions: readonly Action[]
  mayWrite: boolean
}

/** The plan of one tilbud, or of the area, for one strategy: star by star, goals without actions named. */
export function planPage({ places, strategies, tilbudId, strategy, actions, mayWrite }: PlanPage) {
  const [successor] = successorsOf(strategies, strategy.id)
  const writes = mayWrite && !successor
  const stars = strategy.nodes.filter(({ parentKey }) => parentKey === null)
  return {
    title: 'Udviklingsplan',
    place: placeName(places, tilbudId),
    places: placeOptions(places, tilbudId),
    strategyOptions: strategyOptions(strategies, strategy.id),
    strategyName: strategy.name,
    successor: successor ? { href: planHref(tilbudId, successor.id), text: successor.name } : null,
    writes,
    newHref: newHref(tilbudId, strategy.id, ''),
    count: actions.length === 1 ? '1 handling' : `${actions.length} handlinger`,
    lacking: actions.filter(({ missing }) => missing.length > 0).length,
    stars: stars.map(star => {
      const keys = keysUnder(strategy, star.key)
      const goalKeys = [...keys].map(key => goalKeyOf(strategy.id, key))
      const own = actions.filter(action => action.goalKeys.some(goal => goalKeys.includes(goal)))
      const idle = strategy.nodes.filter(
        ({ key }) =>
          keys.has(key) &&
          (key !== star.key || keys.size === 1) &&
          !own.some(action => action.goalKeys.includes(goalKeyOf(strategy.id, key))),
      )
      return {
        id: `star-${star.key}`,
        name: goalName(star),
        html: markdownToHtml(star.text),
        actions: own.map(action => actionView(action, strategies)),
        idle: idle.map(node => ({
          name: goalName(node),
          href: writes ? newHref(tilbudId, strategy.id, node.key) : null,
        })),
        newHref: writes ? newHref(tilbudId, strategy.id, star.key) : null,
      }
    }),
  }
}

/** The fields of the form as they were typed. */
export type ActionTexts = {
  tilbudId: string
  strategyId: string
  goalKeys: string[]
  title: string
  text: string
  role: string
  due: string
  status: string
  successCriteria: string
  version: string
}

export const textsOf = ({ tilbudId, due, successCriteria, version, ...action }: Action): ActionTexts => ({
  ...action,
  tilbudId: placeValue(tilbudId),
  due: due ?? '',
  successCriteria: successCriteria ?? '',
  version: String(version),
})

const LABELS = {
  title: 'Handling',
  goalKeys: 'Mål',
  text: 'Beskrivelse',
  role: 'Hvem',
  due: 'Hvornår',
  status: 'Status',
  successCriteria: 'Succeskriterier',
  tilbudId: 'Plan',
} as const

type ActionForm = {
  action: Action | null
  texts: ActionTexts
  places: readonly Place[]
  strategies: readonly Strategy[]
  mayWrite: boolean
  refusal: Refusal | null
}

/** The form of one action, or the action as it is read. A colleague's newer version stands beside what was typed. */
export function actionForm({ action, texts, places, strategies, mayWrite, refusal }: ActionForm) {
  const tilbudId = texts.tilbudId === AREA_VALUE ? null : texts.tilbudId
  const strategy = strategies.filter(({ id }) => id === texts.strategyId)
  const { errors, messages } = showRefusal(LABELS, refusal)
  const place = placeName(places, tilbudId)
  const back = planHref(tilbudId, texts.strategyId)
  return {
    title: action ? action.title : 'Ny handling',
    crumbs: [{ href: back, text: `Udviklingsplan, ${place}` }, { text: action ? action.title : 'Ny handling' }],
    place,
    back,
    action: action ? `/plan/${action.id}` : '/plan/new',
    texts,
    errors,
    messages,
    colleague: refusal?.status === 412 && action ? actionView(action, strategies) : null,
    read: mayWrite ? null : action && actionView(action, strategies),
    missing: action ? missingInWords(action) : null,
    suggestions: suggestionsView(`${texts.title}\n${texts.text}`, strategy, texts.goalKeys),
    hasWords: `${texts.title}${texts.text}`.trim() !== '',
    choices: goalChoices(strategy, texts.goalKeys).map(choice => ({ ...choice, isOpen: true })),
    statuses: ACTION_STATES.map(value => ({
      value,
      label: ACTION_WORDS[value],
      checked: value === texts.status,
    })),
  }
}

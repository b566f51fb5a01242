// What counts as touching a goal, and how it is counted: every point and action once for each node that it is linked to
// or that stands above one of those. Nodes stand in the strategy's own order; nothing here is ranked.
import type { FieldError } from '../http/errors.ts'

export type Period = { from: string; to: string }

/** A full round of visits: each tilbud is visited every second year. */
const YEARS = 2

const lastDayOf: Record<'06' | '12', string> = { '06': '30', '12': '31' }
const halfYear = (year: number, half: 0 | 1): Period => {
  const end = half === 0 ? '06' : '12'
  return { from: `${year}-${half === 0 ? '01' : '07'}-01`, to: `${year}-${end}-${lastDayOf[end]}` }
}

/** The half-year that a day lies in, and the one before it. */
export function halfYears(today: string): { current: Period; previous: Period } {
  const year = Number(today.slice(0, 4))
  const half = today.slice(5, 7) <= '06' ? 0 : 1
  return { current: halfYear(year, half), previous: half === 1 ? halfYear(year, 0) : halfYear(year - 1, 1) }
}

/** The wanted period; without one the last two years up to today. */
export function periodOf({ from, to }: Partial<Period>, today: string): Period {
  const end = to ?? today
  const begin = `${String(Math.max(Number(end.slice(0, 4)) - YEARS, 1900)).padStart(4, '0')}${end.slice(4)}`
  return { from: from ?? begin.replace('-02-29', '-02-28'), to: end }
}

/** What is wrong with a period, as field → Danish sentence. */
export const periodProblems = ({ from, to }: Period): FieldError[] =>
  from > to
    ? [{ path: 'querystring/from', message: 'Perioden begynder efter, at den slutter. Ret en af datoerne.' }]
    : []

/** One point or action linked to one node. An action of the whole area is no tilbud's. */
export type Link = { kind: 'point' | 'action'; id: string; nodeKey: string; tilbudId: string | null }

type Node = { key: string; parentKey: string | null }
type Sets = Record<'points' | 'actions' | 'tilbud', Set<string>>
export type Counts = Record<keyof Sets, number>

const emptySets = (): Sets => ({ points: new Set(), actions: new Set(), tilbud: new Set() })
const countsOf = ({ points, actions, tilbud }: Sets): Counts => ({
  points: points.size,
  actions: actions.size,
  tilbud: tilbud.size,
})

function take(sets: Sets, { kind, id, tilbudId }: Link) {
  sets[kind === 'point' ? 'points' : 'actions'].add(id)
  if (tilbudId !== null) sets.tilbud.add(tilbudId)
}

/** Every node with its counts, in the given order, also where nothing is; and the same for the whole strategy. */
export function countCoverage<N extends Node>(nodes: readonly N[], links: readonly Link[]) {
  const above = new Map(nodes.map(({ key, parentKey }) => [key, parentKey]))
  const byNode = new Map(nodes.map(({ key }) => [key, emptySets()]))
  const all = emptySets()
  for (const link of links) {
    if (!byNode.has(link.nodeKey)) continue
    take(all, link)
    for (let key: string | null | undefined = link.nodeKey; key; key = above.get(key)) {
      const sets = byNode.get(key)
      if (sets) take(sets, link)
    }
  }
  return {
    nodes: nodes.map(node => {
      const counts = countsOf(byNode.get(node.key) ?? emptySets())
      return { ...node, ...counts, untouched: counts.points + counts.actions === 0 }
    }),
    total: countsOf(all),
  }
}

/** A node and all that stands under it: whose links its numbers count. */
export function keysWithin(nodes: readonly Node[], wanted: string): string[] {
  const keys = new Set([wanted])
  for (const { key, parentKey } of nodes) if (parentKey !== null && keys.has(parentKey)) keys.add(key)
  return nodes.filter(({ key }) => keys.has(key)).map(({ key }) => key)
}

/** Below this, it is not told how many tilbud: one could be meant. */
export const SMALLEST_GROUP = 3

/** A number of tilbud as pages, note and file tell it. */
export const toldTilbud = (count: number): string =>
  count > 0 && count < SMALLEST_GROUP ? `under ${SMALLEST_GROUP}` : String(count)

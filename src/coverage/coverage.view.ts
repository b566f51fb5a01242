// How far a strategy has come, in words: the goals that nothing touches first, then the tree with its numbers.
import { danishDate } from '../lib/danish-date.ts'
import { markdownToHtml } from '../lib/markdown.ts'
import { strategyOptions } from '../plan/plan.view.ts'
import { ACTION_WORDS, AREA } from '../plan/plan.words.ts'
import { goalNames } from '../strategy/goals.view.ts'
import { goalName } from '../strategy/strategy.rules.ts'
import { boxHeading } from '../visit/box.ts'
import type { Selection } from './coverage.queries.ts'
import type { Reading } from './coverage.reading.ts'
import { halfYears, type Period, SMALLEST_GROUP, toldTilbud } from './coverage.rules.ts'
import type { CoverageText } from './coverage.schema.ts'

const list = new Intl.ListFormat('da')
export const counted = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`
export const periodInWords = ({ from, to }: Period) => `${danishDate(from)} – ${danishDate(to)}`

const withSelection = (path: string, { strategyId, from, to }: Selection) =>
  `${path}?${new URLSearchParams({ strategyId, from, to })}`
const nodeHref = (key: string, selection: Selection) =>
  withSelection(`/coverage/node/${encodeURIComponent(key)}`, selection)

/** The level of each node: 1 for guiding stars. */
export function levelsOf(nodes: readonly { key: string; parentKey: string | null }[]): Map<string, number> {
  const levels = new Map<string, number>()
  for (const { key, parentKey } of nodes) levels.set(key, parentKey === null ? 1 : (levels.get(parentKey) ?? 0) + 1)
  return levels
}

type Node = Reading['nodes'][number]

/** What is counted as a goal: all that stands under a star, and a star that nothing stands under. */
const isGoal = ({ key, parentKey }: Node, nodes: readonly Node[]) =>
  parentKey !== null || !nodes.some(other => other.parentKey === key)

/** The untouched goals by their star. */
export function untouchedGoals(nodes: readonly Node[]) {
  const byKey = new Map(nodes.map(node => [node.key, node]))
  const starOf = (node: Node): Node => {
    const above = node.parentKey === null ? undefined : byKey.get(node.parentKey)
    return above ? starOf(above) : node
  }
  const idle = nodes.filter(node => node.untouched && isGoal(node, nodes))
  return [...Map.groupBy(idle, starOf)].map(([star, goals]) => ({
    star: goalName(star),
    isAll: star.untouched,
    goals: goals.filter(goal => goal !== star).map(goalName),
  }))
}

/** "3 af 14 mål er ikke rørt" */
export function untouchedInWords(nodes: readonly Node[]): string {
  const goals = nodes.filter(node => isGoal(node, nodes))
  const idle = goals.filter(({ untouched }) => untouched).length
  if (idle === 0) return goals.length === 1 ? 'Målet er rørt' : `Alle ${goals.length} mål er rørt`
  return `${idle} af ${goals.length} mål er ikke rørt`
}

type Form = { from: { value: string; error: string | null }; to: { value: string; error: string | null } }

/** The filter above the numbers, with the half-years one press away. */
export const filterView = (
  strategies: Reading['strategies'],
  strategyId: string,
  { from, to }: Form,
  today: string,
) => {
  const { current, previous } = halfYears(today)
  const link = (text: string, period: Period) => ({ text, href: withSelection('/coverage', { strategyId, ...period }) })
  return {
    from,
    to,
    strategies: strategyOptions(strategies, strategyId),
    shortcuts: [link('Dette halvår', current), link('Forrige halvår', previous)],
    errors: [
      ...(from.error ? [{ href: '#from', text: `Fra: ${from.error}` }] : []),
      ...(to.error ? [{ href: '#to', text: `Til: ${to.error}` }] : []),
    ],
  }
}

const cell = (count: number, unit: string, href: string, told = String(count)) => ({
  count: count > 0 ? told : '–',
  unit: count > 0 ? unit : `ingen ${unit}`,
  href: count > 0 ? href : null,
})

/** Everything below the filter. */
export function coverageView({ strategy, successors, selection, nodes, total, visits }: Reading) {
  const levels = levelsOf(nodes)
  const [successor] = successors
  return {
    strategyName: `${strategy.name}, version ${strategy.version}`,
    sentence: `${counted(total.points, 'punkt', 'punkter')} fra ${counted(visits, 'udgivet besøg', 'udgivne besøg')} og ${counted(total.actions, 'handling', 'handlinger')}, ${periodInWords(selection)}. Fra ${toldTilbud(total.tilbud)} tilbud.`,
    successor: successor
      ? {
          href: withSelection('/coverage', { ...selection, strategyId: successor.id }),
          text: `${successor.name}, version ${successor.version}`,
        }
      : null,
    pdfHref: withSelection('/api/v1/coverage.pdf', selection),
    csvHref: withSelection('/api/v1/coverage.csv', selection),
    untouchedHeading: untouchedInWords(nodes),
    untouched: untouchedGoals(nodes).map(({ star, goals, isAll }) => ({ star, goals, isAll })),
    smallest: SMALLEST_GROUP,
    caption: `${strategy.name}: punkter, handlinger og tilbud`,
    rows: nodes.map(node => ({
      name: goalName(node),
      level: levels.get(node.key) ?? 1,
      isStar: node.parentKey === null,
      untouched: node.untouched,
      heirs: node.heirs.length > 0 ? list.format([...new Set(node.heirs.map(goalName))]) : null,
      cells: [
        { title: 'Punkter', ...cell(node.points, 'punkter', `${nodeHref(node.key, selection)}#points`) },
        { title: 'Handlinger', ...cell(node.actions, 'handlinger', `${nodeHref(node.key, selection)}#actions`) },
        { title: 'Tilbud', ...cell(node.tilbud, 'tilbud', nodeHref(node.key, selection), toldTilbud(node.tilbud)) },
      ],
    })),
  }
}

/** The texts behind one node's numbers. `isCut`: more than a page shows. */
export function textsView(reading: Reading, node: Node, texts: readonly CoverageText[], isCut: boolean) {
  const { selection, strategies } = reading
  const shown = texts.map(text => ({
    kind: text.kind,
    place: text.tilbudName ?? AREA,
    date: danishDate(text.on),
    heading: text.heading,
    html: markdownToHtml(text.body),
    about:
      text.kind === 'point'
        ? `Tema ${text.theme} · ${text.box ? boxHeading(text.box) : ''}`
        : ACTION_WORDS[text.status ?? 'open'],
    href: text.kind === 'point' ? `/report/${text.visitId}` : `/plan/${text.id}`,
    link: text.kind === 'point' ? 'Læs rapporten' : 'Åbn handlingen',
    goals: list.format(
      goalNames(
        strategies,
        text.goalKeys.filter(key => key.startsWith(`${selection.strategyId}/`)),
      ).map(({ name }) => name),
    ),
  }))
  const name = goalName(node)
  const back = withSelection('/coverage', selection)
  return {
    title: name,
    crumbs: [{ href: back, text: 'Strategi i praksis' }, { text: name }],
    eyebrow: reading.strategy.name,
    heading: name,
    lead: `${counted(node.points, 'punkt', 'punkter')}, ${counted(node.actions, 'handling', 'handlinger')} og ${toldTilbud(node.tilbud)} tilbud, ${periodInWords(selection)}. Det, der hører under, er regnet med, hver tekst én gang.`,
    isCut,
    points: shown.filter(({ kind }) => kind === 'point'),
    actions: shown.filter(({ kind }) => kind === 'action'),
    back: { href: back, text: 'Tilbage til strategien' },
  }
}

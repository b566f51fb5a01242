// Strategies as people read them: a tree of guiding stars and goals, and the versions before and after.
import { inDanishOrder } from '../lib/danish-order.ts'
import { markdownToHtml } from '../lib/markdown.ts'
import { goalName, successorsOf } from './strategy.rules.ts'
import type { Strategy } from './strategy.schema.ts'

const list = new Intl.ListFormat('da')
const inWords = (words: readonly string[]) => list.format(words)
const CRUMB = { href: '/strategy', text: 'Strategier' }
const NUMBER = /^\d+(\.\d+)*$/

type Node = Strategy['nodes'][number]
/** What has come in a node's place, and what it came in place of, in words. */
type Links = { succeeds: string | null; succeededBy: string | null }
type Branch = { number: string | null; name: string; html: string; keywords: string[]; children: Branch[] } & Links

const NO_LINKS = () => ({ succeeds: null, succeededBy: null })

/** The nodes under `parentKey` with all that stands under them. Keys are shown when they are numbers. */
export function branches(
  nodes: readonly Node[],
  parentKey: string | null,
  linksOf: (node: Node) => Links = NO_LINKS,
): Branch[] {
  return nodes
    .filter(node => node.parentKey === parentKey)
    .map(node => ({
      number: NUMBER.test(node.key) ? node.key : null,
      name: node.name,
      html: markdownToHtml(node.text),
      keywords: node.keywords,
      children: branches(nodes, node.key, linksOf),
      ...linksOf(node),
    }))
}

const LEVEL_NAMES = ['Pejlemærker', 'Mål og principper', 'Delmål']

/** How many nodes there are on each level that has any. */
export function levelsOf(nodes: readonly Node[]): { term: string; text: string }[] {
  const level = new Map<string, number>()
  for (const { key, parentKey } of nodes) level.set(key, parentKey === null ? 0 : (level.get(parentKey) ?? 0) + 1)
  const counts = LEVEL_NAMES.map((term, i) => ({ term, count: [...level.values()].filter(at => at === i).length }))
  return counts.flatMap(({ term, count }) => (count > 0 ? [{ term, text: String(count) }] : []))
}

const titleOf = ({ name, version }: Strategy) => `${name}, version ${version}`
const linkTo = (strategy: Strategy) => ({ href: `/strategy/${strategy.id}`, text: titleOf(strategy) })

export const strategyRows = (strategies: Strategy[]) =>
  strategies
    .toSorted(
      (one, other) =>
        inDanishOrder(one.owner, other.owner) ||
        Number(one.id === other.successorOf) - Number(other.id === one.successorOf) ||
        inDanishOrder(one.name, other.name),
    )
    .map(({ id, name, version, owner, nodes }) => {
      const stars = nodes.filter(({ parentKey }) => parentKey === null).length
      return {
        href: `/strategy/${id}`,
        name,
        version,
        owner,
        stars,
        goals: nodes.length - stars,
        successors: successorsOf(strategies, id).map(linkTo),
      }
    })

/** One strategy; `strategies` are all there are, for its versions. */
export function strategyPage(strategy: Strategy, strategies: readonly Strategy[]) {
  const predecessor = strategies.find(({ id }) => id === strategy.successorOf)
  const successors = successorsOf(strategies, strategy.id)
  const linksOf = ({ key, successorOf }: Node) => {
    const old = predecessor?.nodes.find(node => node.key === successorOf)
    const heirs = successors.flatMap(({ nodes }) => nodes.filter(node => node.successorOf === key))
    return {
      succeeds: old ? goalName(old) : null,
      succeededBy: heirs.length > 0 ? inWords([...new Set(heirs.map(goalName))]) : null,
    }
  }
  return {
    title: strategy.name,
    crumbs: [CRUMB, { text: strategy.name }],
    download: `/strategy/${strategy.id}/download`,
    table: `/strategy/${strategy.id}/table`,
    coverage: `/coverage?strategyId=${strategy.id}`,
    facts: [
      { term: 'Ejer', text: strategy.owner },
      { term: 'Version', text: strategy.version },
      { term: 'Kort navn', text: strategy.id },
      ...levelsOf(strategy.nodes),
    ],
    predecessor: predecessor ? linkTo(predecessor) : null,
    successors: successors.map(linkTo),
    branches: branches(strategy.nodes, null, linksOf),
  }
}

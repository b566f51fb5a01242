// Strategies as people read them: a tree of guiding stars and goals.
import type { Refusal } from '../http/errors.ts'
import { showRefusal } from '../http/form.ts'
import { inDanishOrder } from '../lib/danish-order.ts'
import { markdownToHtml } from '../lib/markdown.ts'
import type { Strategy } from './strategy.schema.ts'

const CRUMB = { href: '/strategy', text: 'Strategier' }
const NUMBER = /^\d+(\.\d+)*$/

type Node = Strategy['nodes'][number]
type Branch = { number: string | null; name: string; html: string; keywords: string[]; children: Branch[] }

/** The nodes under `parentKey` with all that stands under them. Keys are shown when they are numbers. */
function branches(nodes: Node[], parentKey: string | null): Branch[] {
  return nodes
    .filter(node => node.parentKey === parentKey)
    .map(({ key, name, text, keywords }) => ({
      number: NUMBER.test(key) ? key : null,
      name,
      html: markdownToHtml(text),
      keywords,
      children: branches(nodes, key),
    }))
}

export const strategyRows = (strategies: Strategy[]) =>
  strategies
    .toSorted((one, other) => inDanishOrder(one.owner, other.owner) || inDanishOrder(one.name, other.name))
    .map(({ id, name, version, owner, nodes }) => {
      const stars = nodes.filter(({ parentKey }) => parentKey === null).length
      return { href: `/strategy/${id}`, name, version, owner, stars, goals: nodes.length - stars }
    })

export const strategyPage = (strategy: Strategy) => ({
  title: strategy.name,
  crumbs: [CRUMB, { text: strategy.name }],
  download: `/strategy/${strategy.id}/download`,
  facts: [
    { term: 'Ejer', text: strategy.owner },
    { term: 'Version', text: strategy.version },
    { term: 'Id', text: strategy.id },
  ],
  branches: branches(strategy.nodes, null),
})

/** `faults` are what is wrong with the file that was sent; `strategies` are those there are, to begin from. */
export const strategyImport = (strategies: Strategy[], faults: string[], refusal: Refusal | null) => ({
  title: 'Ny strategi fra en fil',
  crumbs: [CRUMB, { text: 'Ny fra en fil' }],
  starts: strategies.map(({ id, name, owner }) => ({
    href: `/strategy/${id}/download`,
    text: `Hent ${name} (${owner}) som JSON-fil`,
  })),
  faults,
  ...showRefusal({ file: 'Fil' }, refusal),
})

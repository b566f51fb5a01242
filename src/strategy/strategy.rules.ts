// What holds a strategy together, how its versions follow each other, and which goals a text is like.
import { danishStems } from '../lib/danish-stem.ts'

export type Node = {
  key: string
  parentKey: string | null
  name: string
  text: string
  keywords: readonly string[]
  successorOf: string | null
}

/** Guiding stars, goals, and what unfolds a goal. */
export const LEVELS = 3

export type NodeProblem = { index: number; field: 'key' | 'parentKey' | 'successorOf'; message: string }

/** What is wrong with a tree: parents stand before what is under them, keys stand once, and it is three levels deep. */
export function treeProblems(nodes: readonly Pick<Node, 'key' | 'parentKey'>[]): NodeProblem[] {
  const level = new Map<string, number>()
  return nodes.flatMap(({ key, parentKey }, index) => {
    const problems: NodeProblem[] = []
    if (level.has(key)) problems.push({ index, field: 'key', message: `${key} står der to gange.` })
    const above = parentKey === null ? 0 : level.get(parentKey)
    if (above === undefined)
      problems.push({ index, field: 'parentKey', message: `${parentKey} skal stå før det, der hører under det.` })
    else if (above >= LEVELS)
      problems.push({
        index,
        field: 'parentKey',
        message: 'En strategi har højst tre niveauer. Flyt det et niveau op.',
      })
    level.set(key, (above ?? 0) + 1)
    return problems
  })
}

/** What is wrong with the links to the succeeded strategy's nodes; null: it succeeds none. */
export function successionProblems(
  nodes: readonly Pick<Node, 'successorOf'>[],
  succeeded: readonly { key: string }[] | null,
): NodeProblem[] {
  return nodes.flatMap(({ successorOf }, index) => {
    if (successorOf === null) return []
    if (!succeeded)
      return [{ index, field: 'successorOf', message: 'Skriv først, hvilken strategi den nye afløser.' } as const]
    if (succeeded.some(({ key }) => key === successorOf)) return []
    const message = `${successorOf} findes ikke i den strategi, der bliver afløst.`
    return [{ index, field: 'successorOf', message } as const]
  })
}

const sameName = (name: string) => name.normalize('NFC').toLocaleLowerCase('da').replaceAll(/\s+/g, ' ').trim()

/** The nodes, where those that kept both key and name follow the old ones of the succeeded strategy unless they say otherwise. */
export const withHeirs = <N extends Pick<Node, 'key' | 'name' | 'successorOf'>>(
  nodes: readonly N[],
  succeeded: readonly Pick<Node, 'key' | 'name'>[],
): N[] =>
  nodes.map(node => {
    const old = succeeded.find(({ key, name }) => key === node.key && sameName(name) === sameName(node.name))
    return node.successorOf === null && old ? { ...node, successorOf: old.key } : node
  })

type Versioned = { id: string; name: string; version: string; successorOf: string | null; nodes: readonly Node[] }

/** The strategies that have come in this one's place. */
export const successorsOf = <S extends Versioned>(strategies: readonly S[], id: string): S[] =>
  strategies.filter(({ successorOf }) => successorOf === id)

/** The strategies that none has succeeded: new points and actions link to their goals. */
export const inForce = <S extends Versioned>(strategies: readonly S[]): S[] =>
  strategies.filter(({ id }) => successorsOf(strategies, id).length === 0)

/** How goals are named across strategies, as in points and actions: "norddjurs-socialomraadet/2.2". */
export const goalKeyOf = (strategyId: string, key: string) => `${strategyId}/${key}`

/** The key where people gave it as a number, before the name: "2.2 Organisation og arbejdsgange". */
export const goalName = ({ key, name }: Pick<Node, 'key' | 'name'>) =>
  /^\d+(\.\d+)*$/.test(key) ? `${key} ${name}` : name

export type Suggestion = { goalKey: string; strategy: string; name: string; words: string[] }

const SUGGESTED = 3
/** What a word weighs by where it stands. */
const WEIGHTS = { keywords: 3, name: 3, text: 1 } as const
/** A goal is like a text when its words weigh at least so much, the rarer the more. */
const LEAST = 5
/** A long word counts inside a longer one: Danish puts words together. */
const LONG = 6

type Weighed = { weight: number; word: string }

function stemsOf({ name, keywords, text }: Node): Map<string, Weighed> {
  const stems = new Map<string, Weighed>()
  const parts = [
    [keywords.join(' '), WEIGHTS.keywords],
    [name, WEIGHTS.name],
    [text, WEIGHTS.text],
  ] as const
  for (const [part, weight] of parts)
    for (const [stem, word] of danishStems(part)) if (!stems.has(stem)) stems.set(stem, { weight, word })
  return stems
}

/** The text's own word that is a form of `stem`, or holds it; undefined when there is none. */
function wordFor(stem: string, said: ReadonlyMap<string, string>): string | undefined {
  const word = said.get(stem)
  if (word || stem.length < LONG) return word
  for (const [other, longer] of said) if (other.startsWith(stem) || other.endsWith(stem)) return longer
  return undefined
}

const isWithin = (one: string, other: string, parents: ReadonlyMap<string, string | null>): boolean => {
  for (let key: string | null | undefined = one; key; key = parents.get(key)) if (key === other) return true
  return false
}

/**
 * The goals that a text is like, best first, at most three, each with the words of the text that say so. Words that many
 * goals share say little. Of a goal and what stands under it only the better one is named; `taken` are named by none.
 */
export function suggestGoals(text: string, strategies: readonly Versioned[], taken: readonly string[]): Suggestion[] {
  const said = danishStems(text)
  if (said.size === 0) return []
  const found = strategies.flatMap(strategy => {
    const nodes = strategy.nodes.map(node => ({ node, stems: stemsOf(node) }))
    const holders = new Map<string, number>()
    for (const { stems } of nodes) for (const stem of stems.keys()) holders.set(stem, (holders.get(stem) ?? 0) + 1)
    const parents = new Map(strategy.nodes.map(({ key, parentKey }) => [key, parentKey]))
    const ranked = nodes
      .map(({ node, stems }) => {
        const words = new Set<string>()
        let score = 0
        for (const [stem, { weight }] of stems) {
          const word = wordFor(stem, said)
          if (!word) continue
          words.add(word)
          score += (weight * Math.log2(1 + nodes.length / (holders.get(stem) ?? 1))) / 2
        }
        return { node, score, words: [...words] }
      })
      .filter(({ node, score }) => score >= LEAST && !taken.includes(goalKeyOf(strategy.id, node.key)))
      .toSorted((one, other) => other.score - one.score)
    return ranked
      .filter(
        ({ node: { key } }, i) =>
          !ranked
            .slice(0, i)
            .some(({ node: better }) => isWithin(key, better.key, parents) || isWithin(better.key, key, parents)),
      )
      .map(({ node, score, words }) => ({ strategy, node, score, words }))
  })
  return found
    .toSorted((one, other) => other.score - one.score)
    .slice(0, SUGGESTED)
    .map(({ strategy, node, words }) => ({
      goalKey: goalKeyOf(strategy.id, node.key),
      strategy: strategy.name,
      name: goalName(node),
      words,
    }))
}

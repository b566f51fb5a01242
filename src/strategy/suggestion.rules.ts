// Which goals a text is like: the words that they share, and words of one family; a person decides.
import { danishStems, isPart } from '../lib/danish-stem.ts'
import { goalKeyOf, goalName, type Node, type Versioned } from './strategy.rules.ts'
import { familiesOf } from './word-families.ts'

export type Suggestion = { goalKey: string; strategy: string; name: string; words: string[] }

const SUGGESTED = 3
/** What a goal's word weighs by where it stands; a goal under a star has the star's words too. */
const WEIGHTS = { keywords: 3, name: 3, text: 2, above: 1 } as const
/** A word of the same family says less than the word itself. */
const FAMILY = 0.6
/** A second word that is like a text for the same reason says little more. */
const AGAIN = 0.25
/** A goal is like a text when the words weigh at least so much, and not far less than the best goal's. */
const LEAST = 3
const NEAR = 0.45
/** A star says less than a goal under it, which is more to the point. */
const STAR = 0.5
/** Who is spoken of says nothing about what a text is about. */
const PEOPLE = new Set(
  danishStems('borger beboer bruger gæst medarbejder personale kollega leder menneske person team tilbud').keys(),
)

type Weights = Map<string, number>

const heavier = (weights: Weights, key: string, weight: number) =>
  weights.set(key, Math.max(weights.get(key) ?? 0, weight))

const familyKeys = (stem: string) => [...familiesOf(stem)].map(family => `#${family}`)

/** The words of a goal and their families, with what each weighs. */
function weightsOf({ name, keywords, text }: Node): Weights {
  const weights: Weights = new Map()
  const parts = [
    [keywords.join(' '), WEIGHTS.keywords],
    [name, WEIGHTS.name],
    [text, WEIGHTS.text],
  ] as const
  for (const [part, weight] of parts)
    for (const stem of danishStems(part).keys()) {
      heavier(weights, stem, weight)
      for (const key of familyKeys(stem)) heavier(weights, key, weight * FAMILY)
    }
  return weights
}

type Goal = { node: Node; weights: Weights; isStar: boolean }

/** The goals of a strategy with all that they weigh, and how rare each word is among them. */
function readGoals(nodes: readonly Node[]) {
  const own = new Map(nodes.map(node => [node.key, weightsOf(node)]))
  const held: Weights = new Map()
  for (const weights of own.values()) {
    for (const [key, weight] of weights) {
      const most = WEIGHTS.name * (key.startsWith('#') ? FAMILY : 1)
      held.set(key, (held.get(key) ?? 0) + weight / most)
    }
  }
  const goals = nodes.map(node => {
    const weights = new Map(own.get(node.key))
    for (const key of (node.parentKey === null ? undefined : own.get(node.parentKey))?.keys() ?? [])
      heavier(weights, key, WEIGHTS.above * (key.startsWith('#') ? FAMILY : 1))
    return { node, weights, isStar: nodes.some(({ parentKey }) => parentKey === node.key) }
  })
  const rare = (key: string) => Math.log2(1 + nodes.length / Math.max(held.get(key) ?? 1, 1)) / 2
  return { goals, rare }
}

/** The goal's word that the text's word is a form of, is put together with, or is part of. */
function sameWord(stem: string, weights: Weights): string | undefined {
  if (weights.has(stem)) return stem
  return weights.keys().find(other => !other.startsWith('#') && (isPart(stem, other) || isPart(other, stem)))
}

/** What speaks for one goal: each reason once in full, and the words of the text that gave it. */
function likeness(said: ReadonlyMap<string, string>, { weights, isStar }: Goal, rare: (key: string) => number) {
  const reasons = new Set<string>()
  const words: string[] = []
  let score = 0
  for (const [stem, word] of said) {
    const same = sameWord(stem, weights)
    const keys = [...(same ? [same] : []), ...familyKeys(stem).filter(key => weights.has(key))]
    const weighed = keys.map(key => ({ key, weight: (weights.get(key) ?? 0) * rare(key) }))
    const [best] = weighed.toSorted((one, other) => other.weight - one.weight)
    if (!best) continue
    words.push(word)
    const before = keys.some(key => reasons.has(key))
    for (const key of keys) reasons.add(key)
    score += before ? best.weight * AGAIN : best.weight
  }
  return { score: isStar ? score * STAR : score, words }
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
  const said = new Map([...danishStems(text)].filter(([stem]) => !PEOPLE.has(stem)))
  if (said.size === 0) return []
  const found = strategies.flatMap(strategy => {
    const { goals, rare } = readGoals(strategy.nodes)
    const parents = new Map(strategy.nodes.map(({ key, parentKey }) => [key, parentKey]))
    const ranked = goals
      .map(goal => ({ node: goal.node, ...likeness(said, goal, rare) }))
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
  const ranked = found.toSorted((one, other) => other.score - one.score)
  return ranked
    .filter(({ score }) => score >= (ranked[0]?.score ?? 0) * NEAR)
    .slice(0, SUGGESTED)
    .map(({ strategy, node, words }) => ({
      goalKey: goalKeyOf(strategy.id, node.key),
      strategy: strategy.name,
      name: goalName(node),
      words,
    }))
}

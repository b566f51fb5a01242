// Goals as somebody chooses them: those that the text is like on top, below them every strategy as a tree to tick.
import { goalKeyOf, goalName, inForce, successorsOf } from './strategy.rules.ts'
import type { Strategy } from './strategy.schema.ts'
import { suggestGoals } from './suggestion.rules.ts'

const list = new Intl.ListFormat('da')
const inWords = (words: readonly string[]) => list.format(words)

/** The names of goals by their keys, with the strategy they are of; a goal that is not there keeps its key. */
export function goalNames(strategies: readonly Strategy[], goalKeys: readonly string[]) {
  return goalKeys.map(goalKey => {
    const strategy = strategies.find(({ id }) => goalKey.startsWith(`${id}/`))
    const node = strategy?.nodes.find(({ key }) => goalKeyOf(strategy.id, key) === goalKey)
    return { goalKey, name: node ? goalName(node) : goalKey, strategy: strategy?.name ?? '' }
  })
}

/** "ligner: 2.2 Organisation og arbejdsgange", and which words say so. */
export const suggestionsView = (text: string, strategies: readonly Strategy[], chosen: readonly string[]) => {
  const current = inForce(strategies)
  return suggestGoals(text, current, chosen).map(({ goalKey, strategy, name, words }) => ({
    goalKey,
    name,
    strategy: current.length > 1 ? strategy : null,
    why: inWords(words.map(word => `»${word}«`)),
  }))
}

type Ticked = { id: string; value: string; name: string; checked: boolean; level: number }

function goalsOf({ id, nodes }: Strategy, chosen: readonly string[]): Ticked[] {
  const level = new Map<string, number>()
  for (const { key, parentKey } of nodes) level.set(key, parentKey === null ? 1 : (level.get(parentKey) ?? 0) + 1)
  return nodes.map(node => {
    const value = goalKeyOf(id, node.key)
    const name = goalName(node)
    return {
      ...{ id: `goal-${id}-${node.key}`, value, name },
      checked: chosen.includes(value),
      level: level.get(node.key) ?? 1,
    }
  })
}

/** The strategies to choose from: those in force, and succeeded ones that something is chosen of already. */
export const goalChoices = (strategies: readonly Strategy[], chosen: readonly string[]) =>
  strategies
    .map(strategy => ({ strategy, goals: goalsOf(strategy, chosen) }))
    .filter(
      ({ strategy, goals }) =>
        successorsOf(strategies, strategy.id).length === 0 || goals.some(({ checked }) => checked),
    )
    .map(({ strategy, goals }, _, all) => ({
      name: strategy.name,
      owner: strategy.owner,
      isOpen: all.length === 1 || goals.some(({ checked }) => checked),
      goals,
    }))

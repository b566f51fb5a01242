// How often the goal that a short text is about stands among the first three suggestions, and that nothing is suggested
// for a text about none. The figures are floors: they were measured, and may rise.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Strategy } from '../src/strategy/strategy.schema.ts'
import { suggestGoals } from '../src/strategy/suggestion.rules.ts'
import { ABOUT_NOTHING, BED, UNSEEN } from './strategy.bed.ts'

const seeds = join(import.meta.dirname, '../seeds')
const read = (file: string) => JSON.parse(readFileSync(join(seeds, file), 'utf8'))
const strategies = readdirSync(join(seeds, 'strategy')).map(file => Strategy.parse(read(`strategy/${file}`)))

const suggested = (text: string, strategyId: string) =>
  suggestGoals(
    text,
    strategies.filter(({ id }) => id === strategyId),
    [],
  ).map(({ goalKey }) => goalKey)

test.each([
  ['faxe-voksensocial', 11, 12],
  ['norddjurs-ledestjerner', 5, 8],
  ['norddjurs-socialomraadet', 11, 14],
  ['social-omsorg', 10, 12],
])('%s: the goal that a text is about is among the first three for %i of %i', (id, floor, all) => {
  const texts = BED.filter(([, strategyId]) => strategyId === id)
  const hits = texts.filter(([text, , goal]) => suggested(text, id).includes(`${id}/${goal}`))
  expect(texts).toHaveLength(all)
  expect(hits.length).toBeGreaterThanOrEqual(floor)
})

test('texts that the matching was not made by: for 8 of 20', () => {
  const hits = UNSEEN.filter(([text, id, goal]) => suggested(text, id).includes(`${id}/${goal}`))
  expect(UNSEEN.length).toBe(20)
  expect(hits.length).toBeGreaterThanOrEqual(8)
})

test('focus points of the demo: one of the goals that they are linked to is among the first three for 54 of 97', () => {
  type Point = { heading: string | null; body: string; goalKeys?: string[] }
  const points = readdirSync(join(seeds, 'demo/visit'))
    .flatMap((file): Point[] => read(`demo/visit/${file}`).points)
    .filter(({ goalKeys }) => goalKeys?.length)
  const hits = points.filter(({ heading, body, goalKeys }) =>
    suggested(`${heading ?? ''}\n${body}`, 'norddjurs-socialomraadet').some(key => goalKeys?.includes(key)),
  )
  expect(points.length).toBe(97)
  expect(hits.length).toBeGreaterThanOrEqual(54)
})

test('a text about no goal has no suggestion, in at least 46 of 48 tries', () => {
  const wrong = strategies.flatMap(({ id }) => ABOUT_NOTHING.filter(text => suggested(text, id).length > 0))
  expect(wrong.length).toBeLessThanOrEqual(2)
})

test('each suggestion says which words of the text it rests on', () => {
  for (const [text, id] of BED) {
    const own = strategies.filter(strategy => strategy.id === id)
    for (const { words } of suggestGoals(text, own, [])) {
      expect(words.length).toBeGreaterThan(0)
      for (const word of words) expect(text.toLocaleLowerCase('da')).toContain(word)
    }
  }
})

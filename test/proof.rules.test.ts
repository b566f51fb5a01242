// Every rule of the proof-reader finds its bad examples and leaves its good ones alone.
import { describe, expect, test } from 'vitest'
import { proofread, RULES } from '../src/proof/rulebook.ts'
import { materialOf } from './proof.example.ts'

describe.each(RULES.map(rule => [rule.name, rule] as const))('%s', (_, rule) => {
  test.each(rule.bad.map(example => [JSON.stringify(example).slice(0, 120), example] as const))(
    'finds %s',
    (_, example) => {
      const found = proofread(materialOf(example), [rule])
      expect(found.length).toBeGreaterThan(0)
      for (const { text, where, what } of found) {
        expect(text.slice(where.start, where.end)).toBe(where.quote)
        expect(what).toMatch(/\S$/)
      }
    },
  )

  test.each(rule.good.map(example => [JSON.stringify(example).slice(0, 120), example] as const))(
    'leaves %s',
    (_, example) => {
      expect(proofread(materialOf(example), [rule]).map(({ what }) => what)).toEqual([])
    },
  )
})

describe('the rules', () => {
  test('have names of their own, and say why and what to do in whole sentences', () => {
    expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length)
    for (const { title, why, remedy } of RULES) {
      expect(title).not.toMatch(/\.$/)
      for (const said of [why, remedy]) expect(said).toMatch(/^\p{Lu}.*\.$/u)
    }
  })

  test('a finding keeps its key while its text stays, also in another theme, and loses it with the text', () => {
    const keys = (body: string, theme = '1') =>
      proofread(
        materialOf({ points: [{ theme, body }] }),
        RULES.filter(({ name }) => name === 'doubledSign'),
      ).map(({ key }) => key)
    expect(keys('Godt..')).toEqual(keys('Godt..', '2'))
    expect(keys('Godt..')).not.toEqual(keys('Meget godt..'))
    expect(new Set(keys('Godt.. Bedre.. Bedst..')).size).toBe(3)
  })
})

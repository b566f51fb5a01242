// The facts of a visit that two people change at once.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Facts, factsChange, withFacts } from '../src/visit/facts.rules.ts'

const word = fc.constantFrom('Tid', 'Mad', 'Ro', 'Rum')
const words = fc.uniqueArray(word, { maxLength: 4 })
const met = fc.uniqueArray(fc.record({ group: word, count: fc.nat(3) }), {
  maxLength: 4,
  selector: row => JSON.stringify(row),
})
const facts: fc.Arbitrary<Facts> = fc.record({
  visitedOn: fc.constantFrom('2026-05-12', '2026-05-13'),
  consultantIds: words,
  participants: fc.record({ employeesTotal: fc.option(fc.nat(3)), met }),
  topics: words,
})
const sorted = ({ participants, ...rest }: Facts) => ({
  ...rest,
  consultantIds: [...rest.consultantIds].sort(),
  topics: [...rest.topics].sort(),
  employeesTotal: participants.employeesTotal,
  met: participants.met.map(row => JSON.stringify(row)).sort(),
})

describe('a change of the facts', () => {
  test('made to what it was made of gives what was meant, and made twice it gives the same', () => {
    fc.assert(
      fc.property(facts, facts, (before, after) => {
        const change = factsChange(before, after)
        expect(change === null).toBe(JSON.stringify(sorted(before)) === JSON.stringify(sorted(after)))
        const once = withFacts(before, change ?? {})
        expect(sorted(once)).toEqual(sorted(after))
        expect(withFacts(once, change ?? {})).toEqual(once)
      }),
    )
  })

  test('leaves what a colleague put in, and takes out only what was taken out', () => {
    fc.assert(
      fc.property(facts, facts, facts, (before, mine, theirs) => {
        const both = withFacts(theirs, factsChange(before, mine) ?? {})
        for (const topic of theirs.topics)
          if (!before.topics.includes(topic) || mine.topics.includes(topic)) expect(both.topics).toContain(topic)
        for (const topic of mine.topics)
          if (!before.topics.includes(topic) || theirs.topics.includes(topic)) expect(both.topics).toContain(topic)
        expect(new Set(both.topics).size).toBe(both.topics.length)
      }),
    )
  })
})

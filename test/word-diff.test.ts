// Two texts compared word by word: what is told is all that either holds.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nearChanges, type Stretch, wordDiff } from '../src/lib/word-diff.ts'

const told = (before: string, after: string) =>
  wordDiff(before, after).map(({ kind, text }) => ({ same: text, added: `+${text}`, removed: `-${text}` })[kind])

describe('the difference between two texts', () => {
  test.each([
    ['Tiden fylder.', 'Tiden fylder meget.', ['Tiden fylder ', '+meget', '.']],
    ['Ældre får ro', 'Ældre får aldrig ro', ['Ældre får ', '+aldrig ', 'ro']],
    ['', 'Nyt', ['+Nyt']],
    ['Væk', '', ['-Væk']],
    ['Ens', 'Ens', ['Ens']],
    ['aftenvagten hjælper', 'nattevagten hjælper', ['-aftenvagten', '+nattevagten', ' hjælper']],
  ])('%s → %s', (before, after, expected) => {
    expect(told(before, after)).toEqual(expected)
  })

  const text = fc
    .array(fc.constantFrom('ro', 'tid ', 'å', ' ', '\n\n', '- ', 'æble', '.'), { maxLength: 40 })
    .map(all => all.join(''))
  const joined = (stretches: Stretch[], without: Stretch['kind']) =>
    stretches
      .filter(({ kind }) => kind !== without)
      .map(stretch => stretch.text)
      .join('')
  const words = (whole: string) => whole.replaceAll(/\s+/g, '')

  test('holds every word of both', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const stretches = wordDiff(before, after)
        expect(words(joined(stretches, 'added'))).toBe(words(before))
        expect(words(joined(stretches, 'removed'))).toBe(words(after))
      }),
    )
  })

  test('of two long texts that have nothing in common comes in a moment', () => {
    const words = (start: number) => Array.from({ length: 4000 }, (_, i) => `ord${start + i}`).join(' ')
    const begin = performance.now()
    expect(wordDiff(words(0), words(10_000))).toHaveLength(2)
    expect(performance.now() - begin).toBeLessThan(3000)
  })

  test('shows of what is unchanged only the words beside a change', () => {
    const long = 'Et langt afsnit om hverdagen. '.repeat(20)
    const shown = nearChanges(wordDiff(`${long}Slut.`, `${long}Begyndelse.`))
    expect(shown.map(({ text }) => text.length).every(length => length < 120)).toBe(true)
    expect(shown[0]?.text).toMatch(/^… .*hverdagen\. $/)
  })
})

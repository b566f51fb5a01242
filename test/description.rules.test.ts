// When facts count as confirmed, who describes, and what is marked as changed.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mayConfirm, mayDescribe, textsUnder } from '../src/description/description.rules.ts'
import { paragraphDiff } from '../src/lib/paragraph-diff.ts'
import { isConfirmed } from '../src/tilbud/tilbud.rules.ts'

describe('facts', () => {
  test.each([
    // confirmed, visited, planned
    [null, '2026-05-12', '2026-01-01', false],
    ['2025-11-12', '2026-05-12', '2026-01-01', true],
    ['2025-11-11', '2026-05-12', '2026-01-01', false],
    ['2026-05-12', '2026-05-12', '2026-01-01', true],
    ['2026-06-01', '2026-05-12', '2026-01-01', true],
    // Over New Year, and to the last of a shorter month.
    ['2026-07-31', '2027-01-31', '2026-12-01', true],
    ['2026-07-30', '2027-01-31', '2026-12-01', false],
    ['2025-08-31', '2026-02-28', '2026-01-02', true],
    ['2025-08-28', '2026-02-28', '2026-01-02', true],
    ['2025-08-27', '2026-02-28', '2026-01-02', false],
    // Planned long before: the leader was asked then.
    ['2026-01-05', '2027-01-04', '2026-01-04', true],
    ['2026-01-03', '2027-01-04', '2026-01-04', false],
  ])('confirmed %s for a visit on %s that was planned %s: %s', (confirmedOn, visitedOn, plannedOn, expected) =>
    expect(isConfirmed({ confirmedOn, visitedOn, plannedOn })).toBe(expected),
  )
})

describe('who', () => {
  test.each([
    ['leader', ['t'], true, true],
    ['leader', ['x'], false, false],
    ['consultant', [], false, false],
    ['administrator', [], false, true],
  ] as const)('%s of %j describes: %s, confirms: %s', (role, tilbudIds, describes, confirms) => {
    const user = { role, tilbudIds: [...tilbudIds] }
    expect([mayDescribe(user, 't'), mayConfirm(user, 't')]).toEqual([describes, confirms])
  })

  test('a theme that took over from another begins with its text', () =>
    expect(textsUnder([{ key: '1' }, { key: '8', successorOf: '7' }, { key: '9' }], { '1': 'a', '7': 'b' })).toEqual({
      ...{ '1': 'a', '8': 'b' },
      '9': '',
    }))
})

describe('what changed', () => {
  const kinds = (before: string, after: string) => paragraphDiff(before, after).map(({ kind }) => kind)

  test.each([
    ['Et.\n\nTo.', 'Et.\n\nTo.', ['same', 'same']],
    ['Et.\n\nTo.', 'Et.\n\nTre.', ['same', 'changed']],
    ['Et.', 'Et.\n\nTo.', ['same', 'added']],
    ['Et.\n\nTo.', 'To.', ['removed', 'same']],
    ['', 'Et.', ['added']],
    ['Et.', '', ['removed']],
    ['Et.\n \n\nTo.', 'Et.\n\nTo.', ['same', 'same']],
    ['a\n\nb\n\nc', 'a\n\nx\n\ny\n\nc', ['same', 'changed', 'added', 'same']],
  ])('from %j to %j', (before, after, expected) => expect(kinds(before, after)).toEqual(expected))

  test('nothing of the later text is left out, and nothing that was there is lost', () => {
    const text = fc
      .array(fc.constantFrom('Vi spiser.', 'Vi går.', 'Tid og ro.', 'Ro.'), { maxLength: 6 })
      .map(list => list.join('\n\n'))
    fc.assert(
      fc.property(text, text, (before, after) => {
        const parts = paragraphDiff(before, after)
        const now = parts.filter(({ kind }) => kind !== 'removed').map(part => part.text)
        expect(now.join('\n\n')).toBe(after)
        const then = parts.flatMap(part =>
          part.kind === 'added'
            ? []
            : part.kind === 'changed'
              ? [
                  part.stretches
                    .filter(({ kind }) => kind !== 'added')
                    .map(stretch => stretch.text)
                    .join(''),
                ]
              : [part.text],
        )
        expect(then.join('\n\n')).toBe(before)
      }),
    )
  })
})

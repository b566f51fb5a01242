// What is new, recurs and is closed: nothing is left out and nothing stands twice, whatever the visits say.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { holds, withoutNames } from '../src/thread/idea.rules.ts'
import { decisionOf, sinceLast, themeNow, whyUndecided } from '../src/thread/thread.rules.ts'

const THEMES = ['1', '2', '3a', '3b']
// Themes of the model, and two that it does not have any more.
const theme = fc.constantFrom(...THEMES, '8', '9')

/** Focus points of a visit and earlier threads; some are carried on by one of the points, some by one that is gone. */
const visits = fc
  .tuple(
    fc.array(fc.record({ theme }), { maxLength: 12 }),
    fc.array(fc.record({ theme, mark: fc.constantFrom('continued', 'closed', null), carrier: fc.nat(20) }), {
      maxLength: 12,
    }),
  )
  .map(([given, threads]) => {
    const points = given.map((point, i) => ({ id: `p${i}`, ...point }))
    const free = new Set(points.map(({ id }) => id))
    const earlier = threads.map(({ carrier, ...thread }, i) => {
      const id = `p${carrier}`
      const isTaken = carrier < 15 && points.length > carrier && !free.delete(id)
      return { id: `t${i}`, ...thread, pointId: carrier >= 15 || isTaken ? null : id }
    })
    return { points, earlier }
  })

describe('new, recurring, closed', () => {
  test('each focus point and each earlier thread stands in exactly one place', () => {
    fc.assert(
      fc.property(visits, ({ points, earlier }) => {
        const themes = sinceLast(THEMES, points, earlier)
        const shownPoints = themes.flatMap(({ fresh, again }) => [
          ...fresh.map(({ id }) => id),
          ...again.flatMap(({ point }) => point?.id ?? []),
        ])
        const shownThreads = themes.flatMap(({ again, closed, undecided }) => [
          ...again.map(({ thread }) => thread.id),
          ...closed.map(({ id }) => id),
          ...undecided.map(({ id }) => id),
        ])
        expect(shownPoints.toSorted()).toEqual(points.map(({ id }) => id).toSorted())
        expect(shownThreads.toSorted()).toEqual(earlier.map(({ id }) => id).toSorted())
        expect(new Set(themes.map(({ key }) => key)).size).toBe(themes.length)
      }),
      { numRuns: 500 },
    )
  })

  test('each stands under its theme, and as it was decided', () => {
    fc.assert(
      fc.property(visits, ({ points, earlier }) => {
        for (const { key, fresh, again, closed, undecided } of sinceLast(THEMES, points, earlier)) {
          for (const point of fresh) expect(point.theme).toBe(key)
          for (const { thread, point } of again) {
            expect((point ?? thread).theme).toBe(key)
            expect(point !== null || thread.mark === 'continued').toBe(true)
          }
          for (const thread of closed) expect([thread.theme, thread.mark]).toEqual([key, 'closed'])
          for (const thread of undecided) expect([thread.theme, thread.mark]).toEqual([key, null])
        }
      }),
      { numRuns: 500 },
    )
  })

  test.each([
    [null, null, null],
    ['continued', null, 'continued'],
    ['closed', null, 'closed'],
    [null, 'p', 'continued'],
    ['closed', 'p', 'continued'],
  ] as const)('marked %s, carried on by %s: %s', (mark, pointId, decision) =>
    expect(decisionOf({ mark, pointId })).toBe(decision),
  )

  test.each([
    ['3a', '3a'],
    ['3', '3a'],
    ['9', '9'],
  ])('theme %s is %s today', (key, now) =>
    expect(
      themeNow(key, [
        { key: '1', successorOf: null },
        { key: '3a', successorOf: '3' },
      ]),
    ).toBe(now),
  )

  test('says where a decision is missing', () => {
    expect(whyUndecided([])).toBe(null)
    expect(whyUndecided(['3a'])).toContain('ét fokuspunkt fra sidst (tema 3a)')
    expect(whyUndecided(['1', '3a', '3a', '4'])).toContain('4 fokuspunkter fra sidst (tema 1, 3a og 4)')
  })
})

describe('the idea bank', () => {
  const clean = withoutNames({
    tilbud: ['Åhuset', 'N.A.B.O.', 'Lyngens Hus', 'Lyngen'],
    centres: ['Center Nordlyset'],
    people: ['Karen Dam', 'Jonas Lund'],
  })
  test.each([
    ['Åhuset holder gåmøder.', 'Tilbuddet holder gåmøder.'],
    ['Vi har lånt Åhusets have.', 'Vi har lånt tilbuddets have.'],
    ['Spørg Karen Dam eller Karen.', 'Spørg en kollega eller en kollega.'],
    ['Jonas’ idé. Karen siger ja.', 'En kollega’ idé. En kollega siger ja.'],
    ['En dam og en lund ved N.A.B.O.', 'En dam og en lund ved tilbuddet'],
    ['Lyngens Hus i Center Nordlyset', 'Tilbuddet i centret'],
    ['Åhusets beboere, åhuset', 'Tilbuddets beboere, åhuset'],
    ['Karensgade', 'Karensgade'],
  ])('%s → %s', (text, shown) => expect(clean(text)).toBe(shown))

  test('finds all words wherever they stand', () => {
    expect(holds(['Gåmøder', 'om foråret'], 'forår GÅ')).toBe(true)
    expect(holds(['Gåmøder'], 'gåmøder vinter')).toBe(false)
  })
})

// How links are counted: each text once for each node that it is linked to or that stands above; nothing is left out.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  countCoverage,
  halfYears,
  keysWithin,
  type Link,
  periodOf,
  periodProblems,
  toldTilbud,
} from '../src/coverage/coverage.rules.ts'

const NODES = [
  { key: '1', parentKey: null },
  { key: '1.1', parentKey: '1' },
  { key: '1.1.1', parentKey: '1.1' },
  { key: '1.2', parentKey: '1' },
  { key: '2', parentKey: null },
]
const link = (nodeKey: string, id: string, more: Partial<Link> = {}): Link => ({
  ...{ kind: 'point', id, nodeKey, tilbudId: 'a' },
  ...more,
})

describe('coverage', () => {
  test('counts a point that is linked to a goal and to its parent once for the parent', () => {
    const links = [link('1', 'p'), link('1.1', 'p'), link('1.1.1', 'p'), link('1.2', 'q', { tilbudId: 'b' })]
    const area = link('1.2', 'h', { kind: 'action', tilbudId: null })
    const { nodes, total } = countCoverage(NODES, [...links, area])
    expect(
      nodes.map(({ key, points, actions, tilbud, untouched }) => [key, points, actions, tilbud, untouched]),
    ).toEqual([
      ['1', 2, 1, 2, false],
      ['1.1', 1, 0, 1, false],
      ['1.1.1', 1, 0, 1, false],
      ['1.2', 1, 1, 1, false],
      ['2', 0, 0, 0, true],
    ])
    expect(total).toEqual({ points: 2, actions: 1, tilbud: 2 })
  })

  // A tree of two to three levels, and any links to it: also the same twice, and to nodes that are not there.
  const tree = fc
    .array(fc.array(fc.nat({ max: 3 }), { maxLength: 4 }), { minLength: 1, maxLength: 5 })
    .map(stars =>
      stars.flatMap((goals, s) => [
        { key: `${s}`, parentKey: null as string | null },
        ...goals.flatMap((parts, g) => [
          { key: `${s}.${g}`, parentKey: `${s}` },
          ...Array.from({ length: parts }, (_, p) => ({ key: `${s}.${g}.${p}`, parentKey: `${s}.${g}` })),
        ]),
      ]),
    )
  const given = tree.chain(nodes =>
    fc.record({
      nodes: fc.constant(nodes),
      links: fc.array(
        fc.record({
          kind: fc.constantFrom('point' as const, 'action' as const),
          id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
          nodeKey: fc.constantFrom(...nodes.map(({ key }) => key), 'none'),
          tilbudId: fc.constantFrom('x', 'y', null),
        }),
        { maxLength: 30 },
      ),
    }),
  )

  test('is complete and consistent whatever is linked to what', () => {
    fc.assert(
      fc.property(given, ({ nodes, links }) => {
        const { nodes: counted, total } = countCoverage(nodes, links)
        expect(counted.map(({ key }) => key)).toEqual(nodes.map(({ key }) => key))
        const distinct = (keys: readonly string[], kind: Link['kind']) =>
          new Set(links.filter(one => one.kind === kind && keys.includes(one.nodeKey)).map(({ id }) => id)).size
        for (const node of counted) {
          const within = keysWithin(nodes, node.key)
          expect([node.points, node.actions]).toEqual([distinct(within, 'point'), distinct(within, 'action')])
          expect(node.untouched).toBe(!links.some(({ nodeKey }) => within.includes(nodeKey)))
          const children = counted.filter(({ parentKey }) => parentKey === node.key)
          for (const field of ['points', 'actions', 'tilbud'] as const) {
            // A child's links are among its parent's, and the parent's among the strategy's.
            for (const child of children) expect(child[field]).toBeLessThanOrEqual(node[field])
            expect(node[field]).toBeLessThanOrEqual(total[field])
          }
          if (node.untouched) for (const child of children) expect(child.untouched).toBe(true)
        }
        const all = nodes.map(({ key }) => key)
        expect([total.points, total.actions]).toEqual([distinct(all, 'point'), distinct(all, 'action')])
      }),
    )
  })
})

test.each([
  ['2026-06-30', '2026-01-01', '2026-06-30', '2025-07-01', '2025-12-31'],
  ['2026-07-01', '2026-07-01', '2026-12-31', '2026-01-01', '2026-06-30'],
])('on %s the half-year is %s to %s, before it %s to %s', (today, from, to, earlier, until) => {
  expect(halfYears(today)).toEqual({ current: { from, to }, previous: { from: earlier, to: until } })
})

test.each([
  [{}, '2024-11-26', '2026-11-26'],
  [{ to: '2024-02-29' }, '2022-02-28', '2024-02-29'],
  [{ from: '2026-01-01' }, '2026-01-01', '2026-11-26'],
])('the period of %j is %s to %s', (filter, from, to) => {
  expect(periodOf(filter, '2026-11-26')).toEqual({ from, to })
})

test('a period that ends before it begins is a problem', () => {
  expect(periodProblems({ from: '2026-02-01', to: '2026-01-01' })).toHaveLength(1)
  expect(periodProblems({ from: '2026-02-01', to: '2026-02-01' })).toEqual([])
})

test.each([
  [0, '0'],
  [1, 'under 3'],
  [2, 'under 3'],
  [3, '3'],
])('%i tilbud are told as %s', (count, words) => {
  expect(toldTilbud(count)).toBe(words)
})

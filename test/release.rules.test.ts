// The release plan as rules: what is planned when nobody says otherwise, what is refused, what can no longer be moved.
import { describe, expect, test } from 'vitest'
import { type Plan, planFaults, planInWords, planOf, type Release, whyFixed } from '../src/report/release.rules.ts'

const TODAY = '2026-12-01'
const release = (leader: string, staff: string | null, has: '' | 'leader' | 'both' = ''): Release => ({
  ...{ leader, staff, leaderHasIt: has !== '', staffHasIt: has === 'both' },
})

describe('what is planned', () => {
  test.each<[string, Parameters<typeof planOf>[0], Release | null, Plan]>([
    ['nothing said: the leader at once, staff not yet', {}, null, { leader: TODAY, staff: null }],
    ['days said', { leader: '2026-12-03', staff: '2026-12-10' }, null, { leader: '2026-12-03', staff: '2026-12-10' }],
    [
      'what the leader waits for is still waited for',
      {},
      release('2026-12-03', '2026-12-10'),
      { leader: '2026-12-03', staff: '2026-12-10' },
    ],
    [
      'what the leader has is corrected at once, for the staff too',
      {},
      release('2026-11-20', '2026-11-27', 'both'),
      { leader: TODAY, staff: TODAY },
    ],
    [
      'staff who wait go on waiting',
      {},
      release('2026-11-20', '2026-12-10', 'leader'),
      { leader: TODAY, staff: '2026-12-10' },
    ],
    [
      'a correction that is withheld takes the staff along',
      { leader: '2026-12-20' },
      release('2026-11-20', '2026-12-10', 'leader'),
      { leader: '2026-12-20', staff: '2026-12-20' },
    ],
    ['staff taken out', { staff: null }, release('2026-12-03', '2026-12-10'), { leader: '2026-12-03', staff: null }],
  ])('%s', (_, wanted, before, plan) => expect(planOf(wanted, before, TODAY)).toEqual(plan))
})

describe('what is refused', () => {
  test.each<[string, Plan, Plan | null, string[]]>([
    ['today', { leader: TODAY, staff: TODAY }, null, []],
    ['yesterday', { leader: '2026-11-30', staff: null }, null, ['/leader']],
    [
      'a day that was yesterday already',
      { leader: '2026-11-30', staff: null },
      { leader: '2026-11-30', staff: null },
      [],
    ],
    ['staff before the leader', { leader: '2026-12-03', staff: '2026-12-02' }, null, ['/staff']],
    ['over half a year ahead', { leader: '2027-06-02', staff: '2027-06-02' }, null, ['/leader', '/staff']],
    ['half a year ahead', { leader: '2027-06-01', staff: '2027-06-01' }, null, []],
  ])('%s', (_, plan, before, paths) => expect(planFaults(plan, before, TODAY).map(({ path }) => path)).toEqual(paths))
})

test('a day that has come stays', () => {
  const both = release('2026-11-20', '2026-11-27', 'both')
  expect(whyFixed(both, { leader: '2026-12-03', staff: '2026-12-10' })).toMatch(
    /Lederen fik rapporten den 20. november/,
  )
  expect(whyFixed(both, { leader: '2026-11-20', staff: null })).toMatch(/Personalet har kunnet læse/)
  expect(whyFixed(both, { leader: '2026-11-20', staff: '2026-11-27' })).toBeNull()
  const one = release('2026-11-20', '2026-12-10', 'leader')
  expect(whyFixed(one, { leader: '2026-11-20', staff: null })).toBeNull()
})

test('the plan is one plain line', () => {
  expect(planInWords(release('2026-12-03', '2026-12-10'), false)).toBe(
    'Lederen får den 3. december 2026 · personalet får den 10. december 2026',
  )
  expect(planInWords(release('2026-12-03', '2026-12-10', 'leader'), true)).toBe(
    'Du fik den 3. december 2026 · personalet får den 10. december 2026',
  )
  expect(planInWords(release('2026-12-03', null), false)).toBe(
    'Lederen får den 3. december 2026 · personalet får den ikke endnu',
  )
})

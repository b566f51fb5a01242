// The rules of the year as tables: months, when a tilbud is due, what comes first, what a plan needs.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addMonths, monthsBetween } from '../src/lib/months.ts'
import { isWorkingDay } from '../src/lib/working-days.ts'
import { prepareBy } from '../src/tilbud/tilbud.rules.ts'
import { dueFrom, mostUrgent, planProblems } from '../src/year/year.rules.ts'

describe('months', () => {
  test.each([
    ['2026-05-14', 1, '2026-06-14'],
    ['2026-12-14', 1, '2027-01-14'],
    ['2026-01-14', -1, '2025-12-14'],
    ['2024-02-29', 24, '2026-02-28'],
    ['2026-08-31', 6, '2027-02-28'],
    ['2026-08-31', -6, '2026-02-28'],
    ['2026-01-31', 13, '2027-02-28'],
    ['2025-12-31', -24, '2023-12-31'],
  ])('%s and %i months is %s', (day, count, expected) => expect(addMonths(day, count)).toBe(expected))

  test.each([
    ['2026-05-14', '2026-05-14', 0],
    ['2026-05-14', '2026-06-13', 0],
    ['2026-05-14', '2026-06-14', 1],
    ['2025-12-31', '2026-01-01', 0],
    ['2025-12-31', '2026-01-31', 1],
    ['2024-11-26', '2026-11-25', 23],
    ['2024-11-26', '2026-11-26', 24],
    ['2024-02-29', '2025-02-28', 12],
    ['2026-05-14', '2026-05-01', 0],
  ])('from %s to %s there are %i', (from, to, expected) => expect(monthsBetween(from, to)).toBe(expected))

  test('counting months and adding them agree', () => {
    const day = fc
      .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map(date => date.toISOString().slice(0, 10))
    fc.assert(
      fc.property(day, fc.nat(200), (from, count) => {
        expect(monthsBetween(from, addMonths(from, count))).toBe(count)
      }),
    )
  })
})

describe('a tilbud', () => {
  const today = '2026-11-26'
  test.each([
    [null, 24, 'never', null, null],
    ['2024-11-25', 24, 'overdue', '2026-11-25', 24],
    ['2024-11-26', 24, 'overdue', '2026-11-26', 24],
    ['2024-11-27', 24, 'soon', '2026-11-27', 23],
    ['2025-02-26', 24, 'soon', '2027-02-26', 21],
    ['2025-02-27', 24, 'onTime', '2027-02-27', 20],
    ['2026-11-26', 24, 'onTime', '2028-11-26', 0],
    ['2024-11-25', 36, 'onTime', '2027-11-25', 24],
    ['2025-12-01', 12, 'soon', '2026-12-01', 11],
    ['2020-01-01', 120, 'onTime', '2030-01-01', 82],
  ])('last visited %s, every %i months, is %s', (last, months, state, dueOn, monthsSince) =>
    expect(dueFrom(last, months, today)).toEqual({ state, dueOn, monthsSince }),
  )

  test('is due on the same day whether New Year lies between or not', () => {
    expect(dueFrom('2024-12-31', 24, '2026-12-30').state).toBe('soon')
    expect(dueFrom('2024-12-31', 24, '2026-12-31').state).toBe('overdue')
    expect(dueFrom('2025-01-01', 24, '2026-12-31').state).toBe('soon')
    expect(dueFrom('2025-01-01', 24, '2027-01-01').state).toBe('overdue')
  })

  test('that wants a visit most comes first', () => {
    const row = (name: string, state: 'never' | 'overdue' | 'soon' | 'onTime', dueOn: string | null, next = false) => ({
      ...{ name, state, dueOn },
      next: next ? {} : null,
    })
    const rows = [
      row('g', 'onTime', '2028-01-01'),
      row('f', 'soon', '2027-01-02'),
      row('e', 'never', null, true),
      row('d', 'never', null),
      row('c', 'overdue', '2024-01-01', true),
      row('b', 'overdue', '2026-02-01'),
      row('a', 'overdue', '2026-01-01'),
      row('ø', 'never', null),
    ]
    expect(rows.sort(mostUrgent).map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd', 'ø', 'e', 'f', 'g'])
  })
})

describe('a plan', () => {
  const today = '2026-11-26'
  test.each([
    ['2026-11-26', ['a', 'b'], []],
    ['2026-11-25', ['a', 'b'], ['/visitedOn']],
    ['2027-01-04', ['a'], ['/consultantIds']],
    ['2027-01-04', ['a', 'a'], ['/consultantIds']],
    ['2027-01-04', [], ['/consultantIds']],
    ['2020-01-01', [], ['/visitedOn', '/consultantIds']],
  ])('for %s with %j', (visitedOn, consultantIds, expected) =>
    expect(planProblems({ visitedOn, consultantIds }, today).map(({ path }) => path)).toEqual(expected),
  )
})

describe('the tilbud prepares', () => {
  test.each([
    // Ten working days before a visit in January lie before Christmas.
    ['2027-01-05', '2026-11-26', '2026-12-16'],
    ['2027-02-02', '2026-11-26', '2027-01-19'],
    // Planned too late for that: the last working day before.
    ['2026-12-08', '2026-11-26', '2026-12-07'],
    ['2026-11-30', '2026-11-26', '2026-11-27'],
  ])('a visit on %s, planned %s, until %s', (visitedOn, planned, expected) => {
    expect(prepareBy(visitedOn, planned)).toBe(expected)
    expect(isWorkingDay(expected)).toBe(true)
  })
})

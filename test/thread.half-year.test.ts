// When a tilbud is asked how it goes: every half year after the publication, on a working day.
import { describe, expect, test } from 'vitest'
import { isWorkingDay } from '../src/lib/working-days.ts'
import { addMonths, missingRound, roundOf, roundsAt } from '../src/thread/half-year.rules.ts'

test.each([
  ['2026-03-15', 6, '2026-09-15'],
  ['2026-08-31', 6, '2027-02-28'],
  ['2027-08-31', 6, '2028-02-29'],
  ['2026-10-31', 12, '2027-10-31'],
  ['2026-12-31', 6, '2027-06-30'],
])('%s and %i months is %s', (day, months, later) => expect(addMonths(day, months)).toBe(later))

test.each([
  // [published, round, asked, deadline]
  ['2026-06-18', 1, '2026-12-18', '2027-01-07'], // ten working days over Christmas and New Year
  ['2026-06-24', 1, '2026-12-28', '2027-01-13'], // half a year later is 24 December: the next working day
  ['2026-10-02', 1, '2027-04-02', '2027-04-16'], // after Easter
  ['2026-10-26', 1, '2027-04-26', '2027-05-11'], // over Ascension Day
  ['2026-06-05', 2, '2027-06-07', '2027-06-21'], // Constitution Day, a Saturday
])('published %s, round %i is asked on %s and answered by %s', (published, number, day, deadline) =>
  expect(roundOf(published, number)).toEqual({ number, day, deadline }),
)

test('every round of ten years is asked on a working day, half a year after the one before', () => {
  for (let number = 1; number <= 20; number += 1) {
    const { day, deadline } = roundOf('2024-08-31', number)
    expect(isWorkingDay(day) && isWorkingDay(deadline)).toBe(true)
    expect(day >= addMonths('2024-08-31', number * 6)).toBe(true)
  }
})

describe('what is wanted on a day', () => {
  const published = '2026-03-16'
  test.each([
    ['2026-03-16', null, '2026-09-16'],
    ['2026-09-15', null, '2026-09-16'],
    ['2026-09-16', '2026-09-16', '2027-03-16'],
    ['2027-03-15', '2026-09-16', '2027-03-16'],
    ['2028-01-01', '2027-09-16', '2028-03-16'],
  ])('%s: the round of %s, next %s', (today, current, next) => {
    const rounds = roundsAt(published, today)
    expect([rounds.current?.day ?? null, rounds.next.day]).toEqual([current, next])
  })

  test.each([
    ['before the first round nothing', '2026-09-15', [null], null],
    ['nothing was ever said', '2026-09-16', [null], '2026-09-16'],
    ['said on the day', '2026-09-20', ['2026-09-16'], null],
    ['said a month before', '2026-09-20', ['2026-08-17'], null],
    ['said too long before', '2026-09-20', ['2026-08-16'], '2026-09-16'],
    ['said of one of two', '2026-09-20', ['2026-09-17', null], '2026-09-16'],
    ['said in the round before', '2027-03-16', ['2026-09-17'], '2027-03-16'],
    ['no open threads', '2027-03-16', [], null],
  ])('%s', (_, today, lastOns, day) => expect(missingRound(published, lastOns, today)?.day ?? null).toBe(day))
})

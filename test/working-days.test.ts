// Deadlines over ten years of Danish holidays; the days were taken from printed calendars, not from the code.
import { describe, expect, test } from 'vitest'
import { danishDay } from '../src/lib/danish-date.ts'
import {
  addWorkingDays,
  easterSunday,
  holidayName,
  isWorkingDay,
  workingDaysBefore,
  workingDaysBetween,
} from '../src/lib/working-days.ts'

const EASTER: [number, string][] = [
  [2020, '2020-04-12'],
  [2021, '2021-04-04'],
  [2022, '2022-04-17'],
  [2023, '2023-04-09'],
  [2024, '2024-03-31'],
  [2025, '2025-04-20'],
  [2026, '2026-04-05'],
  [2027, '2027-03-28'],
  [2028, '2028-04-16'],
  [2029, '2029-04-01'],
  [2030, '2030-04-21'],
]

// skærtorsdag, langfredag, 2. påskedag, store bededag, Kristi himmelfartsdag, 2. pinsedag
const MOVING: [number, string, string, string, string, string, string][] = [
  [2020, '04-09', '04-10', '04-13', '05-08', '05-21', '06-01'],
  [2021, '04-01', '04-02', '04-05', '04-30', '05-13', '05-24'],
  [2022, '04-14', '04-15', '04-18', '05-13', '05-26', '06-06'],
  [2023, '04-06', '04-07', '04-10', '05-05', '05-18', '05-29'],
  [2024, '03-28', '03-29', '04-01', '', '05-09', '05-20'],
  [2025, '04-17', '04-18', '04-21', '', '05-29', '06-09'],
  [2026, '04-02', '04-03', '04-06', '', '05-14', '05-25'],
  [2027, '03-25', '03-26', '03-29', '', '05-06', '05-17'],
  [2028, '04-13', '04-14', '04-17', '', '05-25', '06-05'],
  [2029, '03-29', '03-30', '04-02', '', '05-10', '05-21'],
  [2030, '04-18', '04-19', '04-22', '', '05-30', '06-10'],
]

describe('holidays', () => {
  test.each(EASTER)('Easter Sunday %i is %s', (year, day) => expect(easterSunday(year)).toBe(day))

  test.each(MOVING)('the moving holidays of %i', (year, ...days) => {
    const names = ['skærtorsdag', 'langfredag', '2. påskedag', 'store bededag', 'Kristi himmelfartsdag', '2. pinsedag']
    days.forEach((day, i) => {
      // In 2028 Whit Monday falls on Constitution Day, which is said first.
      const expected = day === '06-05' ? 'grundlovsdag' : names[i]
      if (day) expect(holidayName(`${year}-${day}`), day).toBe(expected)
      if (day) expect(isWorkingDay(`${year}-${day}`)).toBe(false)
    })
  })

  test('store bededag is a holiday until 2023 and a working day from 2024', () => {
    expect(isWorkingDay('2023-05-05')).toBe(false)
    expect(isWorkingDay('2024-04-26')).toBe(true)
    expect(isWorkingDay('2026-05-01')).toBe(true)
  })

  test.each(['01-01', '06-05', '12-24', '12-25', '12-26', '12-31'])('%s is no working day in any year', day => {
    for (let year = 2020; year <= 2030; year++) expect(isWorkingDay(`${year}-${day}`)).toBe(false)
  })

  test.each(MOVING)('%i has its weekdays less those holidays as working days', (year, ...moving) => {
    const free = [...moving, '01-01', '06-05', '12-24', '12-25', '12-26', '12-31']
    let expected = 0
    for (let time = Date.UTC(year, 0, 1); time < Date.UTC(year + 1, 0, 1); time += 86_400_000) {
      const day = new Date(time)
      if (![0, 6].includes(day.getUTCDay()) && !free.includes(day.toISOString().slice(5, 10))) expected += 1
    }
    expect(workingDaysBetween(`${year - 1}-12-31`, `${year}-12-31`)).toBe(expected)
  })
})

describe('ten working days', () => {
  test.each([
    // an ordinary fortnight; sent on a Saturday or a Sunday it counts from Monday
    ['2026-09-07', '2026-09-21'],
    ['2026-09-05', '2026-09-18'],
    ['2026-09-06', '2026-09-18'],
    // over Easter: three days more
    ['2020-04-03', '2020-04-22'],
    ['2021-03-26', '2021-04-14'],
    ['2022-04-08', '2022-04-27'],
    ['2023-03-31', '2023-04-19'],
    ['2024-03-22', '2024-04-10'],
    ['2025-04-11', '2025-04-30'],
    ['2026-03-27', '2026-04-15'],
    ['2027-03-19', '2027-04-07'],
    ['2028-04-07', '2028-04-26'],
    ['2029-03-23', '2029-04-11'],
    ['2030-04-12', '2030-05-01'],
    // over store bededag, before and after it was abolished
    ['2023-04-28', '2023-05-15'],
    ['2024-04-19', '2024-05-03'],
    // over Ascension Day, Whit Monday and Constitution Day
    ['2026-05-11', '2026-05-27'],
    ['2025-05-26', '2025-06-12'],
    ['2028-05-24', '2028-06-09'],
    // over New Year, where the days fall differently each year
    ['2020-12-18', '2021-01-07'],
    ['2021-12-17', '2022-01-04'],
    ['2022-12-16', '2023-01-02'],
    ['2023-12-15', '2024-01-03'],
    ['2024-12-18', '2025-01-08'],
    ['2025-12-19', '2026-01-09'],
    ['2026-12-18', '2027-01-07'],
    ['2027-12-17', '2028-01-04'],
    ['2028-12-15', '2029-01-03'],
    ['2029-12-21', '2030-01-11'],
  ])('from %s end on %s', (from, to) => {
    expect(addWorkingDays(from, 10)).toBe(to)
    expect(workingDaysBetween(from, to)).toBe(10)
  })

  test('two working days before a Tuesday after Easter is the Wednesday before', () =>
    expect(workingDaysBefore('2026-04-07', 2)).toBe('2026-03-31'))
})

test('a draft sent at half past eleven in the evening in London is delivered the next day in Denmark', () => {
  expect(danishDay(new Date('2026-03-31T22:30:00Z'))).toBe('2026-04-01')
  expect(danishDay(new Date('2026-01-31T22:30:00Z'))).toBe('2026-01-31')
})

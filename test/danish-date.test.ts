import { expect, test } from 'vitest'
import { danishDate, danishDateTime, danishTime } from '../src/lib/danish-date.ts'

test.each([
  ['2026-05-14', '14. maj 2026'],
  ['2026-01-01', '1. januar 2026'],
  ['2024-02-29', '29. februar 2024'],
  ['2025-12-31', '31. december 2025'],
])('%s is written %s', (date, words) => expect(danishDate(date)).toBe(words))

test.each([
  ['2026-05-14T12:32:00Z', '14. maj 2026 kl. 14.32'],
  ['2026-01-14T12:32:00Z', '14. januar 2026 kl. 13.32'],
  ['2025-12-31T23:05:00Z', '1. januar 2026 kl. 00.05'],
])('%s is %s in Denmark', (moment, words) => {
  expect(danishDateTime(new Date(moment))).toBe(words)
  expect(words).toContain(`kl. ${danishTime(new Date(moment))}`)
})

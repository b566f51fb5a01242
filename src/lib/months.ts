// Whole months between calendar days ('2026-05-14'), as people count them.
const daysIn = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()
const partsOf = (day: string) => day.split('-').map(Number) as [number, number, number]
const two = (part: number) => String(part).padStart(2, '0')

/** The same day `count` months later (or, below zero, before); the last of the month where it has no such day. */
export function addMonths(day: string, count: number): string {
  const [year, month, date] = partsOf(day)
  const index = year * 12 + month - 1 + count
  const [toYear, toMonth] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1]
  return `${toYear}-${two(toMonth)}-${two(Math.min(date, daysIn(toYear, toMonth)))}`
}

/** How many whole months have gone from one day to another; never below zero. */
export function monthsBetween(from: string, to: string): number {
  const [fromYear, fromMonth] = partsOf(from)
  const [toYear, toMonth] = partsOf(to)
  const months = (toYear - fromYear) * 12 + toMonth - fromMonth
  return Math.max(0, addMonths(from, months) > to ? months - 1 : months)
}

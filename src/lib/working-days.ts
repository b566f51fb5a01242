// Working days in Denmark, for deadlines. Days are calendar dates as text ('2026-04-02'), so no time zone has a say.
//
// Which days count follows § 27(2) of the Danish Limitation Act (forældelsesloven): no deadline runs out on a weekend, a
// public holiday, Constitution Day (5 June), 24 December or 31 December. Municipalities keep different hours on those
// three; counting them as free gives the tilbud a day more, never one less.
const DAY = 86_400_000

const toTime = (day: string) => Date.parse(`${day}T00:00:00Z`)
const toDay = (time: number) => new Date(time).toISOString().slice(0, 10)

/** The day `count` calendar days after (or, below zero, before) `day`. */
export const addDays = (day: string, count: number): string => toDay(toTime(day) + count * DAY)

/** Easter Sunday of a year in the Gregorian calendar, by the anonymous algorithm of 1876. */
export function easterSunday(year: number): string {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const inCentury = year % 100
  const moonShift = Math.floor((8 * century + 13) / 25)
  const epact = (19 * golden + century - Math.floor(century / 4) - moonShift + 15) % 30
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - epact - (inCentury % 4)) % 7
  const correction = Math.floor((golden + 11 * epact + 22 * weekday) / 451)
  const count = epact + weekday - 7 * correction + 114
  const [month, day] = [Math.floor(count / 31), (count % 31) + 1]
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

// Days from Easter Sunday. Great Prayer Day (store bededag) was abolished by law from 2024.
const MOVING: readonly { name: string; fromEaster: number; until?: number }[] = [
  { name: 'skærtorsdag', fromEaster: -3 },
  { name: 'langfredag', fromEaster: -2 },
  { name: 'påskedag', fromEaster: 0 },
  { name: '2. påskedag', fromEaster: 1 },
  { name: 'store bededag', fromEaster: 26, until: 2023 },
  { name: 'Kristi himmelfartsdag', fromEaster: 39 },
  { name: 'pinsedag', fromEaster: 49 },
  { name: '2. pinsedag', fromEaster: 50 },
]

const FIXED: Readonly<Record<string, string>> = {
  '01-01': 'nytårsdag',
  '06-05': 'grundlovsdag',
  '12-24': 'juleaftensdag',
  '12-25': 'juledag',
  '12-26': '2. juledag',
  '12-31': 'nytårsaftensdag',
}

/** What keeps a weekday from being a working day, in Danish; null when nothing does. */
export function holidayName(day: string): string | null {
  const fixed = FIXED[day.slice(5)]
  if (fixed) return fixed
  const year = Number(day.slice(0, 4))
  const fromEaster = (toTime(day) - toTime(easterSunday(year))) / DAY
  return MOVING.find(moving => moving.fromEaster === fromEaster && year <= (moving.until ?? year))?.name ?? null
}

/** Whether people in a municipality can be expected at work on the day. */
export function isWorkingDay(day: string): boolean {
  const weekday = new Date(toTime(day)).getUTCDay()
  return weekday !== 0 && weekday !== 6 && holidayName(day) === null
}

/** The `count`th working day after `day`, which itself is not counted: delivered on a Monday, the first is Tuesday. */
export function addWorkingDays(day: string, count: number): string {
  let found = day
  for (let left = count; left > 0; ) {
    found = addDays(found, 1)
    if (isWorkingDay(found)) left -= 1
  }
  return found
}

/** How many working days a person has from the day after `from` until `to`, that day included; 0 when it lies before. */
export function workingDaysBetween(from: string, to: string): number {
  let count = 0
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isWorkingDay(day)) count += 1
  return count
}

/** The last working day that lies `count` working days before `day`. */
export function workingDaysBefore(day: string, count: number): string {
  let found = day
  for (let left = count; left > 0; ) {
    found = addDays(found, -1)
    if (isWorkingDay(found)) left -= 1
  }
  return found
}

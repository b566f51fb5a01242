// When a tilbud is asked how it goes with its focus points: every half year after its newest report was published.
import { addDays, addWorkingDays, isWorkingDay } from '../lib/working-days.ts'

const MONTHS = 6
const WORKING_DAYS = 10
/** A status given so short a time before it is asked for counts. */
const EARLY_DAYS = 30

/** The day `months` after `day`; the last of a shorter month where there is no such day (31 August → 28 February). */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 + months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(date, last))
  return first.toISOString().slice(0, 10)
}

export type Round = {
  /** The half year since the publication, from 1. */
  number: number
  /** The working day on which the tilbud is asked. */
  day: string
  deadline: string
}

/** One round after a publication: asked half a year later, or on the next working day; ten working days to answer. */
export function roundOf(publishedOn: string, number: number): Round {
  const half = addMonths(publishedOn, number * MONTHS)
  const day = isWorkingDay(half) ? half : addWorkingDays(half, 1)
  return { number, day, deadline: addWorkingDays(day, WORKING_DAYS) }
}

/** The newest round whose day has come (null before the first), and the one that comes next. */
export function roundsAt(publishedOn: string, today: string): { current: Round | null; next: Round } {
  let next = roundOf(publishedOn, 1)
  let current: Round | null = null
  while (next.day <= today) {
    current = next
    next = roundOf(publishedOn, next.number + 1)
  }
  return { current, next }
}

/** Whether a status of the day `on` (null: there is none) answers the round. */
export const answers = (on: string | null, { day }: Round): boolean => on !== null && on >= addDays(day, -EARLY_DAYS)

/** The round that a tilbud has not answered for all its open threads; null when nothing is wanted of it. */
export function missingRound(publishedOn: string, lastOns: readonly (string | null)[], today: string): Round | null {
  const { current } = roundsAt(publishedOn, today)
  return current && lastOns.some(on => !answers(on, current)) ? current : null
}

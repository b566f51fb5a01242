// The rules of the year plan: when a tilbud is due, what comes first, and what a planned visit needs.
import type { Role } from '../db/tables.ts'
import { addMonths, monthsBetween } from '../lib/months.ts'

/** never: not visited yet · overdue: so many months have gone · soon: they will have within three · onTime */
export const YEAR_STATES = ['overdue', 'never', 'soon', 'onTime'] as const
export type YearState = (typeof YEAR_STATES)[number]

/** So many months before it is due a tilbud counts as soon. */
const SOON = 3

/** When the next visit is due, and how urgent that is, from the last visit (null: none), the setting and today. */
export function dueFrom(last: string | null, monthsBetweenVisits: number, today: string) {
  if (last === null) return { state: 'never', dueOn: null, monthsSince: null } as const
  const dueOn = addMonths(last, monthsBetweenVisits)
  const state: YearState = dueOn <= today ? 'overdue' : addMonths(dueOn, -SOON) <= today ? 'soon' : 'onTime'
  return { state, dueOn, monthsSince: monthsBetween(last, today) }
}

type Ordered = { state: YearState; dueOn: string | null; next: object | null; name: string }

/** What wants a visit most comes first: overdue, never visited, soon; what is not planned before what is; the oldest first. */
export const mostUrgent = (one: Ordered, other: Ordered): number =>
  YEAR_STATES.indexOf(one.state) - YEAR_STATES.indexOf(other.state) ||
  Number(one.next !== null) - Number(other.next !== null) ||
  (one.dueOn ?? '').localeCompare(other.dueOn ?? '') ||
  one.name.localeCompare(other.name, 'da')

/** A visit is made by so many consultants at least. */
const TEAM = 2

/** What is wrong with a visit in the year plan, as field → Danish sentence. */
export function planProblems(
  { visitedOn, consultantIds }: { visitedOn: string; consultantIds: string[] },
  today: string,
) {
  const problems: { path: string; message: string }[] = []
  if (visitedOn < today) problems.push({ path: '/visitedOn', message: 'Datoen er gået. Vælg en dag, der kommer.' })
  if (new Set(consultantIds).size < TEAM)
    problems.push({ path: '/consultantIds', message: 'Vælg mindst to konsulenter.' })
  return problems
}

/** Who has a private calendar: those who go on visits. */
export const hasFeed = (role: Role): boolean => role === 'consultant'

/** How far back a private calendar reaches, in months. */
export const FEED_MONTHS = 12

// The facts of a visit as several people change them at once: lists take what is put in and let go what is taken out, and
// a date or a number says what it was when it was changed. Runs on the server and in the browser.
import type { Visit } from './visit.schema.ts'

type Ops<Item> = { add?: Item[] | undefined; remove?: Item[] | undefined }
type Set<Value> = { from: Value; to: Value }
type Met = Visit['participants']['met'][number]

export type Facts = Pick<Visit, 'visitedOn' | 'consultantIds' | 'participants' | 'topics'>

export type FactsChange = {
  visitedOn?: Set<string> | undefined
  employeesTotal?: Set<number | null> | undefined
  met?: Ops<Met> | undefined
  topics?: Ops<string> | undefined
  consultantIds?: Ops<string> | undefined
}

/** The same for what says the same, in whatever order its fields stand. */
const keyOf = (item: unknown): string =>
  JSON.stringify(item, (_name, value) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  )
const has = (list: readonly unknown[], item: unknown) => list.some(other => keyOf(other) === keyOf(item))

/** The list with what is put in at its end, once, and without what is taken out. */
export function withOps<Item>(now: readonly Item[], { add = [], remove = [] }: Ops<Item> = {}): Item[] {
  const kept = now.filter(item => !has(remove, item))
  return [...kept, ...add.filter((item, place) => !has(kept, item) && !has(add.slice(0, place), item))]
}

function opsBetween<Item>(before: readonly Item[], after: readonly Item[]): Ops<Item> | undefined {
  const add = after.filter(item => !has(before, item))
  const remove = before.filter(item => !has(after, item))
  if (add.length + remove.length === 0) return undefined
  return { ...(add.length > 0 && { add }), ...(remove.length > 0 && { remove }) }
}

const setBetween = <Value>(from: Value, to: Value): Set<Value> | undefined => (from === to ? undefined : { from, to })

/** What was done to the facts between the two; null when it is nothing. */
export function factsChange(before: Facts, after: Facts): FactsChange | null {
  const change: FactsChange = {
    visitedOn: setBetween(before.visitedOn, after.visitedOn),
    employeesTotal: setBetween(before.participants.employeesTotal, after.participants.employeesTotal),
    met: opsBetween(before.participants.met, after.participants.met),
    topics: opsBetween(before.topics, after.topics),
    consultantIds: opsBetween(before.consultantIds, after.consultantIds),
  }
  const made = Object.entries(change).filter(([, value]) => value !== undefined)
  return made.length === 0 ? null : Object.fromEntries(made)
}

/** The facts with the change made to them as they are now. */
export const withFacts = (now: Facts, change: FactsChange): Facts => ({
  visitedOn: change.visitedOn?.to ?? now.visitedOn,
  consultantIds: withOps(now.consultantIds, change.consultantIds),
  participants: {
    employeesTotal: change.employeesTotal ? change.employeesTotal.to : now.participants.employeesTotal,
    met: withOps(now.participants.met, change.met),
  },
  topics: withOps(now.topics, change.topics),
})

/** Those facts that the change makes different. */
export const changedFacts = (now: Facts, change: FactsChange): Partial<Facts> =>
  Object.fromEntries(
    Object.entries(withFacts(now, change)).filter(([name, value]) => keyOf(value) !== keyOf(now[name as keyof Facts])),
  )

/** The first of what two have set differently, of which one must not go unseen; null when there is none. */
export function overtaken(
  now: Facts,
  { visitedOn, employeesTotal }: FactsChange,
): 'visitedOn' | 'employeesTotal' | null {
  const isOvertaken = <Value>(there: Value, set: Set<Value> | undefined) =>
    set !== undefined && there !== set.from && there !== set.to
  if (isOvertaken(now.visitedOn, visitedOn)) return 'visitedOn'
  return isOvertaken(now.participants.employeesTotal, employeesTotal) ? 'employeesTotal' : null
}

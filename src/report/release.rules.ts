// The release plan: when the leader and the staff get a published report, what is planned when nobody says otherwise,
// and what can no longer be changed. Days are Danish days.
import { danishDate, danishDay } from '../lib/danish-date.ts'
import { addMonths } from '../lib/months.ts'

/** `staff` null: not decided. */
export type Plan = { leader: string; staff: string | null }
export type Wanted = { leader?: string | undefined; staff?: string | null | undefined }
/** A plan and how far it has come. */
export type Release = Plan & { leaderHasIt: boolean; staffHasIt: boolean }

type Days = { publishedAt: Date; leaderOn: string | null; staffOn: string | null }

/** The plan of a version as it stands on `today`; `given`: the leader has it. */
export function releaseOf({ publishedAt, leaderOn, staffOn }: Days, given: boolean, today: string): Release {
  const leader = leaderOn ?? danishDay(publishedAt)
  return { leader, staff: staffOn, leaderHasIt: given, staffHasIt: given && staffOn !== null && staffOn <= today }
}

/** So far ahead a day can be chosen: what lies beyond is a slip of the keyboard, and a report that nobody reads. */
const MONTHS_AHEAD = 6

const later = (one: string, other: string) => (one > other ? one : other)

/**
 * The plan of a version that is published on `today`. `before` is the plan of the version before it: what the leader has is
 * corrected at once, what the leader waits for is still waited for.
 */
export function planOf(wanted: Wanted, before: Release | null, today: string): Plan {
  const leader = wanted.leader ?? (before && !before.leaderHasIt ? later(before.leader, today) : today)
  const planned = before?.staff ? later(before.staff, leader) : null
  return { leader, staff: wanted.staff === undefined ? planned : wanted.staff }
}

type Fault = { path: string; message: string }

/** What is wrong with a plan, day by day; a day that is as it was (`before`) may lie behind. */
export function planFaults(plan: Plan, before: Plan | null, today: string): Fault[] {
  const faults: Fault[] = []
  const last = addMonths(today, MONTHS_AHEAD)
  for (const who of ['leader', 'staff'] as const) {
    const day = plan[who]
    if (day === null || day === before?.[who]) continue
    if (day < today) faults.push({ path: `/${who}`, message: 'Vælg i dag eller en senere dag.' })
    if (day > last) faults.push({ path: `/${who}`, message: `Vælg en dag senest den ${danishDate(last)}.` })
  }
  if (plan.staff !== null && plan.staff < plan.leader)
    faults.push({ path: '/staff', message: 'Personalet kan tidligst få rapporten samme dag som lederen.' })
  return faults
}

/** Why days cannot be moved: what has been seen cannot be unseen. Null when they can. */
export function whyFixed(before: Release, plan: Plan): string | null {
  if (before.leaderHasIt && plan.leader !== before.leader)
    return `Lederen fik rapporten den ${danishDate(before.leader)}. Den dag kan ikke flyttes.`
  if (before.staffHasIt && before.staff !== null && plan.staff !== before.staff)
    return `Personalet har kunnet læse rapporten siden den ${danishDate(before.staff)}. Den dag kan ikke flyttes. Luk personalets link, hvis de ikke skal læse den mere.`
  return null
}

/** The plan in one line, for those who work on the visit or for its leader. */
export function planInWords({ leader, staff, leaderHasIt, staffHasIt }: Release, isLeader: boolean): string {
  const who = isLeader ? 'Du' : 'Lederen'
  const first = `${who} ${leaderHasIt ? 'fik' : 'får'} den ${danishDate(leader)}`
  if (staff === null) return `${first} · personalet får den ikke endnu`
  return `${first} · personalet ${staffHasIt ? 'fik' : 'får'} den ${danishDate(staff)}`
}

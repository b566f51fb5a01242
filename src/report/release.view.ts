// The release plan as pages print it.
import { danishDate } from '../lib/danish-date.ts'
import { type Plan, planInWords, type Release } from './release.rules.ts'

/** What becomes of a report that was published just now. */
export const givenInWords = ({ leader }: Plan, today: string): string =>
  leader <= today ? 'Lederen kan læse og hente den nu.' : `Lederen kan læse og hente den fra den ${danishDate(leader)}.`

type Typed = { leader: string; staff: string | null }
type Fixed = Pick<Release, 'leaderHasIt' | 'staffHasIt'>

/** The two days of a plan as a form asks for them; one that has come is told and not asked for. */
export function daysForm(
  { leader, staff }: Typed,
  { messages, fixed }: { messages: Record<string, string>; fixed: Fixed | null },
) {
  return {
    leader: fixed?.leaderHasIt ? null : { value: leader, error: messages.leader ?? null },
    staff: fixed?.staffHasIt ? null : { value: staff ?? '', error: messages.staff ?? null },
    keptLeader: leader,
    keptStaff: staff ?? '',
  }
}

/** What the link of the staff shows now. */
function whenInWords({ staff, staffHasIt }: Release, staffReads: number | null, isLeader: boolean): string {
  if (staffHasIt) return 'Linket virker nu.'
  if (staffReads !== null)
    return `Linket viser version ${staffReads}${staff === null ? '.' : ` til den ${danishDate(staff)}.`}`
  if (staff !== null) return `Linket siger, at rapporten kan læses fra den ${danishDate(staff)}.`
  const advice = isLeader ? ' Bed besøgets konsulenter om at vælge den.' : ''
  return `Linket siger, at rapporten ikke kan læses endnu, til der er valgt en dag for personalet.${advice}`
}

type Source = {
  visitId: string
  tilbud: string
  visitedOn: string
  isLeader: boolean
  release: {
    plan: Release
    newest: number
    version: number
    staffReads: number | null
    mayChange: boolean
    mayShare: boolean
  }
  /** The whole address. */
  link: string | null
  typed: Typed | null
  messages: Record<string, string>
  error: string | null
}

/** The page that says who can read a report, and from when. */
export function releasePage({ visitId, tilbud, visitedOn, isLeader, release, link, typed, messages, error }: Source) {
  const { plan, newest, version, staffReads, mayChange, mayShare } = release
  const here = `/report/${visitId}/release`
  const title = 'Hvem kan læse rapporten?'
  const isOpen = !(plan.leaderHasIt && plan.staffHasIt)
  return {
    title,
    crumbs: [{ href: '/report', text: 'Rapporter' }, { text: title }],
    lead: `${tilbud}, besøget ${danishDate(visitedOn)}`,
    line: `${newest > 1 ? `Version ${newest}: ` : ''}${planInWords(plan, isLeader)}`,
    error,
    here,
    form: mayChange && isOpen ? { version, days: daysForm(typed ?? plan, { messages, fixed: plan }) } : null,
    sharing: mayShare
      ? {
          link,
          when: whenInWords(plan, staffReads, isLeader),
        }
      : null,
  }
}

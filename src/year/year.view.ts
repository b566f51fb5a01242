// The year plan as its pages print it: a list by urgency, and a calendar by month.
import type { RequestUser } from '../http/request-user.ts'
import { danishDate } from '../lib/danish-date.ts'
import { byName } from '../lib/danish-order.ts'
import { inWords, STATUS_WORDS } from '../visit/visit.words.ts'
import type { Appointment } from './year.queries.ts'
import type { readCalendar, YearRow } from './year.reading.ts'
import { YEAR_STATES, type YearState } from './year.rules.ts'

const GROUPS: Record<YearState, { heading: string; lead: string }> = {
  overdue: { heading: 'Forfaldne', lead: 'Der er gået for længe siden sidste besøg.' },
  never: { heading: 'Aldrig besøgt', lead: 'Tilbud uden et besøg her i systemet.' },
  soon: { heading: 'Forfalder snart', lead: 'Inden for tre måneder.' },
  onTime: { heading: 'I god tid', lead: 'De skal først besøges senere.' },
}

type Names = ReadonlyMap<string, string>
type Who = Pick<RequestUser, 'id' | 'role'>

const since = (months: number) =>
  months === 0 ? 'for under en måned siden' : `for ${months} ${months === 1 ? 'måned' : 'måneder'} siden`

/** The page of a visit, for those who may open it whatever its state. */
const hrefFor = (user: Who, visitId: string, consultantIds: readonly string[]) =>
  user.role === 'administrator' || consultantIds.includes(user.id) ? `/visit/${visitId}` : null

function toRow(row: YearRow, user: Who, names: Names, today: string) {
  const { last, next, dueOn, monthsSince } = row
  const isLate = next !== null && next.visitedOn < today
  const due = dueOn && danishDate(dueOn)
  return {
    tilbudId: row.tilbudId,
    name: row.name,
    where: `${row.type} · ${row.centreName}`,
    last: last
      ? {
          date: danishDate(last.visitedOn),
          since: since(monthsSince ?? 0),
          href: hrefFor(user, last.visitId, []),
        }
      : null,
    due: row.state === 'overdue' ? `Forfaldent ${due}` : due ? `Forfalder ${due}` : 'Ikke besøgt før',
    isOverdue: row.state === 'overdue',
    next: next
      ? {
          date: danishDate(next.visitedOn),
          href: hrefFor(user, next.visitId, next.consultantIds),
          people: inWords(next.consultantIds.map(id => names.get(id) ?? 'Tidligere kollega')),
          note: isLate ? 'Datoen er gået' : null,
        }
      : null,
  }
}

type Choice = { year: number; centreId: string | undefined }

const hrefOf = (path: string, { year, centreId }: Partial<Choice>) => {
  const query = new URLSearchParams({ ...(year && { year: `${year}` }), ...(centreId && { centreId }) })
  return query.size > 0 ? `${path}?${query}` : path
}

const centreOptions = (centres: { id: string; name: string }[], centreId: string | undefined) => [
  { value: '', text: 'Alle centre', isSelected: centreId === undefined },
  ...centres.toSorted(byName).map(({ id, name }) => ({ value: id, text: name, isSelected: id === centreId })),
]

/** What stands above both: list or calendar, whose, and who may do what. */
function head(user: Who, { year, centreId }: Choice, view: 'list' | 'calendar') {
  return {
    mayPlan: user.role === 'administrator',
    hasFeed: user.role === 'consultant',
    views: [
      { href: hrefOf('/year', { centreId }), text: 'Liste', current: view === 'list' },
      { href: hrefOf('/year/calendar', { year, centreId }), text: 'Kalender', current: view === 'calendar' },
    ],
  }
}

const toCancelled = ({ visitId, tilbudName, visitedOn, cancelledBecause }: Appointment) => ({
  tilbud: tilbudName,
  date: danishDate(visitedOn),
  reason: cancelledBecause,
  action: `/year/cancelled/${visitId}`,
})

/** The list, the most urgent first. */
export function listPage(
  { monthsBetweenVisits, rows }: { monthsBetweenVisits: number; rows: YearRow[] },
  {
    user,
    names,
    today,
    centres,
    centreId,
    cancelled,
  }: {
    user: Who
    names: Names
    today: string
    centres: { id: string; name: string }[]
    centreId: string | undefined
    cancelled: Appointment[]
  },
) {
  return {
    title: 'Årsplan',
    ...head(user, { year: Number(today.slice(0, 4)), centreId }, 'list'),
    lead: `Et tilbud skal besøges, når der er gået ${monthsBetweenVisits} måneder. De forfaldne står først.`,
    centres: centreOptions(centres, centreId),
    groups: YEAR_STATES.flatMap(state => {
      const inGroup = rows.filter(row => row.state === state)
      if (inGroup.length === 0) return []
      const planned = inGroup.filter(({ next }) => next !== null).length
      return [
        {
          id: `group-${state}`,
          ...GROUPS[state],
          count: `${inGroup.length} tilbud, ${planned === 0 ? 'ingen' : planned} med et planlagt besøg`,
          rows: inGroup.map(row => toRow(row, user, names, today)),
        },
      ]
    }),
    cancelled: cancelled.map(toCancelled),
  }
}

const monthName = new Intl.DateTimeFormat('da-DK', { month: 'long', timeZone: 'UTC' })
const weekday = new Intl.DateTimeFormat('da-DK', { weekday: 'short', timeZone: 'UTC' })
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** "tir. 12." */
const dayOf = (day: string) =>
  `${weekday.format(new Date(`${day}T00:00:00Z`)).replace('.', '')} ${Number(day.slice(8))}.`

/** The calendar of a year: its months, each with its visits and with what falls due. */
export function calendarPage(
  months: Awaited<ReturnType<typeof readCalendar>>,
  {
    user,
    centres,
    centreId,
    year,
    today,
  }: Choice & { user: Who; centres: { id: string; name: string }[]; today: string },
) {
  const count = months.reduce((sum, { visits }) => sum + visits.length, 0)
  return {
    title: `Årsplan ${year}`,
    ...head(user, { year, centreId }, 'calendar'),
    lead: count === 0 ? 'Der er ingen besøg i året endnu.' : `${count} besøg i året.`,
    year,
    centres: centreOptions(centres, centreId),
    previous: { href: hrefOf('/year/calendar', { year: year - 1, centreId }), text: `${year - 1}` },
    following: { href: hrefOf('/year/calendar', { year: year + 1, centreId }), text: `${year + 1}` },
    months: months.map(({ month, visits, due }) => ({
      id: `month-${month}`,
      name: capital(monthName.format(new Date(`${month}-01T00:00:00Z`))),
      isNow: today.startsWith(month),
      visits: visits.map(({ visitId, tilbudName, visitedOn, status, consultants }) => ({
        day: dayOf(visitedOn),
        machineDay: visitedOn,
        tilbud: tilbudName,
        href: hrefFor(
          user,
          visitId,
          consultants.map(({ id }) => id),
        ),
        people: inWords(consultants.map(({ name }) => name)),
        status,
        statusText: STATUS_WORDS[status],
      })),
      due: due.map(({ name, dueOn }) => ({ name, day: dayOf(dueOn), machineDay: dueOn })),
      isEmpty: visits.length + due.length === 0,
    })),
  }
}

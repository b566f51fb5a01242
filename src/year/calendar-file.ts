// Visits as a calendar file (RFC 5545): whole days, the same UID for ever, a SEQUENCE that counts up with every change.
import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator'
import { addDays } from '../lib/working-days.ts'
import { inWords } from '../visit/visit.words.ts'
import type { Appointment, FormerAppointment } from './year.queries.ts'

const HOURS = 3600

/** The UID of a visit's event; it does not hang on where the service stands. */
export const uidOf = (visitId: string) => `${visitId}@kvalitetsbesoeg`

const midnight = (day: string) => new Date(`${day}T00:00:00Z`)

const wholeDay = ({ visitId, tilbudName, visitedOn }: { visitId: string; tilbudName: string; visitedOn: string }) => ({
  id: uidOf(visitId),
  // A whole day ends where the next begins.
  start: midnight(visitedOn),
  end: midnight(addDays(visitedOn, 1)),
  allDay: true,
  summary: `Kvalitetsbesøg: ${tilbudName}`,
  location: tilbudName,
})

const OFF = { status: ICalEventStatus.CANCELLED, transparency: ICalEventTransparency.TRANSPARENT } as const
const ON = { status: ICalEventStatus.CONFIRMED, transparency: ICalEventTransparency.OPAQUE } as const

type Calendar = {
  visits: readonly Appointment[]
  /** Visits that go on without the person whose calendar it is. */
  former?: readonly FormerAppointment[]
}

/** A calendar of these visits. It holds date, tilbud, colleagues and a link behind the login: no word of a report. */
export function calendarFile(
  { visits, former = [] }: Calendar,
  { name, baseUrl }: { name: string; baseUrl: string },
): string {
  const calendar = ical({
    name,
    prodId: { company: 'Kvalitetsbesøg', product: 'Årsplan', language: 'DA' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: 6 * HOURS,
  })
  for (const visit of visits) {
    const url = `${baseUrl}/visit/${visit.visitId}`
    calendar.createEvent({
      ...wholeDay(visit),
      sequence: visit.calendarSequence,
      stamp: visit.updatedAt,
      lastModified: visit.updatedAt,
      description: `Konsulenter: ${inWords(visit.consultants.map(({ name }) => name))}\n${url}`,
      url,
      ...(visit.cancelledAt ? OFF : ON),
    })
  }
  for (const visit of former)
    calendar.createEvent({
      ...wholeDay(visit),
      sequence: visit.calendarSequence,
      stamp: visit.leftAt,
      lastModified: visit.leftAt,
      description: 'Du er ikke længere med på besøget.',
      ...OFF,
    })
  // The package leaves the last line open; the standard ends every line.
  return `${calendar.toString().trimEnd()}\r\n`
}

// Visits as a calendar file (RFC 5545): whole days, the same UID for ever, a SEQUENCE that counts up with every change.
import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator'
import { addDays } from '../lib/working-days.ts'
import { inWords } from '../visit/visit.words.ts'
import type { Appointment } from './year.queries.ts'

const HOURS = 3600

/** The UID of a visit's event; it does not hang on where the service stands. */
export const uidOf = (visitId: string) => `${visitId}@kvalitetsbesoeg`

const midnight = (day: string) => new Date(`${day}T00:00:00Z`)

/** A calendar of these visits. It holds date, tilbud, colleagues and a link behind the login: no word of a report. */
export function calendarFile(
  visits: readonly Appointment[],
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
      id: uidOf(visit.visitId),
      sequence: visit.calendarSequence,
      stamp: visit.updatedAt,
      lastModified: visit.updatedAt,
      // A whole day ends where the next begins.
      start: midnight(visit.visitedOn),
      end: midnight(addDays(visit.visitedOn, 1)),
      allDay: true,
      summary: `Kvalitetsbesøg: ${visit.tilbudName}`,
      location: visit.tilbudName,
      description: `Konsulenter: ${inWords(visit.consultants.map(({ name }) => name))}\n${url}`,
      url,
      status: visit.cancelledAt ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      transparency: visit.cancelledAt ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
    })
  }
  // The package leaves the last line open; the standard ends every line.
  return `${calendar.toString().trimEnd()}\r\n`
}

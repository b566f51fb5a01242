// What a tilbud does before a visit: until when, and when what it says about itself counts as confirmed.
import { addMonths } from '../lib/months.ts'
import { workingDaysBefore } from '../lib/working-days.ts'

const TO_PREPARE = 10

/**
 * Until when the tilbud confirms its facts and describes its practice: ten working days before the visit, so that the
 * consultants can read it; where it is too late for that, the last working day before.
 */
export function prepareBy(visitedOn: string, today: string): string {
  const wanted = workingDaysBefore(visitedOn, TO_PREPARE)
  return wanted > today ? wanted : workingDaysBefore(visitedOn, 1)
}

/** A confirmation from so many months before the visit still holds. */
const HOLDS = 6

/**
 * Whether the tilbud's facts are confirmed for a visit: not longer before the day than six months, or since it was
 * planned, which is when the leader is asked. A confirmation after the visit holds, too.
 */
export const isConfirmed = ({
  confirmedOn,
  visitedOn,
  plannedOn,
}: {
  confirmedOn: string | null
  visitedOn: string
  plannedOn: string
}): boolean => confirmedOn !== null && (confirmedOn >= addMonths(visitedOn, -HOLDS) || confirmedOn >= plannedOn)

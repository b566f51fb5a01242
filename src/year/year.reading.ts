// The year as it stands: every active tilbud with when it was visited, when it is due and what is planned.
import type { Db } from '../db/tables.ts'
import { findMunicipality } from '../municipality/municipality.queries.ts'
import { listAppointments, listYear } from './year.queries.ts'
import { dueFrom, mostUrgent } from './year.rules.ts'

export type YearRow = Awaited<ReturnType<typeof readYear>>['rows'][number]

/** All rows, the most urgent first. */
export async function readYear(db: Db, today: string, centreId?: string) {
  const { monthsBetweenVisits } = await findMunicipality(db)
  const rows = (await listYear(db, today, centreId))
    .map(row => ({ ...row, ...dueFrom(row.last?.visitedOn ?? null, monthsBetweenVisits, today) }))
    .sort(mostUrgent)
  return { monthsBetweenVisits, rows }
}

const MONTHS = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12']

/** The twelve months of a year, each with its visits and with what falls due in it and is not planned. */
export async function readCalendar(db: Db, year: number, today: string, centreId?: string) {
  const { rows } = await readYear(db, today, centreId)
  const visits = await listAppointments(db, { from: `${year}-01-01`, to: `${year}-12-31` }, centreId)
  const due = rows.flatMap(({ tilbudId, name, dueOn, next }) => (dueOn && !next ? [{ tilbudId, name, dueOn }] : []))
  return MONTHS.map(month => {
    const key = `${year}-${month}`
    return {
      month: key,
      visits: visits.filter(({ visitedOn }) => visitedOn.startsWith(key)),
      due: due.filter(({ dueOn }) => dueOn.startsWith(key)),
    }
  })
}

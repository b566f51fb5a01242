// What may be sent about the year, and what is answered.
import { z } from 'zod'
import { STATUSES } from '../db/tables.ts'
import { id, instant } from '../lib/fields.ts'
import { NewVisit, Visit } from '../visit/visit.schema.ts'
import { YEAR_STATES } from './year.rules.ts'

const someday = z.iso.date()

export const YearRow = z
  .object({
    tilbudId: id,
    name: z.string(),
    type: z.string(),
    centreId: id,
    centreName: z.string(),
    last: z.object({ visitId: id, visitedOn: someday }).nullable(),
    monthsSince: z.int().nullable().describe('Whole months since the last visit.'),
    dueOn: someday.nullable().describe('The last visit and the months of the setting; null without a last visit.'),
    state: z.enum(YEAR_STATES),
    next: z
      .object({ visitId: id, visitedOn: someday, status: z.enum(STATUSES), consultantIds: z.array(id) })
      .nullable()
      .describe('The first visit that is to come, or that was planned and is not begun.'),
  })
  .meta({ id: 'YearRow' })

export const CalendarMonth = z
  .object({
    month: z.string().describe('As 2026-05.'),
    visits: z.array(
      z.object({
        visitId: id,
        tilbudId: id,
        tilbudName: z.string(),
        visitedOn: someday,
        status: z.enum(STATUSES),
        consultantIds: z.array(id),
      }),
    ),
    due: z
      .array(z.object({ tilbudId: id, name: z.string(), dueOn: someday }))
      .describe('Tilbud that fall due in the month and have no visit planned.'),
  })
  .meta({ id: 'CalendarMonth' })

export const YearPlan = z
  .strictObject({ visits: z.array(NewVisit).min(1, 'Vælg mindst ét tilbud.').max(200, 'Højst 200 besøg ad gangen.') })
  .meta({ id: 'YearPlan' })

export const PlannedVisits = z.object({ items: z.array(Visit) }).meta({ id: 'PlannedVisits' })

export const Feed = z
  .object({
    createdAt: instant.nullable().describe('Null when there is none.'),
    readAt: instant.nullable().describe('When a calendar last fetched it.'),
  })
  .meta({ id: 'CalendarFeed' })

export const NewFeed = z
  .object({ url: z.string().describe('Told this once; only its sum is kept.') })
  .meta({ id: 'NewCalendarFeed' })

export const yearNumber = z.coerce.number().int().min(1900).max(2199)

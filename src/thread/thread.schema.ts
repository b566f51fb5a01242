// What may be sent about threads, their status and what a visit says about earlier ones, and what is answered.
import { z } from 'zod'
import { THREAD_MARKS, THREAD_PROGRESS, THREAD_STATUSES } from '../db/tables.ts'
import { day, id, line, longText, version } from '../lib/fields.ts'
import { goalKeys, theme } from '../visit/visit.schema.ts'

const oneLine = (max: number) =>
  longText(max)
    .overwrite(value => value.trim())
    .refine(value => !value.includes('\n'), 'Teksten skal stå på én linje.')

export const ThreadChange = z
  .strictObject({
    handling: longText(5000).describe('What the tilbud will do, as it was typed.'),
    role: oneLine(120).describe('Which role does it; no name.'),
    due: day.nullable(),
    goalKeys,
    status: z.enum(THREAD_PROGRESS, 'Vælg, hvor langt I er. Kun et besøg lukker en tråd.'),
  })
  .partial()
  .meta({ id: 'ThreadChange' })

export const NewThreadUpdate = z
  .strictObject({
    status: z.enum(THREAD_PROGRESS, 'Vælg, hvor langt I er.'),
    note: oneLine(300).default('').describe('One sentence.'),
  })
  .meta({ id: 'NewThreadUpdate' })

const spoken = { heading: z.string().nullable(), body: z.string() }

export const Thread = z
  .object({
    id,
    tilbudId: id,
    pointId: id.describe('The focus point that it began with.'),
    handling: z.string(),
    role: z.string(),
    due: z.iso.date().nullable(),
    goalKeys: z.array(z.string()),
    status: z.enum(THREAD_STATUSES),
    updates: z
      .array(z.object({ on: z.iso.date(), status: z.enum(THREAD_PROGRESS), note: z.string() }))
      .describe('Oldest first.'),
    points: z
      .array(
        z.object({
          pointId: id,
          visitId: id,
          visitedOn: z.iso.date(),
          theme,
          number: z.int(),
          ...spoken,
          gone: z.boolean().describe('A correction has taken it out of the report.'),
        }),
      )
      .describe('The focus points of the visits that it runs through, as they were published, oldest first.'),
    suggestions: z
      .array(z.object({ pointId: id, visitId: id, ...spoken, shared: z.boolean() }))
      .describe('What leaders and staff suggested; `shared`: it may stand in the idea bank.'),
    marks: z
      .array(z.object({ visitId: id, visitedOn: z.iso.date(), mark: z.enum(THREAD_MARKS), because: z.string() }))
      .describe('What later published visits said.'),
    version,
  })
  .meta({ id: 'Thread' })

export const ThreadFilter = {
  tilbudId: id.optional(),
  status: z.enum(THREAD_STATUSES).optional(),
  visitId: id.optional().describe('Threads that run through this visit.'),
}

export const EarlierThread = z
  .object({
    id,
    theme: theme.describe('The theme of this visit’s model that it belongs to.'),
    began: z.object({ pointId: id, visitId: id, visitedOn: z.iso.date(), number: z.int(), ...spoken }),
    status: z.enum(THREAD_PROGRESS),
    lastUpdate: z.object({ on: z.iso.date(), status: z.enum(THREAD_PROGRESS), note: z.string() }).nullable(),
    handling: z.string(),
    role: z.string(),
    due: z.iso.date().nullable(),
    decision: z.enum(THREAD_MARKS).nullable().describe('null: nobody has decided yet.'),
    because: z.string(),
    pointId: id.nullable().describe('The focus point of this visit that carries it on.'),
    version: z.int().min(0).describe('For If-Match; 0 before the first mark.'),
  })
  .meta({ id: 'EarlierThread' })

export const MarkChange = z
  .strictObject({
    mark: z.enum(THREAD_MARKS, 'Vælg Fortsat eller Lukket.').nullable(),
    because: oneLine(300).default(''),
    pointId: id.nullable().default(null),
  })
  .refine(({ mark, because }) => mark !== 'closed' || because !== '', {
    path: ['because'],
    message: 'Skriv kort, hvorfor det er lukket.',
  })
  .refine(({ mark, pointId }) => mark !== 'closed' || pointId === null, {
    path: ['pointId'],
    message: 'Et fokuspunkt fortsætter det. Vælg Fortsat, eller tag fokuspunktet af.',
  })
  .meta({ id: 'MarkChange' })

export const Sharing = z.strictObject({ shared: z.boolean() }).meta({ id: 'Sharing' })

export const Idea = z
  .object({
    id: id.describe('The suggestion.'),
    theme,
    ...spoken,
    focusPoint: z.object(spoken),
    handling: z.string(),
    status: z.enum(THREAD_STATUSES),
    note: z.string().describe('The newest sentence about how it went.'),
  })
  .meta({ id: 'Idea', description: 'Without names of tilbud and people.' })

export const IdeaQuery = { q: line(200).optional().catch(undefined), theme: theme.optional().catch(undefined) }

export type Thread = z.infer<typeof Thread>
export type ThreadChange = z.infer<typeof ThreadChange>
export type NewThreadUpdate = z.infer<typeof NewThreadUpdate>
export type EarlierThread = z.infer<typeof EarlierThread>
export type MarkChange = z.infer<typeof MarkChange>

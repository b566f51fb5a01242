// What may be sent about visits and points, and what is answered.
import { z } from 'zod'
import { BOXES, DESCRIPTION_MARKS, SOURCES, STATUSES } from '../db/tables.ts'
import { day, id, instant, line, markdown, slug, version, words } from '../lib/fields.ts'

export const theme = z
  .string()
  .max(3)
  .regex(/^[0-9]{1,2}[a-z]?$/, 'Ukendt tema.')
const unique = <Item extends z.ZodType>(item: Item, max: number) =>
  z
    .array(item)
    .max(max)
    .overwrite(list => [...new Set(list)])

const goalKey = z
  .string()
  .regex(/^[a-z0-9.-]{1,60}\/[a-z0-9.-]{1,60}$/, 'Skriv strategi/mål, som norddjurs-socialomraadet/2.2.')

export const goalKeys = unique(goalKey, 50)

const writable = {
  theme,
  box: z.enum(BOXES, 'Boksen er grey, purple eller yellow.'),
  heading: line(160).nullable(),
  body: markdown(),
  alsoThemes: unique(theme, 30),
  answers: unique(id, 200),
  source: z.enum(SOURCES, 'Ukendt kilde.').nullable(),
  saidOnTheDay: z.boolean(),
  topics: words,
  goalKeys,
  position: z.int().min(1).max(10_000),
}

export const Point = z
  .object({
    id,
    visitId: id,
    ...writable,
    heading: z.string().nullable(),
    body: z.string(),
    topics: z.array(z.string()),
    alsoThemes: z.array(z.string()),
    answers: z.array(id),
    goalKeys: z.array(z.string()),
    version,
    updatedAt: instant,
    updatedBy: id.nullable(),
  })
  .meta({ id: 'Point' })

export const NewPoint = z
  .strictObject({
    id: id.optional(),
    ...writable,
    heading: writable.heading.default(null),
    body: writable.body.default(''),
    alsoThemes: writable.alsoThemes.default([]),
    answers: writable.answers.default([]),
    source: writable.source.default(null),
    saidOnTheDay: writable.saidOnTheDay.default(true),
    topics: words.default([]),
    goalKeys: writable.goalKeys.default([]),
    position: writable.position.optional(),
  })
  .meta({ id: 'NewPoint' })

export const PointChange = z.strictObject(writable).partial().meta({ id: 'PointChange' })

export const PointOrder = z
  .array(z.strictObject({ id, theme, box: writable.box, position: writable.position }))
  .min(1)
  .max(1000)
  .meta({ id: 'PointOrder' })

export const Participants = z.strictObject({
  employeesTotal: z
    .int('Skriv et helt tal.')
    .min(0, 'Tallet kan ikke være under 0.')
    .max(100_000, 'Skriv et tal under 100.000.')
    .nullable(),
  met: z
    .array(
      z.strictObject({
        group: line(80),
        count: z
          .int('Skriv et helt tal.')
          .min(0, 'Tallet kan ikke være under 0.')
          .max(10_000, 'Skriv et tal under 10.000.'),
      }),
    )
    .max(30, 'Der er plads til 30 grupper.'),
})

const fields = {
  tilbudId: id,
  visitedOn: day,
  consultantIds: unique(id, 20).min(1, 'Vælg mindst én konsulent.'),
  participants: Participants,
  topics: words,
  overallImpression: markdown(50_000),
  conclusion: markdown(50_000),
}

export const VisitSummary = z
  .object({
    id,
    tilbudId: id,
    modelId: z.string(),
    visitedOn: z.iso.date(),
    consultantIds: z.array(id),
    participants: z.object({
      employeesTotal: z.int().nullable(),
      met: z.array(z.object({ group: z.string(), count: z.int() })),
    }),
    topics: z.array(z.string()),
    status: z.enum(STATUSES),
    commented: z
      .boolean()
      .describe('In hearing, and comments have come: the texts may be corrected in answer to them.'),
    withheld: z.boolean().describe('Something was published that the leader does not have yet; see release.'),
    version,
    updatedAt: instant,
  })
  .meta({ id: 'VisitSummary' })

const descriptionMarks = z
  .array(z.strictObject({ theme, mark: z.enum(DESCRIPTION_MARKS, 'Markeringen er agrees, partly eller new.') }))
  .max(40)
  .refine(marks => new Set(marks.map(one => one.theme)).size === marks.length, 'Hvert tema kan kun markeres én gang.')

export const Visit = VisitSummary.extend({
  descriptionMarks: z
    .array(z.object({ theme: z.string(), mark: z.enum(DESCRIPTION_MARKS) }))
    .describe(
      "How the day and the tilbud's own description of a theme agree; themes that are not marked are left out.",
    ),
  overallImpression: z.string(),
  conclusion: z.string(),
  correctionReason: z.string().nullable(),
  replacedBy: id.nullable(),
  points: z.array(Point),
}).meta({ id: 'Visit' })

export const NewVisit = z
  .strictObject({
    id: id.optional(),
    ...fields,
    modelId: slug.optional(),
    consultantIds: fields.consultantIds.optional(),
    participants: Participants.default({ employeesTotal: null, met: [] }),
    topics: words.default([]),
    overallImpression: fields.overallImpression.default(''),
    conclusion: fields.conclusion.default(''),
  })
  .meta({ id: 'NewVisit' })

const { tilbudId: _fixed, ...changeable } = fields
export const VisitChange = z
  .strictObject({ ...changeable, descriptionMarks })
  .partial()
  .meta({ id: 'VisitChange' })

export const Revision = z
  .object({
    id,
    pointId: id.nullable(),
    field: z.enum(['point', 'overallImpression', 'conclusion', 'note']),
    theme: z.string().nullable().describe('The theme of a note; null for other texts.'),
    version: z.int(),
    heading: z.string().nullable(),
    body: z.string(),
    deleted: z.boolean(),
    removed: z.boolean().describe('Words that a merge took away before they stood in the text, with the text.'),
    writtenBy: id.nullable(),
    writtenByName: z.string().nullable(),
    writtenAt: instant,
  })
  .meta({ id: 'Revision' })

export type Point = z.infer<typeof Point>
export type NewPoint = z.infer<typeof NewPoint>
export type PointChange = z.infer<typeof PointChange>
export type PointOrder = z.infer<typeof PointOrder>
export type Visit = z.infer<typeof Visit>
export type VisitSummary = z.infer<typeof VisitSummary>
export type NewVisit = z.infer<typeof NewVisit>
export type VisitChange = z.infer<typeof VisitChange>

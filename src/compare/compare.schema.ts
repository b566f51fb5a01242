// What may be asked of a comparison, and what is answered.
import { z } from 'zod'
import { day, id, line } from '../lib/fields.ts'
import { ROWS } from './compare.rules.ts'

const filter = {
  rows: z.enum(ROWS, 'Vælg tilbud, center, type eller år.').default('tilbud'),
  from: day.optional(),
  to: day.optional(),
  centreId: id.optional(),
  type: line(80).optional(),
  topic: line(80).optional(),
}

export const Filter = z.object(filter)

const place = { theme: line(80).optional(), row: line(80).optional() }

export const TextFilter = z.object({ ...filter, ...place })

const theme = { key: z.string(), name: z.string() }
const counts = { points: z.int(), alsoPoints: z.int() }

export const Comparison = z
  .object({
    rows: z.array(
      z.object({
        key: z.string(),
        name: z.string(),
        visits: z.int(),
        themes: z.array(z.object({ key: z.string(), ...counts })),
      }),
    ),
    themes: z.array(z.object(theme)),
    visits: z.int(),
    points: z.int(),
    from: z.iso.date(),
    to: z.iso.date(),
    topics: z.array(z.object({ topic: z.string(), visits: z.int() })),
  })
  .meta({
    id: 'Comparison',
    description:
      'Focus points of published visits by theme. points: that stand in the theme; alsoPoints: that stand in another theme and concern this one too.',
  })

export const ComparedPoint = z
  .object({
    id,
    visitId: id,
    visitedOn: z.iso.date(),
    tilbudId: id,
    tilbudName: z.string(),
    row: z.string(),
    theme: z.string(),
    alsoThemes: z.array(z.string()),
    heading: z.string().nullable(),
    body: z.string(),
    topics: z.array(z.string()),
    suggestions: z.array(z.object({ id, heading: z.string().nullable(), body: z.string() })),
  })
  .meta({ id: 'ComparedPoint', description: 'A focus point with the suggestions that answer it.' })

export type Filter = z.infer<typeof Filter>

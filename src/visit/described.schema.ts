// What the tilbud wrote before a visit, and what it has confirmed, as programs and devices get it.
import { z } from 'zod'
import type { DescriptionAtVisit } from '../description/description.reading.ts'

export const VisitDescription = z
  .object({
    version: z.int().describe('0 where the tilbud had written nothing.'),
    writtenOn: z.iso.date().nullable(),
    since: z.iso.date().nullable().describe('The day of the visit before, whose version `before` is.'),
    themes: z.array(z.object({ theme: z.string(), name: z.string(), text: z.string(), before: z.string().nullable() })),
  })
  .meta({ id: 'VisitDescription' })

export type VisitDescription = z.infer<typeof VisitDescription>

const NOTHING: VisitDescription = { version: 0, writtenOn: null, since: null, themes: [] }

export const described = (description: DescriptionAtVisit | null): VisitDescription => description ?? NOTHING

export const Confirmation = z
  .object({
    count: z.int().nullable(),
    confirmedOn: z.iso.date().nullable(),
    holds: z.boolean().describe('For this visit: neither too old, nor from before it was planned.'),
  })
  .meta({ id: 'Confirmation' })

export type Confirmation = z.infer<typeof Confirmation>

// What may be sent about centres and tilbud, and what is answered.
import { z } from 'zod'
import { day, id, line, version, words } from '../lib/fields.ts'

export const Centre = z.object({ id, name: z.string(), version }).meta({ id: 'Centre' })
export const NewCentre = z.strictObject({ id: id.optional(), name: line(120) }).meta({ id: 'NewCentre' })
export const CentreChange = z
  .strictObject({ name: line(120) })
  .partial()
  .meta({ id: 'CentreChange' })

const Employees = z.strictObject({
  count: z
    .int('Skriv et helt tal.')
    .min(0, 'Tallet kan ikke være under 0.')
    .max(100_000, 'Skriv et tal under 100.000.')
    .nullable(),
  confirmedOn: day.nullable(),
})

const fields = {
  name: line(120),
  shortNames: words,
  type: line(80),
  centreId: z.uuid('Vælg et center.'),
  selfGoverning: z.boolean(),
  employees: Employees,
  active: z.boolean(),
}

export const Tilbud = z
  .object({ id, ...fields, name: z.string(), shortNames: z.array(z.string()), type: z.string(), version })
  .meta({ id: 'Tilbud' })

export const NewTilbud = z
  .strictObject({
    id: id.optional(),
    ...fields,
    shortNames: words.default([]),
    selfGoverning: z.boolean().default(false),
    employees: Employees.default({ count: null, confirmedOn: null }),
    active: z.boolean().default(true),
  })
  .meta({ id: 'NewTilbud' })

export const TilbudChange = z.strictObject(fields).partial().meta({ id: 'TilbudChange' })

export type Tilbud = z.infer<typeof Tilbud>
export type NewTilbud = z.infer<typeof NewTilbud>
export type TilbudChange = z.infer<typeof TilbudChange>

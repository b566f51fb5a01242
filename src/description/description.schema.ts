// What may be sent about a tilbud's description of its practice, and what is answered.
import { z } from 'zod'
import { id, instant, line, markdown } from '../lib/fields.ts'

const theme = z
  .string()
  .max(3)
  .regex(/^[0-9]{1,2}[a-z]?$/, 'Ukendt tema.')

const written = {
  tilbudId: id,
  modelId: z.string(),
  version: z.int().min(0).describe('0 where nothing is written yet.'),
  writtenAt: instant.nullable(),
  writtenBy: id.nullable(),
}

export const QualityDescription = z
  .object({ ...written, themes: z.array(z.object({ theme: z.string(), text: z.string() })) })
  .meta({ id: 'QualityDescription' })

export const QualityDescriptionChange = z
  .strictObject({
    themes: z
      .array(z.strictObject({ theme, text: markdown(20_000) }))
      .max(40)
      .describe('Themes that are not named keep their text.'),
  })
  .meta({ id: 'QualityDescriptionChange' })

export const DescriptionVersion = z
  .object({ ...written, writtenByName: z.string().nullable() })
  .meta({ id: 'QualityDescriptionVersion' })

export const FactsConfirmation = z
  .strictObject({
    employees: z.strictObject({
      count: z
        .int('Skriv et helt tal.')
        .min(1, 'Skriv, hvor mange der er ansat.')
        .max(100_000, 'Skriv et tal under 100.000.'),
    }),
    shortNames: z
      .array(line(80))
      .max(40, 'Der er plads til 40 ord.')
      .overwrite(list => [...new Set(list)])
      .optional(),
  })
  .meta({ id: 'FactsConfirmation' })

export type QualityDescriptionChange = z.output<typeof QualityDescriptionChange>
export type FactsConfirmation = z.output<typeof FactsConfirmation>

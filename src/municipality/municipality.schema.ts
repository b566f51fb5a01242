// What is told of the municipality, and what may be sent.
import { z } from 'zod'
import { line, version } from '../lib/fields.ts'
import { isReadable, nearestReadable } from './municipality.rules.ts'

const colour = z
  .string()
  .overwrite(value => value.trim().toLowerCase())
  .regex(/^#[0-9a-f]{6}$/, { error: 'Skriv farven som # og seks tegn, fx #1d5d4b.', abort: true })
  .superRefine((value, context) => {
    if (isReadable(value)) return
    const message = `Farven er for lys til at blive læst på hvidt papir. Den nærmeste, der kan, er ${nearestReadable(value)}.`
    context.addIssue({ code: 'custom', message })
  })

const months = z
  .int('Skriv et helt antal måneder.')
  .min(1, 'Skriv mindst 1 måned.')
  .max(120, 'Skriv højst 120 måneder.')

export const Municipality = z
  .object({
    name: z.string().nullable(),
    colour: z.string().nullable().meta({ description: 'Contrast to white at least 4.5:1.' }),
    monthsBetweenVisits: z.int().meta({ description: 'So many months after a visit the next one is due.' }),
    logo: z.object({ type: z.enum(['image/png', 'image/jpeg']), bytes: z.int(), sha256: z.string() }).nullable(),
    version,
  })
  .meta({ id: 'Municipality' })

export const MunicipalityChange = z
  .strictObject({
    name: line(120).nullable().optional(),
    colour: colour.nullable().optional(),
    monthsBetweenVisits: months.optional(),
  })
  .meta({ id: 'MunicipalityChange' })

export type Municipality = z.output<typeof Municipality>
export type MunicipalityChange = z.output<typeof MunicipalityChange>

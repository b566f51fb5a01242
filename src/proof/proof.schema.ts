// What the proof-reader answers, and what may be sent to it.
import { z } from 'zod'
import { BOXES, SEVERITIES } from '../db/tables.ts'
import { id, instant, line, version } from '../lib/fields.ts'
import { EFFECTS } from './proof.rules.ts'

export const Finding = z
  .object({
    key: z.string().meta({ description: 'Stays the same as long as the text at the place does.' }),
    rule: z.string(),
    severity: z.enum(SEVERITIES),
    message: z.string().meta({ description: 'Where it is, what is wrong, why it matters and what to do, in Danish.' }),
    where: z.object({
      pointId: id.nullable(),
      field: z
        .enum(['heading', 'body', 'participants', 'topics', 'overallImpression', 'conclusion'])
        .nullable()
        .meta({ description: 'Null where a box or a theme is empty.' }),
      theme: z.string().nullable(),
      box: z.enum(BOXES).nullable(),
      quote: z.string(),
      start: z.int(),
      end: z.int(),
    }),
    answer: z.object({ reason: z.string(), by: z.string(), at: instant }).nullable(),
  })
  .meta({ id: 'Finding' })

export const FindingKey = z.string().regex(/^[0-9a-f]{32}$/, 'Det er ikke en gyldig nøgle.')

export const FindingAnswer = z.strictObject({ reason: line(500) }).meta({ id: 'FindingAnswer' })

export const ProofSettings = z
  .object({
    version,
    items: z.array(
      z.object({
        rule: z.string(),
        title: z.string(),
        severity: z.enum(EFFECTS),
        standard: z.enum(SEVERITIES).meta({ description: 'What the rule does until somebody decides otherwise.' }),
      }),
    ),
  })
  .meta({ id: 'ProofSettings' })

/** Rules that are not named stay as they are. */
export const ProofSettingsChange = z
  .strictObject({ items: z.array(z.strictObject({ rule: z.string().max(60), severity: z.enum(EFFECTS) })).max(100) })
  .meta({ id: 'ProofSettingsChange' })

export type Finding = z.infer<typeof Finding>
export type ProofSettings = z.infer<typeof ProofSettings>
export type ProofSettingsChange = z.infer<typeof ProofSettingsChange>

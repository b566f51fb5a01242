// What may be asked of /verify, and what a program is answered.
import { z } from 'zod'
import { instant } from '../lib/fields.ts'
import { STATUSES } from './verify.rules.ts'

const SHORT = /^[0-9a-f]{6}$/

/** The check sum of a PDF, as people copy it: in capitals and with spaces too. */
export const Sha256 = z
  .string()
  .overwrite(text => text.replaceAll(/\s/g, '').toLowerCase())
  .refine(text => text !== '', { error: 'Skriv kontrolsummen, eller vælg filen i stedet.', abort: true })
  .refine(text => !SHORT.test(text), {
    error: 'De seks tegn nederst på siderne er ikke nok; de kan passe til flere rapporter. Vælg filen i stedet.',
    abort: true,
  })
  .regex(/^[0-9a-f]{64}$/, 'En kontrolsum er 64 tegn: 0–9 og a–f. Se den efter, eller vælg filen i stedet.')

const edition = { visitedOn: z.iso.date(), version: z.int(), publishedAt: instant }

export const Verification = z
  .object({
    status: z.enum(STATUSES),
    document: z.enum(['report', 'conclusion']).nullable(),
    tilbudName: z.string().nullable(),
    visitedOn: edition.visitedOn.nullable(),
    version: edition.version.nullable(),
    publishedAt: edition.publishedAt.nullable(),
    supersededBy: z.object(edition).nullable().describe('The edition that is current now, maybe of a later visit.'),
  })
  .meta({ id: 'Verification' })

export type Verification = z.infer<typeof Verification>

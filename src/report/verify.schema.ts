// What may be asked of /verify, and what a program is answered.
import { z } from 'zod'
import { instant } from '../lib/fields.ts'
import { STATUSES } from './verify.rules.ts'

/** The check sum of a PDF, or the six characters on its pages; as people copy it, in capitals and with spaces too. */
export const Hash = z
  .string()
  .overwrite(text => text.replaceAll(/\s/g, '').toLowerCase())
  .refine(text => text !== '', { error: 'Skriv de seks tegn, eller vælg filen i stedet.', abort: true })
  .regex(
    /^(?:[0-9a-f]{6}|[0-9a-f]{64})$/,
    'Skriv de seks tegn nederst på siderne, eller filens kontrolsum på 64 tegn. Begge har kun 0–9 og a–f.',
  )

export const isShort = (hash: string) => hash.length === 6

const edition = { visitedOn: z.iso.date(), version: z.int(), publishedAt: instant }
const supersededBy = z.object(edition).nullable().describe('The edition that is current now, maybe of a later visit.')

export const Verification = z
  .object({
    status: z
      .enum(STATUSES)
      .describe('Ambiguous: the short hash stands on several editions; compare their dates with the cover.'),
    document: z
      .enum(['report', 'conclusion', 'poster'])
      .nullable()
      .describe('Null for a short hash, which stands on the pages of both.'),
    tilbudName: z.string().nullable().describe('Null for a short hash, which can be guessed.'),
    visitedOn: edition.visitedOn.nullable(),
    version: edition.version.nullable(),
    publishedAt: edition.publishedAt.nullable(),
    supersededBy,
    candidates: z
      .array(z.object({ status: z.enum(['current', 'superseded']), ...edition, supersededBy }))
      .describe('The editions that a short hash fits, when they are several; else empty.'),
  })
  .meta({ id: 'Verification' })

export type Verification = z.infer<typeof Verification>

// What a device takes along of a visit's past: the newest revisions of each text, for its history and its bin.
import { z } from 'zod'
import { BOXES } from '../db/tables.ts'
import { Revision } from './visit.schema.ts'

export const PastRevision = Revision.omit({ version: true })
  .extend({
    theme: z.string().nullable().describe('The theme of the point or note; null for other texts.'),
    box: z.enum(BOXES).nullable().describe('The box of the point; null for other texts.'),
    isFirst: z.boolean().describe('Nothing stood there before it.'),
  })
  .meta({ id: 'PastRevision' })

export const Past = z
  .object({ revisions: z.array(PastRevision).describe('Newest first, as many of each text as a device keeps.') })
  .meta({ id: 'Past' })

export type PastRevision = z.infer<typeof PastRevision>
export type Past = z.infer<typeof Past>

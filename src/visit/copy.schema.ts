// A visit as a device keeps it: with the names and the model that its pages print.
import { z } from 'zod'
import { id } from '../lib/fields.ts'
import { Model } from '../model/model.schema.ts'
import { Me } from '../user/user.schema.ts'
import { Note } from './note.schema.ts'
import { Visit } from './visit.schema.ts'

const Named = z.object({ id, name: z.string() })

export const Copy = z
  .object({
    user: Me,
    visit: Visit,
    tilbud: Named,
    model: Model,
    people: z.array(Named).describe('Who is or was on the visit.'),
    possible: z.array(Named).describe('Who can be put on it.'),
    notes: z.array(Note).nullable().describe('The raw notes; null for those who do not take any.'),
    offlineDays: z.int().describe('After so many days without contact the device destroys its copy.'),
  })
  .meta({ id: 'Copy' })

export type Copy = z.infer<typeof Copy>

// What may be sent about raw notes, and what is answered.
import { z } from 'zod'
import { BOXES } from '../db/tables.ts'
import { id, markdown } from '../lib/fields.ts'
import { Point } from './visit.schema.ts'

export const Note = z
  .object({ theme: z.string(), body: z.string(), version: z.int().min(0).describe('0: nothing is written yet.') })
  .meta({ id: 'Note' })

/** Longer than a point: a whole day may stand in it. */
export const noteBody = markdown(200_000)

export const NoteChange = z.strictObject({ body: noteBody }).meta({ id: 'NoteChange' })

const place = z.int().min(0).max(200_000)

export const NoteSorting = z
  .strictObject({
    box: z.enum(BOXES, 'Boksen er grey, purple eller yellow.'),
    pieces: z
      .array(z.strictObject({ start: place, end: place, id: id.optional().describe('Of the point that it becomes.') }))
      .min(1, 'Vælg det, der skal i boksen.')
      .max(200)
      .describe('Stretches of the note, counted in UTF-16 code units.'),
  })
  .meta({ id: 'NoteSorting' })

export const SortedNote = z.object({ note: Note, points: z.array(Point) }).meta({ id: 'SortedNote' })

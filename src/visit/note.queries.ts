// Every SQL statement about the consultants' raw notes to the themes of a visit.
import { type Insertable, sql } from 'kysely'
import type { Db, Tables, Trx } from '../db/tables.ts'

export const selectNotes = (db: Db | Trx, visitId: string) =>
  db.selectFrom('textNote').select(['theme', 'body', 'version']).where('visitId', '=', visitId).execute()

/** Writes the note to a theme and counts its version up. */
export const upsertNote = (trx: Trx, note: Insertable<Tables['textNote']>) =>
  trx
    .insertInto('textNote')
    .values(note)
    .onConflict(there =>
      there.columns(['visitId', 'theme']).doUpdateSet(eb => ({
        body: eb.ref('excluded.body'),
        updatedBy: eb.ref('excluded.updatedBy'),
        version: eb('textNote.version', '+', 1),
        updatedAt: sql<Date>`now()`,
      })),
    )
    .execute()

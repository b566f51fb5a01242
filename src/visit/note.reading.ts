// The raw notes of a visit, one to each theme of its model, written or not.
import type { Db } from '../db/tables.ts'
import { findModel } from '../model/model.queries.ts'
import type { Note } from './note.actions.ts'
import { selectNotes } from './note.queries.ts'

/** The notes in the model's order. Who may read them is the caller's question. */
export async function listNotes(db: Db, visit: { id: string; modelId: string }): Promise<Note[]> {
  const written = await selectNotes(db, visit.id)
  const model = await findModel(db, visit.modelId)
  return (model?.themes ?? []).map(
    ({ key }) => written.find(({ theme }) => theme === key) ?? { theme: key, body: '', version: 0 },
  )
}

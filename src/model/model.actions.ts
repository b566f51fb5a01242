// A new quality model comes in whole and is never changed afterwards: visits keep theirs for ever.
import type { Db } from '../db/tables.ts'
import { conflict, notFound } from '../http/errors.ts'
import { writeLog } from '../log/log.queries.ts'
import { findModel, insertModel } from './model.queries.ts'
import type { Model } from './model.schema.ts'

/** Adds a model; refuses one whose id is taken. `by` is null for those that ship with the product. */
export function addModel(db: Db, by: { id: string } | null, model: Model) {
  return db.transaction().execute(async trx => {
    if (await findModel(trx, model.id))
      throw conflict(`Der er allerede en model med id ${model.id}. Giv den nye et andet id.`)
    await insertModel(trx, model)
    await writeLog(trx, { userId: by?.id ?? null, action: 'import', subject: 'model', subjectId: model.id })
    return (await findModel(trx, model.id)) ?? Promise.reject(notFound('Modellen'))
  })
}

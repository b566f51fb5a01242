// Every SQL statement about quality models.
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db, Trx } from '../db/tables.ts'
import type { Model } from './model.schema.ts'

const models = (db: Db | Trx) =>
  db
    .selectFrom('model')
    .select(['id', 'name', 'version', 'validFrom', 'validTo', 'workAreas', 'phrases', 'readingGuide'])
    .select(eb =>
      jsonArrayFrom(
        eb
          .selectFrom('modelTheme')
          .select(['key', 'name', 'purpose', 'successorOf'])
          .whereRef('modelTheme.modelId', '=', 'model.id')
          .orderBy('position'),
      ).as('themes'),
    )

export const listModels = (db: Db | Trx) => models(db).orderBy('validFrom', 'desc').orderBy('id').execute()

export const findModel = (db: Db | Trx, id: string) => models(db).where('id', '=', id).executeTakeFirst()

/** The model in force on a day: the newest that has begun and has not ended. */
export const findModelOn = (db: Db | Trx, day: string) =>
  db
    .selectFrom('model')
    .select('id')
    .where('validFrom', '<=', day)
    .where(eb => eb.or([eb('validTo', 'is', null), eb('validTo', '>=', day)]))
    .orderBy('validFrom', 'desc')
    .executeTakeFirst()

export async function insertModel(trx: Trx, { themes, workAreas, phrases, ...model }: Model) {
  await trx
    .insertInto('model')
    .values({ ...model, workAreas: JSON.stringify(workAreas), phrases: JSON.stringify(phrases) })
    .execute()
  await trx
    .insertInto('modelTheme')
    .values(
      themes.map((theme, position) => ({
        ...theme,
        modelId: model.id,
        position,
      })),
    )
    .execute()
}

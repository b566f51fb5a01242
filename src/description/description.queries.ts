// Every SQL statement about the tilbud's descriptions of their practice. Versions are only added, never changed.
import type { Insertable } from 'kysely'
import type { Db, Tables, Trx } from '../db/tables.ts'

const descriptions = (db: Db | Trx, tilbudId: string) =>
  db
    .selectFrom('description')
    .leftJoin('user', 'user.id', 'description.writtenBy')
    .select(['description.tilbudId', 'description.modelId', 'description.version', 'description.texts'])
    .select(['description.writtenAt', 'description.writtenBy', 'user.name as writtenByName'])
    .where('description.tilbudId', '=', tilbudId)
    .orderBy('description.version', 'desc')

export type DescriptionRow = Awaited<ReturnType<typeof listDescriptions>>[number]

/** Newest first. */
export const listDescriptions = (db: Db | Trx, tilbudId: string) => descriptions(db, tilbudId).limit(200).execute()

/** A version; the newest when none is named. */
export const findDescription = (db: Db | Trx, tilbudId: string, version?: number) =>
  descriptions(db, tilbudId)
    .$if(version !== undefined, query => query.where('description.version', '=', version as number))
    .limit(1)
    .executeTakeFirst()

/** The version that stood at a moment. */
export const findDescriptionAt = (db: Db | Trx, tilbudId: string, moment: Date) =>
  descriptions(db, tilbudId).where('description.writtenAt', '<', moment).limit(1).executeTakeFirst()

/** One writer at a time, also where there is no version yet. */
export const lockTilbud = (trx: Trx, tilbudId: string) =>
  trx.selectFrom('tilbud').select('id').where('id', '=', tilbudId).forUpdate().executeTakeFirst()

export const insertDescription = (trx: Trx, row: Insertable<Tables['description']>) =>
  trx.insertInto('description').values(row).execute()

/** Whether a consultant is on a visit to the tilbud that was not called off. */
export const goesTo = async (db: Db | Trx, userId: string, tilbudId: string): Promise<boolean> =>
  (await db
    .selectFrom('visit')
    .innerJoin('visitConsultant', 'visitConsultant.visitId', 'visit.id')
    .select('visit.id')
    .where('visit.tilbudId', '=', tilbudId)
    .where('visit.cancelledAt', 'is', null)
    .where('visitConsultant.userId', '=', userId)
    .limit(1)
    .executeTakeFirst()) !== undefined

/** The last visit to the tilbud before a day, one that was more than planned. */
export const findLastVisit = (db: Db | Trx, tilbudId: string, before: string) =>
  db
    .selectFrom('visit')
    .select(['id', 'visitedOn'])
    .where('tilbudId', '=', tilbudId)
    .where('visitedOn', '<', before)
    .where('status', '<>', 'planned')
    .orderBy('visitedOn', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

/** The visit that facts are confirmed for: the next one, or the newest that is held and not published. */
export const findOpenVisit = async (db: Db | Trx, tilbudId: string, today: string) =>
  (await findNextVisit(db, tilbudId, today)) ??
  (await db
    .selectFrom('visit')
    .select(['id', 'visitedOn', 'modelId', 'createdAt'])
    .where('tilbudId', '=', tilbudId)
    .where('cancelledAt', 'is', null)
    .where('status', 'in', ['planned', 'draft'])
    .orderBy('visitedOn', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst())

/** The next visit to the tilbud that is not held yet. */
export const findNextVisit = (db: Db | Trx, tilbudId: string, today: string) =>
  db
    .selectFrom('visit')
    .select(['id', 'visitedOn', 'modelId', 'createdAt'])
    .where('tilbudId', '=', tilbudId)
    .where('cancelledAt', 'is', null)
    .where('status', 'in', ['planned', 'draft'])
    .where('visitedOn', '>=', today)
    .orderBy('visitedOn')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()

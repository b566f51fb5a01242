// The history of every text in a visit: one row a save, never changed.

import type { Insertable } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { Db, Tables, Trx } from '../db/tables.ts'

export const insertRevision = (trx: Trx, revision: Omit<Insertable<Tables['revision']>, 'id'>) =>
  trx
    .insertInto('revision')
    .values({ id: uuidv7(), ...revision })
    .execute()

const revisions = (db: Db | Trx, visitId: string) =>
  db
    .selectFrom('revision')
    .leftJoin('user', 'user.id', 'revision.writtenBy')
    .select(['revision.id', 'revision.pointId', 'revision.field', 'revision.version', 'revision.heading'])
    .select(['revision.body', 'revision.deleted', 'revision.writtenBy', 'user.name as writtenByName'])
    .select(['revision.writtenAt', 'revision.theme', 'revision.removed'])
    .where('revision.visitId', '=', visitId)

/**
 * Newest first; `after` is the id of the last row of the page before (ids grow with time). With `notes` also those of
 * raw notes, which are the consultants' own.
 */
export async function listRevisions(
  db: Db,
  visitId: string,
  { after, limit, pointId, notes = false }: { after: string | null; limit: number; pointId?: string; notes?: boolean },
) {
  const rows = await revisions(db, visitId)
    .$if(!notes, query => query.where('revision.field', '<>', 'note'))
    .$if(after !== null, query => query.where('revision.id', '<', after))
    .$if(pointId !== undefined, query => query.where('revision.pointId', '=', pointId as string))
    .orderBy('revision.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(row => ({ ...row, writtenAt: row.writtenAt.toISOString() }))
}

export const findRevision = (db: Db | Trx, visitId: string, id: string) =>
  revisions(db, visitId).where('revision.id', '=', id).executeTakeFirst()

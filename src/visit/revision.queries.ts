// The history of every text in a visit: one row a save, never changed.

import type { Insertable } from 'kysely'
import type { Db, Tables, Trx } from '../db/tables.ts'
import type { Subject } from '../text/text.ts'

type NewRevision = Insertable<Tables['revision']>

export const insertRevision = (trx: Trx, revision: NewRevision) => trx.insertInto('revision').values(revision).execute()

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

/** The revisions of one text. */
const ofText = (trx: Trx, visitId: string, { field, pointId, theme }: Subject) =>
  trx
    .selectFrom('revision')
    .where('visitId', '=', visitId)
    .where('field', '=', field)
    .$if(pointId !== null, query => query.where('pointId', '=', pointId))
    .$if(theme !== null, query => query.where('theme', '=', theme))

export const findNewestId = async (trx: Trx, visitId: string, subject: Subject): Promise<string | undefined> =>
  (await ofText(trx, visitId, subject).select('id').orderBy('id', 'desc').limit(1).executeTakeFirst())?.id

/** Stores a revision if its id comes after all others of its text; answers whether it does. */
export async function insertIfNewest(trx: Trx, subject: Subject, revision: NewRevision): Promise<boolean> {
  const row = { ...subject, ...revision }
  const newer = ofText(trx, row.visitId, subject).select('id').where('id', '>=', row.id)
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('revision')
    .columns(Object.keys(row) as (keyof NewRevision)[])
    .expression(
      trx
        .selectNoFrom(eb => Object.entries(row).map(([column, value]) => eb.val(value).as(column)))
        .where(eb => eb.not(eb.exists(newer))),
    )
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/**
 * The text at a version of its row. Until the version `since` every change of it is a revision, so that the newest one
 * before says it; of what was written live only a revision of just that version does.
 */
export const findRevisionAt = (trx: Trx, visitId: string, subject: Subject, version: number, since: number | null) =>
  ofText(trx, visitId, subject)
    .select(['heading', 'body'])
    .where('deleted', '=', false)
    .where('removed', '=', false)
    .$if(since === null || version <= since, query => query.where('version', '<=', version))
    .$if(since !== null && version > since, query => query.where('version', '=', version))
    .orderBy('version', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

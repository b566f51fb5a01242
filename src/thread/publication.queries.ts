// SQL of what publishing a visit makes of its focus points.
import type { Insertable } from 'kysely'
import type { Db, Tables, Trx } from '../db/tables.ts'

/** Every focus point of the visit that has a thread, published or not. */
export const listVisitPoints = (db: Db | Trx, visitId: string) =>
  db
    .selectFrom('threadPoint')
    .select(['pointId', 'threadId', 'publishedAt', 'gone'])
    .where('visitId', '=', visitId)
    .execute()

export async function insertThreads(trx: Trx, rows: Insertable<Tables['thread']>[]) {
  if (rows.length > 0) await trx.insertInto('thread').values(rows).execute()
}

type Point = Insertable<Tables['threadPoint']>

/** Writes what the points say now; those that are new come along. */
export async function savePoints(trx: Trx, rows: Point[]) {
  if (rows.length === 0) return
  await trx
    .insertInto('threadPoint')
    .values(rows)
    .onConflict(conflict =>
      conflict.column('pointId').doUpdateSet(eb => ({
        publishedAt: eb.ref('excluded.publishedAt'),
        gone: eb.ref('excluded.gone'),
        theme: eb.ref('excluded.theme'),
        number: eb.ref('excluded.number'),
        heading: eb.ref('excluded.heading'),
        body: eb.ref('excluded.body'),
      })),
    )
    .execute()
}

export const markGone = (trx: Trx, pointIds: string[]) =>
  trx.updateTable('threadPoint').set({ gone: true }).where('pointId', 'in', pointIds).execute()

/** A draft's links to earlier threads that did not come to be published. */
export const dropDraftPoints = (trx: Trx, visitId: string) =>
  trx.deleteFrom('threadPoint').where('visitId', '=', visitId).where('publishedAt', 'is', null).execute()

/** The suggestions of a visit's threads stand as they were published last. */
export async function replaceSuggestions(trx: Trx, visitId: string, rows: Insertable<Tables['threadSuggestion']>[]) {
  await trx.deleteFrom('threadSuggestion').where('visitId', '=', visitId).execute()
  if (rows.length > 0) await trx.insertInto('threadSuggestion').values(rows).execute()
}

/** Threads that the visit closed, with the status that the tilbud gave them last. */
export const listClosedBy = (trx: Trx, visitId: string) =>
  trx
    .selectFrom('thread')
    .select('thread.id')
    .select(eb =>
      eb
        .selectFrom('threadUpdate')
        .select('threadUpdate.status')
        .whereRef('threadUpdate.threadId', '=', 'thread.id')
        .orderBy('threadUpdate.writtenAt', 'desc')
        .orderBy('threadUpdate.id', 'desc')
        .limit(1)
        .as('lastStatus'),
    )
    .where('thread.closedByVisit', '=', visitId)
    .execute()

/** What the visit says about a thread is published as it stands. */
export const publishMarks = (trx: Trx, visitId: string) =>
  trx
    .updateTable('threadMark')
    .set(eb => ({ published: eb.ref('mark'), publishedBecause: eb.ref('because') }))
    .where('visitId', '=', visitId)
    .execute()

/** What the visit says is again what was published. */
export const putBackMarks = (trx: Trx, visitId: string) =>
  trx
    .updateTable('threadMark')
    .set(eb => ({
      mark: eb.ref('published'),
      because: eb.ref('publishedBecause'),
      version: eb('version', '+', 1),
    }))
    .where('visitId', '=', visitId)
    .execute()

/** Visits with a report and focus points of which none has a thread, the oldest first; the day that it came out first. */
export const listUnfollowed = (db: Db) =>
  db
    .selectFrom('visit')
    .innerJoin('report', 'report.visitId', 'visit.id')
    .select(eb => ['visit.id', eb.fn.min('report.publishedAt').as('publishedAt')])
    .where(eb =>
      eb.exists(
        eb
          .selectFrom('point')
          .select('point.id')
          .whereRef('point.visitId', '=', 'visit.id')
          .where('point.box', '=', 'purple'),
      ),
    )
    .where(eb =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('threadPoint')
            .select('threadPoint.pointId')
            .whereRef('threadPoint.visitId', '=', 'visit.id')
            .where('threadPoint.publishedAt', 'is not', null),
        ),
      ),
    )
    .groupBy('visit.id')
    .orderBy('visit.visitedOn')
    .orderBy('visit.id')
    .execute()

// SQL of what publishing a visit makes of its focus points.
import { type Insertable, sql } from 'kysely'
import type { Db, Tables, ThreadMark, Trx } from '../db/tables.ts'
import type { Outcome } from './publication.actions.ts'

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

/** Writes what the points say now; those that are new come along, the others keep their day. */
export async function savePoints(trx: Trx, rows: Point[]) {
  if (rows.length === 0) return
  await trx
    .insertInto('threadPoint')
    .values(rows)
    .onConflict(conflict =>
      conflict.column('pointId').doUpdateSet(eb => ({
        publishedAt: eb.fn.coalesce('threadPoint.publishedAt', 'excluded.publishedAt'),
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

/** A draft's links to earlier threads that did not come to be published; those of `kept` stay. */
export const dropDraftPoints = (trx: Trx, visitId: string, kept: readonly string[]) =>
  trx
    .deleteFrom('threadPoint')
    .where('visitId', '=', visitId)
    .where('publishedAt', 'is', null)
    .where(sql<boolean>`point_id <> all(${kept}::uuid[])`)
    .execute()

/** The links of a draft that say otherwise than these points which thread they carry on. */
export const dropOtherCarriers = (trx: Trx, visitId: string, points: Outcome['points']) =>
  trx
    .deleteFrom('threadPoint')
    .where('visitId', '=', visitId)
    .where('publishedAt', 'is', null)
    .where('threadId', '=', eb => eb.fn.any(eb.val(points.map(({ threadId }) => threadId))))
    .where(sql<boolean>`point_id <> all(${points.map(({ pointId }) => pointId)}::uuid[])`)
    .execute()

export async function insertCarriers(trx: Trx, rows: { threadId: string; visitId: string; pointId: string }[]) {
  if (rows.length === 0) return
  await trx
    .insertInto('threadPoint')
    .values(rows)
    .onConflict(conflict => conflict.column('pointId').doNothing())
    .execute()
}

/** What is kept until the leader gets the visit's report. */
export const saveHeld = (trx: Trx, visitId: string, outcome: string) =>
  trx
    .insertInto('threadHeld')
    .values({ visitId, outcome })
    .onConflict(conflict => conflict.column('visitId').doUpdateSet({ outcome }))
    .execute()

export const findHeld = async (trx: Trx, visitId: string) =>
  (await trx.selectFrom('threadHeld').select('outcome').where('visitId', '=', visitId).executeTakeFirst())?.outcome as
    | Outcome
    | undefined

export const dropHeld = (trx: Trx, visitId: string) =>
  trx.deleteFrom('threadHeld').where('visitId', '=', visitId).execute()

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

/** What the visit says about earlier threads as it stands. */
export const listMarks = (trx: Trx, visitId: string) =>
  trx.selectFrom('threadMark').select(['threadId', 'mark', 'because']).where('visitId', '=', visitId).execute()

/** Publishes what the visit says about earlier threads. */
export async function publishMarks(trx: Trx, visitId: string, marks: Outcome['marks']) {
  for (const { threadId, mark, because } of marks)
    await trx
      .updateTable('threadMark')
      .set({ published: mark, publishedBecause: because })
      .where('visitId', '=', visitId)
      .where('threadId', '=', threadId)
      .execute()
}

type Said = { threadId: string; mark: ThreadMark; because: string }

export const putBackMark = (trx: Trx, visitId: string, { threadId, mark, because }: Said) =>
  trx
    .updateTable('threadMark')
    .set({ mark, because, version: sql<number>`version + 1` })
    .where('visitId', '=', visitId)
    .where('threadId', '=', threadId)
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
    // What the leader does not have yet is followed from the leader's day.
    .where('visit.withheldFrom', 'is', null)
    .groupBy('visit.id')
    .orderBy('visit.visitedOn')
    .orderBy('visit.id')
    .execute()

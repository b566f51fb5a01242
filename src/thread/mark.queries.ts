// SQL of earlier threads as a visit meets them, and of what it says about each.
import { type Insertable, sql } from 'kysely'
import type { Db, Tables, ThreadMark, ThreadProgress, Trx } from '../db/tables.ts'

type Visit = { id: string; tilbudId: string; visitedOn: string }

type Row = {
  id: string
  theme: string
  pointId: string
  visitId: string
  visitedOn: string
  number: number
  heading: string | null
  body: string
  handling: string
  role: string
  due: string | null
  on: string | null
  status: ThreadProgress | null
  note: string | null
  mark: ThreadMark | null
  because: string | null
  markVersion: number | null
  carriedBy: string | null
}

/**
 * The threads that were open when the visit came: begun by an earlier visit to the tilbud, and closed by none before this
 * one. With their newest published focus point from before, their last status, and what this visit says.
 */
export async function listEarlier(db: Db | Trx, { id, tilbudId, visitedOn }: Visit): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select t.id, p.theme, p.point_id, p.visit_id, p.visited_on, p.number, p.heading, p.body,
      t.handling, t.role, t.due, u."on", u.status, u.note, m.mark, m.because, m.version as mark_version,
      (select c.point_id from thread_point c join point on point.id = c.point_id
        where c.thread_id = t.id and c.visit_id = ${id} and point.deleted_at is null and point.box = 'purple') as carried_by
    from thread t
    join lateral (
      select tp.point_id, tp.visit_id, tp.theme, tp.number, tp.heading, tp.body, v.visited_on, v.replaced_by
      from thread_point tp join visit v on v.id = tp.visit_id
      where tp.thread_id = t.id and tp.published_at is not null and not tp.gone and v.visited_on < ${visitedOn}::date
      order by v.visited_on desc, v.id desc limit 1) p on true
    left join lateral (
      select "on", status, note from thread_update where thread_id = t.id
      order by written_at desc, id desc limit 1) u on true
    left join thread_mark m on m.thread_id = t.id and m.visit_id = ${id}
    left join visit closing on closing.id = t.closed_by_visit
    where t.tilbud_id = ${tilbudId} and p.visit_id <> ${id} and p.replaced_by is null
      and (closing.id is null or closing.id = ${id} or closing.visited_on > ${visitedOn}::date)
    order by p.visited_on, p.theme, p.number, t.id`.execute(db)
  return rows
}

/** The day of the newest visit to the tilbud before this one that threads began with; null when there is none. */
export const findEarlierDay = async (db: Db | Trx, { id, tilbudId, visitedOn }: Visit): Promise<string | null> =>
  (
    await db
      .selectFrom('threadPoint')
      .innerJoin('visit', 'visit.id', 'threadPoint.visitId')
      .select(eb => eb.fn.max('visit.visitedOn').as('day'))
      .where('visit.tilbudId', '=', tilbudId)
      .where('visit.id', '<>', id)
      .where('visit.visitedOn', '<', visitedOn)
      .where('visit.replacedBy', 'is', null)
      .where('threadPoint.publishedAt', 'is not', null)
      .executeTakeFirstOrThrow()
  ).day

export const saveMark = (trx: Trx, row: Insertable<Tables['threadMark']>) =>
  trx
    .insertInto('threadMark')
    .values(row)
    .onConflict(conflict =>
      conflict.columns(['threadId', 'visitId']).doUpdateSet(eb => ({
        mark: eb.ref('excluded.mark'),
        because: eb.ref('excluded.because'),
        markedBy: eb.ref('excluded.markedBy'),
        markedAt: eb.ref('excluded.markedAt'),
        version: eb('threadMark.version', '+', 1),
      })),
    )
    .execute()

/** The focus point of the visit that carries the thread on, deleted ones too. */
export const findCarrier = (trx: Trx, threadId: string, visitId: string) =>
  trx
    .selectFrom('threadPoint')
    .select(['pointId', 'publishedAt'])
    .where('threadId', '=', threadId)
    .where('visitId', '=', visitId)
    .executeTakeFirst()

export const findThreadOfPoint = (trx: Trx, pointId: string) =>
  trx.selectFrom('threadPoint').select(['threadId', 'publishedAt']).where('pointId', '=', pointId).executeTakeFirst()

export const dropCarrier = (trx: Trx, threadId: string, visitId: string) =>
  trx
    .deleteFrom('threadPoint')
    .where('threadId', '=', threadId)
    .where('visitId', '=', visitId)
    .where('publishedAt', 'is', null)
    .execute()

export const insertCarrier = (trx: Trx, row: { threadId: string; visitId: string; pointId: string }) =>
  trx.insertInto('threadPoint').values(row).execute()

/** The threads of a visit's focus points by point. */
export const listThreadsOfPoints = (db: Db | Trx, visitId: string) =>
  db
    .selectFrom('threadPoint')
    .innerJoin('thread', 'thread.id', 'threadPoint.threadId')
    .select(['threadPoint.pointId', 'threadPoint.theme', 'threadPoint.number', 'threadPoint.heading'])
    .select(['threadPoint.body', 'thread.id', 'thread.status'])
    .where('threadPoint.visitId', '=', visitId)
    .where('threadPoint.publishedAt', 'is not', null)
    .where('threadPoint.gone', '=', false)
    .orderBy('threadPoint.theme')
    .orderBy('threadPoint.number')
    .execute()

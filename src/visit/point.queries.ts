// Every SQL statement about the points of a visit and their links.
import { type Insertable, sql, type Updateable } from 'kysely'
import { prepare } from '../db/prepared.ts'
import type { Db, Tables, Trx, VisitStatus } from '../db/tables.ts'
import { CHANNEL } from './news.ts'
import type { Point } from './visit.schema.ts'

const points = (db: Db | Trx) =>
  db
    .selectFrom('point')
    .innerJoin('modelTheme', join =>
      join.onRef('modelTheme.modelId', '=', 'point.modelId').onRef('modelTheme.key', '=', 'point.theme'),
    )
    .select(['point.id', 'point.visitId', 'point.theme', 'point.box', 'point.heading', 'point.body', 'point.source'])
    .select(['point.saidOnTheDay', 'point.topics', 'point.position', 'point.version', 'point.updatedAt'])
    .select('point.updatedBy')
    .select(
      sql<string[]>`array(
        select pt.theme from point_theme pt join model_theme mt on mt.model_id = pt.model_id and mt.key = pt.theme
        where pt.point_id = point.id order by mt.position)`.as('alsoThemes'),
    )
    .select(
      sql<string[]>`array(
        select purple.id::text from point_answer pa
        join point purple on purple.id = pa.purple_id and purple.deleted_at is null
        join model_theme mt on mt.model_id = purple.model_id and mt.key = purple.theme
        where pa.yellow_id = point.id order by mt.position, purple.position)`.as('answers'),
    )
    .select(
      sql<string[]>`array(
        select pg.strategy_id || '/' || pg.node_key from point_goal pg
        where pg.point_id = point.id order by 1)`.as('goalKeys'),
    )
    .where('point.deletedAt', 'is', null)

type PointRow = Omit<Point, 'updatedAt'> & { updatedAt: Date }
const toPoint = (row: PointRow): Point => ({ ...row, updatedAt: row.updatedAt.toISOString() })

/** A visit's points in reading order: theme by theme, grey → purple → yellow, by position. */
export async function selectPoints(db: Db | Trx, visitId: string): Promise<Point[]> {
  const rows = await points(db)
    .where('point.visitId', '=', visitId)
    .orderBy('modelTheme.position')
    // grey, purple, yellow: the alphabet has them in reading order
    .orderBy('point.box')
    .orderBy('point.position')
    .orderBy('point.id')
    .execute()
  return rows.map(toPoint)
}

export async function findPoint(db: Db | Trx, visitId: string, id: string): Promise<Point | undefined> {
  const row = await points(db).where('point.visitId', '=', visitId).where('point.id', '=', id).executeTakeFirst()
  return row && toPoint(row)
}

/** The focus points of a visit. */
export const selectFocusIds = (trx: Trx, visitId: string) =>
  trx
    .selectFrom('point')
    .select('id')
    .where('visitId', '=', visitId)
    .where('box', '=', 'purple')
    .where('deletedAt', 'is', null)
    .execute()

/** Where a point with this id stands, deleted ones included; ids are never used twice. */
export const locatePoint = (trx: Trx, id: string) =>
  trx.selectFrom('point').select(['visitId', 'deletedAt']).where('id', '=', id).executeTakeFirst()

/** The texts of these points, deleted ones included. */
export const selectPointTexts = (trx: Trx, visitId: string, ids: readonly string[]) =>
  trx
    .selectFrom('point')
    .select(['id', 'heading', 'body', 'version', 'deletedAt'])
    .where('visitId', '=', visitId)
    .where('id', '=', eb => eb.fn.any(eb.val(ids)))
    .execute()

export const insertPoint = (trx: Trx, point: Insertable<Tables['point']>) =>
  trx.insertInto('point').values(point).execute()

/** Writes the change, counts the version up, and answers it with the time. */
export async function updatePoint(trx: Trx, id: string, change: Updateable<Tables['point']>) {
  const { version, updatedAt } = await trx
    .updateTable('point')
    .set(eb => ({ ...change, version: eb('version', '+', 1), updatedAt: sql<Date>`now()` }))
    .where('id', '=', id)
    .returning(['version', 'updatedAt'])
    .executeTakeFirstOrThrow()
  return { version, updatedAt: updatedAt.toISOString() }
}

type LiveUpdate = Insertable<Tables['textUpdate']>

/** Stores an update of a point's text and writes the row that comes of it; those who look on hear of it on commit. */
export async function writePointLive(
  trx: Trx,
  id: string,
  { heading, body }: { heading: string; body: string },
  { visitId, text, version, update, writtenBy, device }: LiveUpdate,
) {
  const { rows } = await sql<{ seq: number; writtenAt: Date }>`
    with written as (
      insert into text_update (visit_id, text, version, update, written_by, device, written_at)
      values (${visitId}, ${text}, ${version}, ${update}, ${writtenBy}, ${device}, clock_timestamp()) returning seq, written_at),
    changed as (
      update point set heading = ${heading || null}, body = ${body}, updated_by = ${writtenBy},
        version = ${version}, updated_at = now() where id = ${id})
    select seq, written_at,
      pg_notify(${CHANNEL}, json_build_object('visitId', ${visitId}::text, 'seq', seq)::text) from written`.execute(trx)
  const [written] = rows
  if (!written) throw new Error(`the update of ${text} was not stored`)
  return written
}

type Again = { seq: number; writtenAt: Date; version: number; visitVersion: number }

const again = prepare<Again | { seq: null }>(
  'write_point_again',
  `with seen as (
    select v.id, v.version from visit v
    where v.id = $1::uuid and v.status = $2 and (v.hearing_commented_at is not null) = $3::boolean
      and coalesce((select array_agg(c.user_id::text order by c.user_id)
        from visit_consultant c where c.visit_id = v.id), '{}') = $4::text[]
    for update of v),
  changed as (
    update point p set heading = $5, body = $6, updated_by = $7::uuid, version = p.version + 1, updated_at = now()
    from seen where p.id = $8::uuid and p.visit_id = seen.id and p.version = $9::integer and p.deleted_at is null
    returning p.version),
  written as (
    insert into text_update (visit_id, text, version, update, written_by, device, written_at)
    select $1::uuid, $10, changed.version, $11::bytea, $7::uuid, $12, clock_timestamp() from changed
    returning seq, written_at)
  select seq, written_at, changed.version, seen.version as visit_version,
    case when seq is not null then pg_notify($13, json_build_object('visitId', $1::text, 'seq', seq)::text) end
  from seen left join changed on true left join written on true`,
)

type Seen = { id: string; status: VisitStatus; commented: boolean; consultantIds: string[] }
type Row = { id: string; version: number; heading: string; body: string }

/**
 * Locks the visit and does as writePointLive, if the visit still is as it was `seen`, and the point's row has the
 * version that it was written from. Else it does nothing, and answers no row where it was the visit that is not.
 */
export const writePointAgain = async (
  db: Db,
  seen: Seen,
  { id, version, heading, body }: Row,
  { text, update, writtenBy, device }: Pick<LiveUpdate, 'text' | 'update' | 'writtenBy' | 'device'>,
) =>
  (
    await again(db, [
      ...[seen.id, seen.status, seen.commented, seen.consultantIds],
      ...[heading || null, body, writtenBy, id, version, text, update, device, CHANNEL],
    ])
  )[0]

/** Writes where a point stands, and nothing else: that a neighbour moved makes no text stale. */
export const placePoint = (trx: Trx, id: string, position: number) =>
  trx.updateTable('point').set({ position }).where('id', '=', id).execute()

export async function setAlsoThemes(trx: Trx, point: { id: string; modelId: string }, themes: string[]) {
  await trx.deleteFrom('pointTheme').where('pointId', '=', point.id).execute()
  if (themes.length > 0)
    await trx
      .insertInto('pointTheme')
      .values(themes.map(theme => ({ pointId: point.id, modelId: point.modelId, theme })))
      .execute()
}

/** A point that moves into a theme no longer concerns it "also". */
export const dropAlsoTheme = (trx: Trx, pointId: string, theme: string) =>
  trx.deleteFrom('pointTheme').where('pointId', '=', pointId).where('theme', '=', theme).execute()

/** Links to focus points that lie deleted are kept: they come back with them. */
export async function setAnswers(trx: Trx, point: { id: string; visitId: string }, purpleIds: string[]) {
  await trx
    .deleteFrom('pointAnswer')
    .where('yellowId', '=', point.id)
    .where('purpleId', 'in', eb => eb.selectFrom('point').select('id').where('deletedAt', 'is', null))
    .execute()
  if (purpleIds.length > 0)
    await trx
      .insertInto('pointAnswer')
      .values(purpleIds.map(purpleId => ({ visitId: point.visitId, yellowId: point.id, purpleId })))
      .execute()
}

/** A point that leaves the yellow box is no suggestion any more: it answers nothing. */
export const dropAnswersOf = (trx: Trx, yellowId: string) =>
  trx.deleteFrom('pointAnswer').where('yellowId', '=', yellowId).execute()

/** A point that leaves the purple box is no focus point any more: nothing answers it. */
export const dropAnswersTo = (trx: Trx, purpleId: string) =>
  trx.deleteFrom('pointAnswer').where('purpleId', '=', purpleId).execute()

/** The suggestions that answer a focus point show it: when it comes or goes, they are another version. */
export const countUpAnswering = (trx: Trx, purpleId: string) =>
  trx
    .updateTable('point')
    .set(eb => ({ version: eb('version', '+', 1) }))
    .where('id', 'in', eb => eb.selectFrom('pointAnswer').select('yellowId').where('purpleId', '=', purpleId))
    .execute()

export async function setGoals(trx: Trx, pointId: string, goalKeys: string[]) {
  await trx.deleteFrom('pointGoal').where('pointId', '=', pointId).execute()
  if (goalKeys.length > 0)
    await trx
      .insertInto('pointGoal')
      .values(
        goalKeys.map(key => {
          const [strategyId = '', nodeKey = ''] = key.split('/')
          return { pointId, strategyId, nodeKey }
        }),
      )
      .execute()
}

/** Which of these goals exist. */
export const findGoals = (trx: Trx, goalKeys: string[]) =>
  trx
    .selectFrom('strategyNode')
    .select(sql<string>`strategy_id || '/' || key`.as('goalKey'))
    .where(sql<string>`strategy_id || '/' || key`, 'in', goalKeys.length > 0 ? goalKeys : [''])
    .execute()

/** How many of its model's themes each of these visits has text in. */
export const selectProgress = (db: Db, visitIds: string[]) =>
  db
    .selectFrom('visit')
    .select('visit.id as visitId')
    .select(
      sql<number>`(select count(distinct point.theme)::int from point
        where point.visit_id = visit.id and point.deleted_at is null)`.as('written'),
    )
    .select(
      sql<number>`(select count(*)::int from model_theme where model_theme.model_id = visit.model_id)`.as('themes'),
    )
    .where('visit.id', '=', eb => eb.fn.any(eb.val(visitIds)))
    .execute()

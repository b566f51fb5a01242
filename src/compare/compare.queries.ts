// Every SQL statement of the comparison. Only published visits count, and only those that the person may read.
import { type ExpressionBuilder, sql } from 'kysely'
import type { Db, Tables } from '../db/tables.ts'
import type { RequestUser } from '../http/request-user.ts'
import { readableBy } from '../visit/visit.queries.ts'
import type { Count, Period, Rows, ThemeColumn } from './compare.rules.ts'

export type Selection = Period & {
  rows: Rows
  centreId?: string | undefined
  type?: string | undefined
  topic?: string | undefined
}

// What a row is: the key that tells it from the others, and its name.
const ROW: Record<Rows, { key: string; name: string }> = {
  tilbud: { key: 'tilbud.id::text', name: 'tilbud.name' },
  centre: { key: 'centre.id::text', name: 'centre.name' },
  type: { key: 'tilbud.type', name: 'tilbud.type' },
  year: { key: "to_char(visit.visited_on, 'YYYY')", name: "to_char(visit.visited_on, 'YYYY')" },
}

const rowKey = (rows: Rows) => sql.raw<string>(ROW[rows].key)

/** The visits of a selection, joined with tilbud and centre. */
const selected = (db: Db, user: RequestUser, { from, to, centreId, type, topic }: Selection) =>
  db
    .selectFrom('visit')
    .innerJoin('tilbud', 'tilbud.id', 'visit.tilbudId')
    .innerJoin('centre', 'centre.id', 'tilbud.centreId')
    .where('visit.status', '=', 'published')
    .where(eb => readableBy(user)(eb as unknown as ExpressionBuilder<Tables, 'visit'>))
    .where('visit.visitedOn', '>=', from)
    .where('visit.visitedOn', '<=', to)
    .$if(centreId !== undefined, query => query.where('tilbud.centreId', '=', centreId as string))
    .$if(type !== undefined, query => query.where('tilbud.type', '=', type as string))
    .$if(topic !== undefined, query =>
      query.where(sql<boolean>`exists (select from unnest(visit.topics) word where lower(word) = lower(${topic}))`),
    )

/** Focus points per row and theme, in one statement whatever the number of rows; `models` are those of the visits. */
export const countFocusPoints = (db: Db, user: RequestUser, selection: Selection) =>
  db
    .with('chosen', () =>
      selected(db, user, selection).select([
        'visit.id',
        'visit.modelId',
        rowKey(selection.rows).as('key'),
        sql.raw<string>(ROW[selection.rows].name).as('name'),
      ]),
    )
    .with('focus', query =>
      query
        .selectFrom('chosen')
        .innerJoin('point', 'point.visitId', 'chosen.id')
        .select(['chosen.key', 'chosen.modelId', 'point.id', 'point.theme'])
        .where('point.box', '=', 'purple')
        .where('point.deletedAt', 'is', null),
    )
    .with('placed', query =>
      query
        .selectFrom('focus')
        .select(['key', 'modelId', 'theme', sql<boolean>`false`.as('isAlso')])
        .unionAll(
          query
            .selectFrom('focus')
            .innerJoin('pointTheme', 'pointTheme.pointId', 'focus.id')
            .select(['focus.key', 'focus.modelId', 'pointTheme.theme', sql<boolean>`true`.as('isAlso')]),
        ),
    )
    .with('cell', query =>
      query
        .selectFrom('placed')
        .select(['key', 'modelId', 'theme'])
        .select(sql<number>`count(*) filter (where not is_also)`.as('points'))
        .select(sql<number>`count(*) filter (where is_also)`.as('alsoPoints'))
        .groupBy(['key', 'modelId', 'theme']),
    )
    .with('cells', query =>
      query
        .selectFrom('cell')
        .select('key')
        .select(
          sql<Count['cells']>`json_agg(json_build_object(
            'modelId', model_id, 'theme', theme, 'points', points, 'alsoPoints', also_points))`.as('cells'),
        )
        .groupBy('key'),
    )
    .with('row', query =>
      query
        .selectFrom('chosen')
        .select(['key', sql<string>`max(name)`.as('name'), sql<number>`count(*)`.as('visits')])
        .select(sql<string[]>`array_agg(distinct model_id)`.as('models'))
        .groupBy('key'),
    )
    .selectFrom('row')
    .leftJoin('cells', 'cells.key', 'row.key')
    .select(['row.key', 'row.name', 'row.visits', 'row.models'])
    .select(sql<Count['cells']>`coalesce(cells.cells, '[]')`.as('cells'))
    .execute()

/** The topics of the selected visits, each with how many visits; capital letters make no other topic. */
export const countTopics = (db: Db, user: RequestUser, selection: Selection) =>
  db
    .selectFrom(
      selected(db, user, { ...selection, topic: undefined })
        .select(['visit.id', sql<string>`unnest(visit.topics)`.as('topic')])
        .as('word'),
    )
    .select([sql<string>`max(topic)`.as('topic'), sql<number>`count(distinct id)`.as('visits')])
    .groupBy(sql`lower(topic)`)
    .execute()

export type TextKey = { visitedOn: string; visitId: string; position: number; id: string }

type Wanted = {
  parts: ThemeColumn['parts'] | null
  rowKeys: string[] | null
  after?: TextKey | null
  limit: number
}

/** The focus points behind the numbers, newest visit first, each with the suggestions that answer it. */
export function listFocusPoints(
  db: Db,
  user: RequestUser,
  selection: Selection,
  { parts, rowKeys, after, limit }: Wanted,
) {
  const themes = sql`select * from unnest(
    ${parts?.map(part => part.modelId) ?? []}::text[], ${parts?.map(part => part.theme) ?? []}::text[])`
  const key = rowKey(selection.rows)
  return selected(db, user, selection)
    .innerJoin('point', 'point.visitId', 'visit.id')
    .select(['point.id', 'visit.id as visitId', 'visit.visitedOn', 'tilbud.id as tilbudId'])
    .select(['tilbud.name as tilbudName', key.as('row'), 'point.theme', 'point.heading', 'point.body'])
    .select(['point.topics', 'point.position'])
    .select(
      sql<string[]>`array(
        select pt.theme from point_theme pt join model_theme mt on mt.model_id = pt.model_id and mt.key = pt.theme
        where pt.point_id = point.id order by mt.position)`.as('alsoThemes'),
    )
    .select(
      sql<{ id: string; heading: string | null; body: string }[]>`coalesce((
        select json_agg(json_build_object('id', yellow.id, 'heading', yellow.heading, 'body', yellow.body)
          order by yellow.theme, yellow.position, yellow.id)
        from point_answer pa join point yellow on yellow.id = pa.yellow_id and yellow.deleted_at is null
        where pa.purple_id = point.id), '[]')`.as('suggestions'),
    )
    .where('point.box', '=', 'purple')
    .where('point.deletedAt', 'is', null)
    .$if(rowKeys !== null, query => query.where(sql<boolean>`${key} = any(${rowKeys})`))
    .$if(parts !== null, query =>
      query.where(
        sql<boolean>`((point.model_id, point.theme) in (${themes})
          or exists (select from point_theme pt where pt.point_id = point.id and (pt.model_id, pt.theme) in (${themes})))`,
      ),
    )
    .$call(query => (after ? query.where(isAfter(after)) : query))
    .orderBy('visit.visitedOn', 'desc')
    .orderBy('visit.id', 'desc')
    .orderBy('point.position')
    .orderBy('point.id')
    .limit(limit)
    .execute()
}

const isAfter = ({ visitedOn, visitId, position, id }: TextKey) =>
  sql<boolean>`((visit.visited_on, visit.id) < (${visitedOn}::date, ${visitId}::uuid)
    or ((visit.visited_on, visit.id) = (${visitedOn}::date, ${visitId}::uuid)
      and (point.position, point.id) > (${position}::int, ${id}::uuid)))`

/** The types of tilbud that there are. */
export const listTypes = (db: Db) => db.selectFrom('tilbud').select('type').distinct().execute()

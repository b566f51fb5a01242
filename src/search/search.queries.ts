// Every SQL statement of the search: full text in Danish, only over what the person may read, bounded in its work.
import { type ExpressionBuilder, type RawBuilder, sql } from 'kysely'
import type { Db, Tables } from '../db/tables.ts'
import type { RequestUser } from '../http/request-user.ts'
import { readableBy } from '../visit/visit.queries.ts'
import { HIT, likeAnywhere, type Sort } from './search.rules.ts'

// Ranked are the newest so many hits: the work stays the same however common the word is.
const NEWEST_POINTS = 2000
const NEWEST_VISITS = 500
const TILBUD = 20

const HIT_COLUMNS = ['visitId', 'pointId', 'tilbudId', 'visitedOn', 'search'] as const

type Wanted = { text: string; sort: Sort; offset: number; limit: number }

const readable = (user: RequestUser) => (eb: unknown) => readableBy(user)(eb as ExpressionBuilder<Tables, 'visit'>)

const pointHits = (db: Db, user: RequestUser, query: RawBuilder<string>) =>
  db
    .selectFrom('visit')
    .innerJoin('point', 'point.visitId', 'visit.id')
    .select(['visit.id as visitId', 'visit.tilbudId', 'visit.visitedOn', 'point.search'])
    .select(sql<string | null>`point.id`.as('pointId'))
    .where(readable(user))
    .where('point.deletedAt', 'is', null)
    .where(sql<boolean>`point.search @@ ${query}`)
    .orderBy('visit.visitedOn', 'desc')
    .orderBy('visit.id', 'desc')
    .limit(NEWEST_POINTS)

const visitHits = (db: Db, user: RequestUser, query: RawBuilder<string>) =>
  db
    .selectFrom('visit')
    .select(['visit.id as visitId', 'visit.tilbudId', 'visit.visitedOn', 'visit.search'])
    .select(sql<string | null>`null::uuid`.as('pointId'))
    .where(readable(user))
    .where(sql<boolean>`visit.search @@ ${query}`)
    .orderBy('visit.visitedOn', 'desc')
    .orderBy('visit.id', 'desc')
    .limit(NEWEST_VISITS)

// Markdown's signs are no words: links leave their text, lists and emphasis nothing.
const plain = (text: RawBuilder<string>) => sql<string>`regexp_replace(
  regexp_replace(translate(${text}, ${HIT.start + HIT.end}, ''), '\\[([^]]*)\\]\\([^)]*\\)', '\\1', 'g'),
  '\\*+|^\\s*[->]\\s+', '', 'gn')`

const MARKS = `StartSel="${HIT.start}", StopSel="${HIT.end}"`
const WHOLE = `${MARKS}, HighlightAll=true`
const PARTS = `${MARKS}, MaxFragments=2, MinWords=18, MaxWords=40, FragmentDelimiter=" … "`

// A short text is shown whole, of a long one what stands around the hits.
const marked = (text: RawBuilder<string>, query: RawBuilder<string>) =>
  sql<string>`(select case when length(words) <= 400 then ts_headline('danish', words, ${query}, ${WHOLE})
    else '… ' || ts_headline('danish', words, ${query}, ${PARTS}) || ' …' end from (select ${plain(text)}) as t(words))`

/** Points and visits that hold the words; `isOwn`: the person is a consultant on the visit. */
export function findTexts(db: Db, user: RequestUser, { text, sort, offset, limit }: Wanted) {
  const query = sql<string>`websearch_to_tsquery('danish', ${text})`
  const isInImpression = sql<boolean>`to_tsvector('danish', overall_impression) @@ ${query}`
  return db
    .with(
      cte => cte('foundPoint').materialized(),
      () => pointHits(db, user, query),
    )
    .with(
      cte => cte('foundVisit').materialized(),
      () => visitHits(db, user, query),
    )
    .with('hit', hits =>
      hits
        .selectFrom(
          hits
            .selectFrom('foundPoint')
            .select(HIT_COLUMNS)
            .unionAll(hits.selectFrom('foundVisit').select(HIT_COLUMNS))
            .as('either'),
        )
        .select(['visitId', 'pointId', 'tilbudId', 'visitedOn'])
        .select(sql<number>`ts_rank(search, ${query}, 1)`.as('rank'))
        .$if(sort === 'rank', hits => hits.orderBy('rank', 'desc'))
        .orderBy('visitedOn', 'desc')
        .orderBy('visitId', 'desc')
        .orderBy('pointId')
        .offset(offset)
        .limit(limit),
    )
    .selectFrom('hit')
    .innerJoin('visit', 'visit.id', 'hit.visitId')
    .innerJoin('tilbud', 'tilbud.id', 'hit.tilbudId')
    .leftJoin('point', 'point.id', 'hit.pointId')
    .select(['hit.visitId', 'hit.pointId', 'hit.tilbudId', 'tilbud.name as tilbudName', 'hit.visitedOn'])
    .select(['point.theme', 'point.box', 'point.heading'])
    .select(
      sql<boolean>`exists (select from visit_consultant vc where vc.visit_id = visit.id and vc.user_id = ${user.id})`.as(
        'isOwn',
      ),
    )
    .select(isInImpression.as('isInImpression'))
    .select(
      marked(
        sql<string>`coalesce(point.body, case when ${isInImpression} then overall_impression else conclusion end)`,
        query,
      ).as('marked'),
    )
    .$if(sort === 'rank', hits => hits.orderBy('hit.rank', 'desc'))
    .orderBy('hit.visitedOn', 'desc')
    .orderBy('hit.visitId', 'desc')
    .orderBy('hit.pointId')
    .execute()
}

/**
 * The tilbud with the words in a name, that the person may see: a leader's own, for others all;
 * with the visit of its newest report.
 */
export const findTilbudNamed = (db: Db, user: RequestUser, text: string) =>
  db
    .selectFrom('tilbud')
    .select(['id', 'name'])
    .select(eb =>
      eb
        .selectFrom('visit')
        .select('visit.id')
        .whereRef('visit.tilbudId', '=', 'tilbud.id')
        .where('visit.status', '=', 'published')
        .orderBy('visit.visitedOn', 'desc')
        .limit(1)
        .as('newestReport'),
    )
    .$if(user.role === 'leader', query => query.where('id', '=', eb => eb.fn.any(eb.val(user.tilbudIds))))
    .where(
      sql<boolean>`(name ilike ${likeAnywhere(text)}
        or exists (select from unnest(short_names) short where short ilike ${likeAnywhere(text)}))`,
    )
    .orderBy('name')
    .limit(TILBUD)
    .execute()

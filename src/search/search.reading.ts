// One list of what was found: tilbud by name first, then texts, page by page.
import type { Db } from '../db/tables.ts'
import type { RequestUser } from '../http/request-user.ts'
import { findTexts, findTilbudNamed } from './search.queries.ts'
import { markName, type Sort, searchText, splitHits } from './search.rules.ts'
import type { Found } from './search.schema.ts'

/** What is found, and what a link to it must know: whether the person writes on the visit; a tilbud's newest report. */
export type Hit = Found & { isOwn: boolean; newestReport: string | null }

type Wanted = { typed: string; sort: Sort; offset: number; limit: number }

/** At most `limit` hits from number `offset` on, among all that `user` may read. Nothing is found for no words. */
export async function search(db: Db, user: RequestUser, { typed, sort, offset, limit }: Wanted): Promise<Hit[]> {
  const text = searchText(typed)
  if (text === '') return []
  const named = await findTilbudNamed(db, user, text)
  const tilbud = named.slice(offset, offset + limit)
  const texts =
    tilbud.length < limit
      ? await findTexts(db, user, {
          text,
          sort,
          offset: Math.max(offset - named.length, 0),
          limit: limit - tilbud.length,
        })
      : []
  return [
    ...tilbud.map(
      ({ id, name, newestReport }): Hit => ({
        kind: 'tilbud',
        visitId: null,
        pointId: null,
        tilbudId: id,
        tilbudName: name,
        visitedOn: null,
        theme: null,
        box: null,
        heading: null,
        highlight: markName(name, text),
        isOwn: false,
        newestReport,
      }),
    ),
    ...texts.map(
      ({ marked, isInImpression, heading, pointId, ...row }): Hit => ({
        ...row,
        kind: pointId === null ? 'visit' : 'point',
        pointId,
        heading: pointId === null ? (isInImpression ? 'Samlede indtryk' : 'Konklusion') : heading,
        highlight: splitHits(marked),
        newestReport: null,
      }),
    ),
  ]
}

// What was found, as the page prints it: where it stands in words, and the way there.
import type { Box } from '../db/tables.ts'
import type { RequestUser } from '../http/request-user.ts'
import { danishDate } from '../lib/danish-date.ts'
import { pointAnchor } from '../report/report.links.ts'
import type { Hit } from './search.reading.ts'
import type { Sort } from './search.rules.ts'

export const HITS_ON_A_PAGE = 20

const BOX_WORDS: Record<Box, string> = { grey: 'Vi talte om', purple: 'Fokuspunkt', yellow: 'Forslag' }

/** Those who write on the visit come to the place itself, others to the report; an administrator to a tilbud's facts. */
function hrefOf({ visitId, pointId, tilbudId, theme, isOwn, newestReport }: Hit, role: RequestUser['role']) {
  if (visitId === null) {
    if (role === 'administrator') return `/tilbud/${tilbudId}`
    return newestReport && `/report/${newestReport}`
  }
  const anchor = pointId === null ? '' : `#${pointAnchor(pointId)}`
  if (!isOwn) return `/report/${visitId}${anchor}`
  return pointId === null ? `/visit/${visitId}` : `/visit/${visitId}/theme/${theme}${anchor}`
}

function hitView(hit: Hit, role: RequestUser['role']) {
  const { tilbudName, visitedOn, theme, box, heading, highlight } = hit
  const isTilbud = hit.kind === 'tilbud'
  return {
    href: hrefOf(hit, role),
    title: isTilbud ? tilbudName : `${tilbudName}, ${danishDate(visitedOn ?? '')}`,
    place: isTilbud ? ['Tilbud'] : hit.kind === 'visit' ? ['Besøg', heading] : [`Tema ${theme}`, box && BOX_WORDS[box]],
    color: box ?? 'none',
    heading: hit.kind === 'point' ? heading : null,
    highlight: isTilbud ? null : highlight,
  }
}

type Page = { user: RequestUser; q: string; sort: Sort; page: number; hits: Hit[] }

/** The page of results; `hits` may hold one more than the page shows. */
export function searchView({ user, q, sort, page, hits }: Page) {
  const href = (more: { sort?: Sort; page?: number }) => {
    const wanted = { q, sort, page: 1, ...more }
    return `/search?${new URLSearchParams({ q, ...(wanted.sort === 'newest' && { sort: 'newest' }), ...(wanted.page > 1 && { page: `${wanted.page}` }) })}`
  }
  const hasNext = hits.length > HITS_ON_A_PAGE
  return {
    q,
    results: hits.slice(0, HITS_ON_A_PAGE).map(hit => hitView(hit, user.role)),
    sorts: [
      { text: 'Bedste match', href: href({ sort: 'rank' }), current: sort === 'rank' },
      { text: 'Nyeste først', href: href({ sort: 'newest' }), current: sort === 'newest' },
    ],
    pager:
      page > 1 || hasNext
        ? {
            text: `Side ${page}`,
            previous: page > 1 ? href({ page: page - 1 }) : null,
            next: hasNext ? href({ page: page + 1 }) : null,
          }
        : null,
  }
}

// /api/v1/search: Danish full text over all that the caller may read.
import { z } from 'zod'
import type { Db } from '../db/tables.ts'
import { type Api, pageOf, readCursor, refusals } from '../http/api.ts'
import { unauthorized } from '../http/errors.ts'
import { search } from './search.reading.ts'
import { Found, Search } from './search.schema.ts'

// Hits are ranked anew for every page, so a page is found by its number of hits before it.
const SearchCursor = z.object({ offset: z.int().min(0).max(10_000) })

export function searchApi(app: Api, { db }: { db: Db }) {
  app.get(
    '/search',
    {
      config: { policy: 'loggedIn' },
      schema: {
        operationId: 'search',
        summary: 'Search points, overall impressions, conclusions and names of tilbud',
        description: 'Words, "phrases", or, -without. Inflections are found; without words nothing is.',
        tags: ['search'],
        querystring: Search,
        response: { 200: pageOf(Found), ...refusals },
      },
    },
    async ({ user, query: { q, sort, limit, cursor } }) => {
      if (!user) throw unauthorized()
      const { offset } = readCursor(cursor, SearchCursor) ?? { offset: 0 }
      const hits = await search(db, user, { typed: q, sort, offset, limit: limit + 1 })
      const next = { offset: offset + limit }
      return {
        items: hits.slice(0, limit),
        nextCursor: hits.length > limit ? Buffer.from(JSON.stringify(next)).toString('base64url') : null,
      }
    },
  )
}

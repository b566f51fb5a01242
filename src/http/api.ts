// What all JSON routes share: versions as ETags, pages of lists, and the answers that every route may give.

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { invalid, Refusal } from './errors.ts'
import { Problem } from './problems.ts'

export type Api = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>

export const etag = (version: number) => `"${version}"`

/**
 * The version named by `If-Match` (`"7"` → 7). Refuses with 428 when the header is missing; a value that is no version
 * of ours answers null, which matches nothing.
 */
export function ifMatch(headers: { 'if-match'?: string | string[] }): number | null {
  const header = headers['if-match']
  if (header === undefined)
    throw new Refusal(428, 'Send If-Match med den version, du har læst, så ingen kollegas rettelse går tabt.')
  const version = /^"(\d{1,9})"$/.exec(String(header))?.[1]
  return version === undefined ? null : Number(version)
}

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(400).optional(),
}

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })

/** A cursor is the sort key of the last row shown, as base64url JSON; a broken one is refused with its place. */
export function readCursor<Key>(cursor: string | undefined, key: z.ZodType<Key>): Key | null {
  if (cursor === undefined) return null
  try {
    return key.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    throw invalid([{ path: 'querystring/cursor', message: 'Ukendt side. Begynd forfra uden cursor.' }])
  }
}

/** A page of `limit` rows from a query that fetched `limit + 1`, with the cursor of the next. */
export function toPage<Row>(rows: Row[], limit: number, key: (row: Row) => unknown) {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  const nextCursor = rows.length > limit && last ? Buffer.from(JSON.stringify(key(last))).toString('base64url') : null
  return { items, nextCursor }
}

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: Problem } },
})

/** The refusals that any route behind the login can give, for its `response` schema. */
export const refusals = {
  401: problem('Nobody is logged in.'),
  403: problem('Logged in, but not for this.'),
  404: problem('Does not exist, or is not yours.'),
  422: problem('Sent something invalid; `errors` names the places.'),
}

/** The refusals of a write on top of those. */
export const writeRefusals = {
  ...refusals,
  400: problem('Unreadable.'),
  409: problem('Not in this state, or in conflict with what is there.'),
  412: problem('Stale If-Match; `current` is the resource as it stands.'),
  413: problem('Too large.'),
  415: problem('Not JSON.'),
  428: problem('If-Match is missing.'),
}

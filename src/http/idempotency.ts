// A POST under /api that carries an Idempotency-Key is done once: for 24 hours the same key answers what it answered first.
import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Db } from '../db/tables.ts'
import { conflict, invalid, Refusal } from './errors.ts'

declare module 'fastify' {
  interface FastifyRequest {
    idempotencyKey: string | null
  }
}

const KEPT_HEADERS = ['content-type', 'etag', 'location'] as const
// Longer than any request may take: whoever holds a key without an answer for so long has died.
const ABANDONED = sql<Date>`now() - interval '2 minutes'`
const EXPIRED = sql<Date>`now() - interval '24 hours'`

// Every claim forgets some, more than it adds: so the table holds a day's keys and no request waits for a great clean-up.
const FORGOTTEN_AT_ONCE = 20

const forgetExpired = (db: Db) =>
  db
    .deleteFrom('idempotency')
    .where(eb =>
      eb(
        eb.refTuple('userId', 'key'),
        'in',
        eb
          .selectFrom('idempotency')
          .select(['userId', 'key'])
          .where('createdAt', '<', EXPIRED)
          .orderBy('createdAt')
          .limit(FORGOTTEN_AT_ONCE)
          // What another request is forgetting is left to it.
          .forUpdate()
          .skipLocked()
          .$asTuple('userId', 'key'),
      ),
    )
    .execute()

const fingerprint = (request: FastifyRequest) =>
  createHash('sha256')
    .update(JSON.stringify([request.method, request.url, request.body ?? null]))
    .digest('hex')

async function claim(db: Db, userId: string, key: string, requestSha256: string) {
  await forgetExpired(db)
  await db
    .deleteFrom('idempotency')
    .where('userId', '=', userId)
    .where('key', '=', key)
    .where(eb =>
      eb.or([eb('createdAt', '<', EXPIRED), eb.and([eb('status', 'is', null), eb('createdAt', '<', ABANDONED)])]),
    )
    .execute()
  const claimed = await db
    .insertInto('idempotency')
    .values({ userId, key, requestSha256 })
    .onConflict(row => row.columns(['userId', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst()
  if (claimed) return null
  return db
    .selectFrom('idempotency')
    .select(['requestSha256', 'status', 'headers', 'body'])
    .where('userId', '=', userId)
    .where('key', '=', key)
    .executeTakeFirst()
}

async function replay(db: Db, request: FastifyRequest, reply: FastifyReply) {
  const key = request.headers['idempotency-key']
  if (request.method !== 'POST' || key === undefined || !request.user) return
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key))
    throw invalid([{ path: 'headers/idempotency-key', message: 'Nøglen skal være 1–200 synlige tegn.' }])
  const requestSha256 = fingerprint(request)
  const earlier = await claim(db, request.user.id, key, requestSha256)
  if (!earlier) {
    request.idempotencyKey = key
    return
  }
  if (earlier.requestSha256 !== requestSha256)
    throw new Refusal(422, 'Nøglen i Idempotency-Key er brugt til noget andet. Lav en ny nøgle.')
  if (earlier.status === null) throw conflict('Den samme forespørgsel er i gang. Vent lidt, og prøv igen.')
  return reply
    .code(earlier.status)
    .headers(earlier.headers ?? {})
    .send(earlier.body ?? '')
}

async function remember(db: Db, request: FastifyRequest, reply: FastifyReply, payload: unknown) {
  const key = request.idempotencyKey
  if (key === null || !request.user) return
  const row = db.updateTable('idempotency').where('userId', '=', request.user.id).where('key', '=', key)
  // What failed on our side may be tried again with the same key.
  if (reply.statusCode >= 500)
    return db.deleteFrom('idempotency').where('userId', '=', request.user.id).where('key', '=', key).execute()
  const headers = Object.fromEntries(
    KEPT_HEADERS.flatMap(name => {
      const value = reply.getHeader(name)
      return value === undefined ? [] : [[name, String(value)]]
    }),
  )
  await row
    .set({
      status: reply.statusCode,
      headers: JSON.stringify(headers),
      body: typeof payload === 'string' ? payload : null,
    })
    .execute()
}

/** Registers the two hooks; they touch only POSTs that carry the header. */
export function registerIdempotency(app: FastifyInstance, { db }: { db: Db }) {
  app.decorateRequest('idempotencyKey', null)
  app.addHook('preHandler', (request, reply) => replay(db, request, reply))
  app.addHook('onSend', async (request, reply, payload) => {
    await remember(db, request, reply, payload)
    return payload
  })
}

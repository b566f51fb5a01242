// /api/v1/visits/{id}/sync, …/events and …/presence: writing together, over plain POST and server-sent events.
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Listen } from '../db/listen.ts'
import type { Db } from '../db/tables.ts'
import { type Api, refusals, writeRefusals } from '../http/api.ts'
import { notFound, tooMany, unauthorized } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { findSessionUser } from '../http/session.ts'
import { id } from '../lib/fields.ts'
import { newestSeq } from '../text/text.queries.ts'
import { findActiveUser } from '../user/user.queries.ts'
import { createLookout } from './lookout.ts'
import { tellPresence } from './news.ts'
import { sync } from './sync.actions.ts'
import { Presence, Sync, Synced } from './sync.schema.ts'
import { findAccess } from './visit.queries.ts'
import { logReading } from './visit.reading.ts'
import { takesNotes, worksOn } from './visit.rules.ts'

const tags = ['visits']
const params = z.object({ id })
// To a leader these addresses do not exist, as all that is the consultants' own.
const loggedIn = { policy: 'loggedIn' } as const

const MEGABYTE = 1_048_576
/** More open answers than these one person does not need. */
const MOST_STREAMS = 30
/** Whoever reads so much slower than things happen begins again from where it got to. */
const MOST_UNREAD = 4 * MEGABYTE

const perUser = (max: number) => ({
  rateLimit: {
    max,
    timeWindow: '1 minute',
    hook: 'preHandler' as const,
    keyGenerator: (request: FastifyRequest) => request.user?.id ?? request.ip,
  },
})

type Deps = { db: Db; listen: Listen; heartbeat?: number }

export function eventsApi(app: Api, { db, listen, heartbeat = 15_000 }: Deps) {
  const lookout = createLookout({ db, listen, onError: error => app.log.error({ err: error.message }, 'events') })
  const streams = new Map<() => void, string>()
  app.addHook('preClose', async () => {
    for (const end of streams.keys()) end()
  })

  async function requireWork(user: RequestUser | null, visitId: string) {
    if (!user) throw unauthorized()
    const visit = await findAccess(db, visitId)
    if (!visit || !worksOn(user, visit)) throw notFound('Besøget')
    return { user, visit }
  }

  app.post(
    '/visits/:id/sync',
    {
      config: { ...loggedIn, ...perUser(1200) },
      bodyLimit: 2 * MEGABYTE,
      schema: {
        operationId: 'syncVisit',
        summary: 'Send what was written, get what is lacking',
        description:
          'For devices that write together. Changes are done first, in order; each item is refused by itself. Sending anything again is safe. An answer means that it is committed.',
        tags,
        params,
        body: Sync,
        response: { 200: Synced, ...writeRefusals },
      },
    },
    async request => {
      if (!request.user) throw unauthorized()
      return sync(db, request.user, request.params.id, request.body)
    },
  )

  app.post(
    '/visits/:id/presence',
    {
      config: { ...loggedIn, ...perUser(240) },
      schema: {
        operationId: 'tellPresence',
        summary: 'Say where one is writing',
        description: 'Told to those who look on, and kept nowhere. Say it again every 20 seconds.',
        tags,
        params,
        body: Presence,
        response: { 204: z.null().describe('Told.'), ...writeRefusals },
      },
    },
    async (request, reply) => {
      const { user, visit } = await requireWork(request.user, request.params.id)
      await tellPresence(db, visit.id, { ...request.body, userId: user.id, name: user.name })
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/visits/:id/events',
    {
      config: { ...loggedIn, ...perUser(240) },
      schema: {
        operationId: 'watchVisit',
        summary: 'What happens in the visit, as it happens',
        description: [
          'Server-sent events. `text` {text, update, seq, version, by, byName, device}: an update of a text, its id the seq; `Last-Event-ID` goes on from it.',
          '`points` {version}: points came, went, moved or were linked; fetch the visit. `visit` {version, status}.',
          '`presence` {userId, name, device, theme, text}. `removed` {text, by, byName, revisionId}: a merge took away words of yours; restoring the revision brings them back.',
          'Updates that are no longer kept one by one come as one `text` event by nobody.',
        ].join(' '),
        tags,
        params,
        querystring: z.object({ after: z.coerce.number().int().min(0).optional() }),
        response: {
          200: { description: 'A stream.', content: { 'text/event-stream': { schema: z.string() } } },
          ...refusals,
        },
      },
    },
    async (request, reply) => {
      const { user, visit } = await requireWork(request.user, request.params.id)
      if ([...streams.values()].filter(owner => owner === user.id).length >= MOST_STREAMS) throw tooMany(60)
      const resumed = /^\d{1,15}$/.exec(String(request.headers['last-event-id'] ?? ''))?.[0]
      const seq = resumed ? Number(resumed) : (request.query.after ?? (await newestSeq(db, visit.id)))
      if (!resumed) await logReading(db, user, visit)
      const cookieValue = request.session.sessionId

      reply.hijack()
      const { raw } = reply
      raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        'content-type': 'text/event-stream; charset=utf-8',
        // A proxy that collects an answer before it hands it on would keep everything to itself.
        'x-accel-buffering': 'no',
      })
      raw.write('retry: 2000\n\n')
      let leave = () => {}
      const end = () => {
        clearInterval(timer)
        leave()
        streams.delete(end)
        raw.end()
      }
      const timer = setInterval(async () => {
        raw.write(':\n\n')
        const holds = await stillWorks(cookieValue, user.id, visit.id).catch(() => true)
        if (!holds) end()
      }, heartbeat)
      streams.set(end, user.id)
      raw.on('close', end)
      raw.on('error', end)
      const tell = (event: string, data: object, eventId?: number) => {
        if (raw.writableLength > MOST_UNREAD) return void raw.destroy()
        raw.write(
          `event: ${event}\n${eventId === undefined ? '' : `id: ${eventId}\n`}data: ${JSON.stringify(data)}\n\n`,
        )
      }
      try {
        leave = await lookout.watch(visit.id, { userId: user.id, takesNotes: takesNotes(user, visit), seq, tell })
        if (raw.destroyed) end()
      } catch (error) {
        request.log.error({ err: (error as Error).message }, 'events')
        end()
      }
    },
  )

  /** Whether the login of a stream has not ended, its user not been closed or taken off the visit. */
  async function stillWorks(cookieValue: string, userId: string, visitId: string) {
    if ((await findSessionUser(db, cookieValue)) !== userId) return false
    const user = await findActiveUser(db, userId)
    const visit = await findAccess(db, visitId)
    return user !== undefined && visit !== undefined && worksOn(user, visit)
  }
}

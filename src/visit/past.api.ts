// /api/v1/visits/{id}/past: what a device takes along of the visit's history and bin, to show them with no network.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Db } from '../db/tables.ts'
import { type Api, refusals } from '../http/api.ts'
import { notFound, unauthorized } from '../http/errors.ts'
import { id } from '../lib/fields.ts'
import { readPast } from './past.reading.ts'
import { Past } from './past.schema.ts'
import { findVisit } from './visit.queries.ts'
import { logReading } from './visit.reading.ts'
import { worksOn } from './visit.rules.ts'

const NotModified = z.null().describe('The same as the ETag in If-None-Match names.')

export function pastApi(app: Api, { db }: { db: Db }) {
  app.get(
    '/visits/:id/past',
    {
      config: { policy: 'consultantOrAdministrator' },
      schema: {
        operationId: 'getPast',
        summary: 'The newest revisions of every text, as many as a device takes along',
        description:
          'For those who work on the visit: up to ten of each text, within a bound; what lies in the bin is always there. Words that are being written are not in it yet. With If-None-Match it answers 304 while nothing has changed.',
        tags: ['visits'],
        params: z.object({ id }),
        response: { 200: Past, 304: NotModified, ...refusals },
      },
    },
    async (request, reply) => {
      const { user } = request
      if (!user) throw unauthorized()
      const visit = await findVisit(db, user, request.params.id)
      if (!visit || !worksOn(user, visit)) throw notFound('Besøget')
      const revisions = await readPast(db, user, visit)
      const tag = `"${createHash('sha256').update(JSON.stringify(revisions)).digest('base64url')}"`
      reply.header('etag', tag)
      if (request.headers['if-none-match'] === tag) return reply.code(304).send(null)
      await logReading(db, user, visit)
      return reply.send({ revisions })
    },
  )
}

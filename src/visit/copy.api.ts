// /api/v1/visits/{id}/copy: all that a device needs to show and write the visit with no network, except its texts' documents.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Db } from '../db/tables.ts'
import { type Api, refusals } from '../http/api.ts'
import { notFound, unauthorized } from '../http/errors.ts'
import { id } from '../lib/fields.ts'
import { findModel } from '../model/model.queries.ts'
import { findTilbud } from '../tilbud/tilbud.queries.ts'
import { Copy } from './copy.schema.ts'
import { listNotes } from './note.reading.ts'
import { consultantNames } from './open-visit.ts'
import { findVisit, listPossibleConsultants } from './visit.queries.ts'
import { logReading } from './visit.reading.ts'
import { may, takesNotes, worksOn } from './visit.rules.ts'

const NotModified = z.null().describe('The same as the ETag in If-None-Match names.')

export function copyApi(app: Api, { db, offlineDays }: { db: Db; offlineDays: number }) {
  app.get(
    '/visits/:id/copy',
    {
      config: { policy: 'consultantOrAdministrator' },
      schema: {
        operationId: 'getCopy',
        summary: 'All that a device needs to show and write the visit with no network',
        description: 'For those who work on the visit. With If-None-Match it answers 304 while nothing has changed.',
        tags: ['visits'],
        params: z.object({ id }),
        response: { 200: Copy, 304: NotModified, ...refusals },
      },
    },
    async (request, reply) => {
      const { user } = request
      if (!user) throw unauthorized()
      const visit = await findVisit(db, user, request.params.id)
      if (!visit || !worksOn(user, visit)) throw notFound('Besøget')
      const tilbud = await findTilbud(db, user, visit.tilbudId)
      const model = await findModel(db, visit.modelId)
      if (!tilbud || !model) throw notFound('Besøget')
      if (!may(user, 'write', visit)) await logReading(db, user, visit)
      const people = [...(await consultantNames(db, [visit]))].map(([id, name]) => ({ id, name }))
      const possible = await listPossibleConsultants(db)
      const notes = takesNotes(user, visit) ? await listNotes(db, visit) : null
      const named = { id: tilbud.id, name: tilbud.name }
      const copy = { user, visit, tilbud: named, model, people, possible, notes, offlineDays }
      const tag = `"${createHash('sha256').update(JSON.stringify(copy)).digest('base64url')}"`
      reply.header('etag', tag)
      if (request.headers['if-none-match'] === tag) return reply.code(304).send(null)
      return reply.send(copy)
    },
  )
}

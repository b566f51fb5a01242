// …/points/{pointId}/split and …/join: one point becomes two, two become one.
import { z } from 'zod'
import type { Db } from '../db/tables.ts'
import { type Api, etag, ifMatch, writeRefusals } from '../http/api.ts'
import { unauthorized } from '../http/errors.ts'
import { id } from '../lib/fields.ts'
import { joinPoint, splitPoint } from './structure.actions.ts'
import { Point } from './visit.schema.ts'

const tags = ['points']
const config = { policy: 'consultantOrAdministrator' } as const
const params = z.object({ id, pointId: id })

const PointSplit = z
  .strictObject({
    paragraph: z.int().min(2).max(10_000).describe('The paragraph that the new point begins with; the first is 1.'),
    id: id.optional().describe('Of the new point.'),
  })
  .meta({ id: 'PointSplit' })

export function structureApi(app: Api, { db }: { db: Db }) {
  app.post(
    '/visits/:id/points/:pointId/split',
    {
      config,
      schema: {
        operationId: 'splitPoint',
        summary: 'Make two points of one, at a paragraph',
        description: 'Both keep all links. Answers the two, in their order.',
        tags,
        params,
        body: PointSplit,
        response: { 200: z.object({ items: z.array(Point), nextCursor: z.null() }), ...writeRefusals },
      },
    },
    async ({ user, params, headers, body }) => {
      if (!user) throw unauthorized()
      const place = { visitId: params.id, id: params.pointId }
      const { paragraph, id: newId } = body
      return { items: await splitPoint(db, user, place, ifMatch(headers), { paragraph, newId }), nextCursor: null }
    },
  )

  app.post(
    '/visits/:id/points/:pointId/join',
    {
      config,
      schema: {
        operationId: 'joinPoint',
        summary: 'Join a point with the one above it in its box',
        description: 'The point above gets text and links of both, and is answered; the lower one goes to the bin.',
        tags,
        params,
        response: { 200: Point, ...writeRefusals },
      },
    },
    async ({ user, params, headers }, reply) => {
      if (!user) throw unauthorized()
      const point = await joinPoint(db, user, { visitId: params.id, id: params.pointId }, ifMatch(headers))
      return reply.header('etag', etag(point.version)).send(point)
    },
  )
}

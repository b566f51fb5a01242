// /api/v1/visits/{id}/points: the points of a visit.
import { z } from 'zod'
import type { Db } from '../db/tables.ts'
import { type Api, etag, ifMatch, refusals, writeRefusals } from '../http/api.ts'
import { notFound, unauthorized } from '../http/errors.ts'
import { id } from '../lib/fields.ts'
import { changePoint, createPoint, deletePoint, orderPoints } from './point.actions.ts'
import { findVisit } from './visit.queries.ts'
import { logReading } from './visit.reading.ts'
import { NewPoint, Point, PointChange, PointOrder } from './visit.schema.ts'

const tags = ['points']
const params = z.object({ id })
const pointParams = z.object({ id, pointId: id })
const loggedIn = { policy: 'loggedIn' } as const
const writers = { policy: 'consultantOrAdministrator' } as const
const Points = z.object({ items: z.array(Point), nextCursor: z.null() })

export function pointApi(app: Api, { db }: { db: Db }) {
  app.get(
    '/visits/:id/points',
    {
      config: loggedIn,
      schema: {
        operationId: 'listPoints',
        summary: 'The points in reading order',
        description: "The ETag is the visit's: it is what PUT …/points/order wants in If-Match.",
        tags,
        params,
        response: { 200: Points, ...refusals },
      },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      const visit = await findVisit(db, request.user, request.params.id)
      if (!visit) throw notFound('Besøget')
      await logReading(db, request.user, visit)
      return reply.header('etag', etag(visit.version)).send({ items: visit.points, nextCursor: null })
    },
  )

  app.post(
    '/visits/:id/points',
    {
      config: writers,
      schema: {
        operationId: 'createPoint',
        summary: 'Write a new point',
        description: 'An id chosen by the client makes a retry safe: the same content answers 200, other content 409.',
        tags,
        params,
        body: NewPoint,
        response: { 200: Point, 201: Point, ...writeRefusals },
      },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      const { point, created } = await createPoint(db, request.user, request.params.id, request.body)
      return reply
        .code(created ? 201 : 200)
        .header('etag', etag(point.version))
        .header('location', `/api/v1/visits/${point.visitId}/points/${point.id}`)
        .send(point)
    },
  )

  app.put(
    '/visits/:id/points/order',
    {
      config: writers,
      schema: {
        operationId: 'orderPoints',
        summary: 'Move and reorder points in one step',
        description:
          "If-Match names the visit's version. Points that are not named keep their order around the others.",
        tags,
        params,
        body: PointOrder,
        response: { 200: Points, ...writeRefusals },
      },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      const { id: visitId } = request.params
      const { items, version } = await orderPoints(db, request.user, visitId, ifMatch(request.headers), request.body)
      return reply.header('etag', etag(version)).send({ items, nextCursor: null })
    },
  )

  app.get(
    '/visits/:id/points/:pointId',
    {
      config: loggedIn,
      schema: {
        operationId: 'getPoint',
        summary: 'One point',
        tags,
        params: pointParams,
        response: { 200: Point, ...refusals },
      },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      const visit = await findVisit(db, request.user, request.params.id)
      const point = visit?.points.find(candidate => candidate.id === request.params.pointId)
      if (!visit || !point) throw notFound('Punktet')
      await logReading(db, request.user, visit)
      return reply.header('etag', etag(point.version)).send(point)
    },
  )

  app.patch(
    '/visits/:id/points/:pointId',
    {
      config: writers,
      schema: {
        operationId: 'changePoint',
        summary: 'Change a point',
        tags,
        params: pointParams,
        body: PointChange,
        response: { 200: Point, ...writeRefusals },
      },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      const place = { visitId: request.params.id, id: request.params.pointId }
      const point = await changePoint(db, request.user, place, ifMatch(request.headers), request.body)
      return reply.header('etag', etag(point.version)).send(point)
    },
  )

  app.delete(
    '/visits/:id/points/:pointId',
    {
      config: writers,
      schema: {
        operationId: 'deletePoint',
        summary: 'Take a point out; the history keeps it',
        tags,
        params: pointParams,
        response: { 204: z.null().describe('Gone from the visit.'), ...writeRefusals },
      },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      const place = { visitId: request.params.id, id: request.params.pointId }
      await deletePoint(db, request.user, place, ifMatch(request.headers))
      return reply.code(204).send(null)
    },
  )
}

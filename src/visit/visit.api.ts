// /api/v1/visits: visits, their history, and the steps that a visit takes.
import { z } from 'zod'
import { STATUSES } from '../db/tables.ts'
import { type Api, etag, ifMatch, pageOf, pageQuery, readCursor, refusals, toPage, writeRefusals } from '../http/api.ts'
import { notFound, unauthorized } from '../http/errors.ts'
import { day, id, line } from '../lib/fields.ts'
import { correctVisit, type GiveUpDeps, giveUpCorrection } from './correction.actions.ts'
import { completeHistory } from './history.ts'
import { restoreRevision } from './point.actions.ts'
import { listRevisions } from './revision.queries.ts'
import { cancelVisit, changeVisit, createVisit, reinstateVisit, replaceVisit } from './visit.actions.ts'
import { findVisit, listVisits } from './visit.queries.ts'
import { logReading } from './visit.reading.ts'
import { takesNotes, worksOn } from './visit.rules.ts'
import { NewVisit, Revision, Visit, VisitChange, VisitSummary } from './visit.schema.ts'

const tags = ['visits']
const params = z.object({ id })
const loggedIn = { policy: 'loggedIn' } as const
const writers = { policy: 'consultantOrAdministrator' } as const
const VisitCursor = z.object({ visitedOn: z.iso.date(), id })

export function visitApi(app: Api, deps: GiveUpDeps & { now: () => Date }) {
  const { db, now } = deps

  app.get(
    '/visits',
    {
      config: loggedIn,
      schema: {
        operationId: 'listVisits',
        summary: 'List visits, newest first',
        tags,
        querystring: z.object({
          ...pageQuery,
          tilbudId: id.optional(),
          centreId: id.optional(),
          status: z.enum(STATUSES).optional(),
          from: day.optional(),
          to: day.optional(),
          consultantId: id.optional(),
        }),
        response: { 200: pageOf(VisitSummary), ...refusals },
      },
    },
    async ({ user, query: { limit, cursor, ...filter } }) => {
      if (!user) throw unauthorized()
      const after = readCursor(cursor, VisitCursor)
      const rows = await listVisits(db, user, filter, { after, limit: limit + 1 })
      return toPage(rows, limit, visit => ({ visitedOn: visit.visitedOn, id: visit.id }))
    },
  )

  app.post(
    '/visits',
    {
      config: writers,
      schema: {
        operationId: 'createVisit',
        summary: 'Plan a visit',
        description: 'An id chosen by the client makes a retry safe: the same content answers 200, other content 409.',
        tags,
        body: NewVisit,
        response: { 200: Visit, 201: Visit, ...writeRefusals },
      },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      const { visit, created } = await createVisit(db, request.user, request.body, now())
      return reply
        .code(created ? 201 : 200)
        .header('etag', etag(visit.version))
        .header('location', `/api/v1/visits/${visit.id}`)
        .send(visit)
    },
  )

  app.get(
    '/visits/:id',
    {
      config: loggedIn,
      schema: {
        operationId: 'getVisit',
        summary: 'One visit with its points',
        tags,
        params,
        response: { 200: Visit, ...refusals },
      },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      const visit = await findVisit(db, request.user, request.params.id)
      if (!visit) throw notFound('Besøget')
      await logReading(db, request.user, visit)
      return reply.header('etag', etag(visit.version)).send(visit)
    },
  )

  app.patch(
    '/visits/:id',
    {
      config: writers,
      schema: {
        operationId: 'changeVisit',
        summary: "Change a visit's own fields",
        tags,
        params,
        body: VisitChange,
        response: { 200: Visit, ...writeRefusals },
      },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      const visit = await changeVisit(db, request.user, request.params.id, ifMatch(request.headers), request.body)
      return reply.header('etag', etag(visit.version)).send(visit)
    },
  )

  app.get(
    '/visits/:id/history',
    {
      config: writers,
      schema: {
        operationId: 'getHistory',
        summary: 'Every revision of every text, newest first',
        tags,
        params,
        querystring: z.object({ ...pageQuery, pointId: id.optional() }),
        response: { 200: pageOf(Revision), ...refusals },
      },
    },
    async ({ user, params: { id: visitId }, query: { limit, cursor, pointId } }) => {
      if (!user) throw unauthorized()
      const visit = await findVisit(db, user, visitId)
      if (!visit || !worksOn(user, visit)) throw notFound('Besøget')
      const after = readCursor(cursor, id)
      await completeHistory(db, visitId)
      await logReading(db, user, visit)
      const wanted = { after, limit: limit + 1, pointId, notes: takesNotes(user, visit) }
      return toPage(await listRevisions(db, visitId, wanted), limit, row => row.id)
    },
  )

  app.post(
    '/visits/:id/history/:revisionId/restore',
    {
      config: writers,
      schema: {
        operationId: 'restoreRevision',
        summary: 'Bring an earlier text back, as a new revision',
        tags,
        params: z.object({ id, revisionId: id }),
        response: { 200: Visit, ...writeRefusals },
      },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      await restoreRevision(db, request.user, request.params.id, request.params.revisionId)
      const visit = await findVisit(db, request.user, request.params.id)
      if (!visit) throw notFound('Besøget')
      return reply.header('etag', etag(visit.version)).send(visit)
    },
  )

  const steps = { config: writers, schema: { tags, params, response: { 200: Visit, ...writeRefusals } } }

  app.post(
    '/visits/:id/cancellation',
    {
      ...steps,
      schema: {
        ...steps.schema,
        operationId: 'cancelVisit',
        summary: 'Call a planned visit off; it is kept, but nobody finds it any more, and calendars are told',
        body: z.strictObject({ reason: line(500) }),
      },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      const visit = await cancelVisit(db, request.user, request.params.id, request.body.reason, now())
      return reply.header('etag', etag(visit.version)).send(visit)
    },
  )

  app.delete(
    '/visits/:id/cancellation',
    {
      ...steps,
      config: { policy: 'administrator' } as const,
      schema: {
        ...steps.schema,
        operationId: 'reinstateVisit',
        summary: 'Plan a visit again that was called off, as it was',
      },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      const visit = await reinstateVisit(db, request.user, request.params.id, now())
      return reply.header('etag', etag(visit.version)).send(visit)
    },
  )

  app.post(
    '/visits/:id/correction',
    {
      ...steps,
      schema: {
        ...steps.schema,
        operationId: 'correctVisit',
        summary: 'Open a published visit for a correction; the published report stands until the next version',
        body: z.strictObject({ reason: line(500) }),
      },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      const visit = await correctVisit(db, request.user, request.params.id, request.body)
      return reply.header('etag', etag(visit.version)).send(visit)
    },
  )

  app.delete(
    '/visits/:id/correction',
    {
      ...steps,
      schema: {
        ...steps.schema,
        operationId: 'giveUpCorrection',
        summary: 'Give a correction up: the visit says again what was published',
        description:
          'Points, facts and texts go back to what they were when the correction was begun, and the visit is published again. What was written meanwhile stays in the history. 409 when no correction was begun, or while it is in hearing.',
      },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      const visit = await giveUpCorrection(deps, request.user, request.params.id)
      return reply.header('etag', etag(visit.version)).send(visit)
    },
  )

  app.post(
    '/visits/:id/replacement',
    {
      ...steps,
      schema: {
        ...steps.schema,
        operationId: 'replaceVisit',
        summary: 'Mark a published visit as replaced by another visit to the same tilbud',
        body: z.strictObject({ replacedBy: id }),
      },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      const visit = await replaceVisit(db, request.user, request.params.id, request.body)
      return reply.header('etag', etag(visit.version)).send(visit)
    },
  )
}

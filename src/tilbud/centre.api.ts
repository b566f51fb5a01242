// /api/v1/centres: everybody who is logged in reads them, administrators change them.
import { z } from 'zod'
import type { Db } from '../db/tables.ts'
import { type Api, etag, ifMatch, pageOf, refusals, writeRefusals } from '../http/api.ts'
import { notFound, unauthorized } from '../http/errors.ts'
import { id } from '../lib/fields.ts'
import { isSame } from '../lib/same.ts'
import { changeCentre, createCentre } from './tilbud.actions.ts'
import { findCentre, listCentres } from './tilbud.queries.ts'
import { Centre, CentreChange, NewCentre } from './tilbud.schema.ts'

const tags = ['centres']
const params = z.object({ id })

export function centreApi(app: Api, { db }: { db: Db }) {
  app.get(
    '/centres',
    {
      config: { policy: 'loggedIn' },
      schema: {
        operationId: 'listCentres',
        summary: 'List centres',
        tags,
        response: { 200: pageOf(Centre), ...refusals },
      },
    },
    async () => ({ items: await listCentres(db), nextCursor: null }),
  )

  app.post(
    '/centres',
    {
      config: { policy: 'administrator' },
      schema: {
        operationId: 'createCentre',
        summary: 'Make a centre',
        tags,
        body: NewCentre,
        response: { 200: Centre, 201: Centre, ...writeRefusals },
      },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      const there = request.body.id ? await findCentre(db, request.body.id) : undefined
      const isThere = there && isSame(there, request.body)
      const centre = isThere ? there : await createCentre(db, request.user, request.body)
      return reply
        .code(isThere ? 200 : 201)
        .header('etag', etag(centre.version))
        .send(centre)
    },
  )

  app.get(
    '/centres/:id',
    {
      config: { policy: 'loggedIn' },
      schema: { operationId: 'getCentre', summary: 'One centre', tags, params, response: { 200: Centre, ...refusals } },
    },
    async (request, reply) => {
      const centre = await findCentre(db, request.params.id)
      if (!centre) throw notFound('Centret')
      return reply.header('etag', etag(centre.version)).send(centre)
    },
  )

  app.patch(
    '/centres/:id',
    {
      config: { policy: 'administrator' },
      schema: {
        operationId: 'changeCentre',
        summary: 'Change a centre',
        tags,
        params,
        body: CentreChange,
        response: { 200: Centre, ...writeRefusals },
      },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      const centre = await changeCentre(db, request.user, request.params.id, ifMatch(request.headers), request.body)
      return reply.header('etag', etag(centre.version)).send(centre)
    },
  )
}

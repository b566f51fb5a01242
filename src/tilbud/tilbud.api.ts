// /api/v1/tilbud: leaders see their own, consultants and administrators all; administrators change them.
import { z } from 'zod'
import type { Db } from '../db/tables.ts'
import { type Api, etag, ifMatch, pageOf, pageQuery, readCursor, refusals, toPage, writeRefusals } from '../http/api.ts'
import { notFound, unauthorized } from '../http/errors.ts'
import { id } from '../lib/fields.ts'
import { isSame } from '../lib/same.ts'
import { changeTilbud, createTilbud } from './tilbud.actions.ts'
import { findTilbud, listTilbud } from './tilbud.queries.ts'
import { NewTilbud, Tilbud, TilbudChange } from './tilbud.schema.ts'

const tags = ['tilbud']
const params = z.object({ id })

export function tilbudApi(app: Api, { db }: { db: Db }) {
  app.get(
    '/tilbud',
    {
      config: { policy: 'loggedIn' },
      schema: {
        operationId: 'listTilbud',
        summary: 'List tilbud',
        tags,
        querystring: z.object({ ...pageQuery, centreId: id.optional(), active: z.stringbool().optional() }),
        response: { 200: pageOf(Tilbud), ...refusals },
      },
    },
    async ({ user, query: { limit, cursor, centreId, active } }) => {
      if (!user) throw unauthorized()
      const after = readCursor(cursor, id)
      return toPage(await listTilbud(db, user, { after, limit: limit + 1, centreId, active }), limit, row => row.id)
    },
  )

  app.post(
    '/tilbud',
    {
      config: { policy: 'administrator' },
      schema: {
        operationId: 'createTilbud',
        summary: 'Make a tilbud',
        tags,
        body: NewTilbud,
        response: { 200: Tilbud, 201: Tilbud, ...writeRefusals },
      },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      const there = request.body.id ? await findTilbud(db, request.user, request.body.id) : undefined
      const isThere = there && isSame(there, request.body)
      const tilbud = isThere ? there : await createTilbud(db, request.user, request.body)
      return reply
        .code(isThere ? 200 : 201)
        .header('etag', etag(tilbud.version))
        .send(tilbud)
    },
  )

  app.get(
    '/tilbud/:id',
    {
      config: { policy: 'loggedIn' },
      schema: { operationId: 'getTilbud', summary: 'One tilbud', tags, params, response: { 200: Tilbud, ...refusals } },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      const tilbud = await findTilbud(db, request.user, request.params.id)
      if (!tilbud) throw notFound('Tilbuddet')
      return reply.header('etag', etag(tilbud.version)).send(tilbud)
    },
  )

  app.patch(
    '/tilbud/:id',
    {
      config: { policy: 'administrator' },
      schema: {
        operationId: 'changeTilbud',
        summary: 'Change a tilbud',
        tags,
        params,
        body: TilbudChange,
        response: { 200: Tilbud, ...writeRefusals },
      },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      const tilbud = await changeTilbud(db, request.user, request.params.id, ifMatch(request.headers), request.body)
      return reply.header('etag', etag(tilbud.version)).send(tilbud)
    },
  )
}

// /api/v1/users, for administrators.
import { z } from 'zod'
import type { Db } from '../db/tables.ts'
import { ROLES } from '../db/tables.ts'
import { type Api, etag, ifMatch, pageOf, pageQuery, readCursor, refusals, toPage, writeRefusals } from '../http/api.ts'
import { notFound, stale, unauthorized } from '../http/errors.ts'
import { id } from '../lib/fields.ts'
import { isSame } from '../lib/same.ts'
import { changeUser, createUser } from './user.actions.ts'
import { findUser, listUsers } from './user.queries.ts'
import { NewUser, User, UserChange } from './user.schema.ts'

const tags = ['users']
const config = { policy: 'administrator' } as const
const params = z.object({ id })

export function userApi(app: Api, { db }: { db: Db }) {
  app.get(
    '/users',
    {
      config,
      schema: {
        operationId: 'listUsers',
        summary: 'List users',
        tags,
        querystring: z.object({ ...pageQuery, role: z.enum(ROLES).optional() }),
        response: { 200: pageOf(User), ...refusals },
      },
    },
    async ({ query: { limit, cursor, role } }) => {
      const after = readCursor(cursor, id)
      return toPage(await listUsers(db, { after, limit: limit + 1, role }), limit, user => user.id)
    },
  )

  app.post(
    '/users',
    {
      config,
      schema: {
        operationId: 'createUser',
        summary: 'Make a user',
        tags,
        body: NewUser,
        response: { 200: User, 201: User, ...writeRefusals },
      },
    },
    async (request, reply) => {
      const there = request.body.id ? await findUser(db, request.body.id) : undefined
      const isThere = there && isSame(there, request.body)
      const user = isThere ? there : await createUser(db, request.user, request.body)
      return reply
        .code(isThere ? 200 : 201)
        .header('etag', etag(user.version))
        .send(user)
    },
  )

  app.get(
    '/users/:id',
    {
      config,
      schema: { operationId: 'getUser', summary: 'One user', tags, params, response: { 200: User, ...refusals } },
    },
    async (request, reply) => {
      const user = await findUser(db, request.params.id)
      if (!user) throw notFound('Brugeren')
      return reply.header('etag', etag(user.version)).send(user)
    },
  )

  app.patch(
    '/users/:id',
    {
      config,
      schema: {
        operationId: 'changeUser',
        summary: 'Change a user',
        tags,
        params,
        body: UserChange,
        response: { 200: User, ...writeRefusals },
      },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      const version = ifMatch(request.headers)
      if (version === null) throw stale(await findUser(db, request.params.id))
      const user = await changeUser(db, request.user, request.params.id, version, request.body)
      return reply.header('etag', etag(user.version)).send(user)
    },
  )
}

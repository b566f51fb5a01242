// /api/v1/session: who is logged in, logging in and out.

import { z } from 'zod'
import type { Db } from '../db/tables.ts'
import { type Api, refusals, writeRefusals } from '../http/api.ts'
import { Refusal, unauthorized } from '../http/errors.ts'
import { writeLog } from '../log/log.queries.ts'
import { logIn } from './user.actions.ts'
import { Login, Me } from './user.schema.ts'

const tags = ['session']
const LOGIN_LIMIT = { max: 60, timeWindow: '1 minute' }

export function sessionApi(app: Api, { db }: { db: Db }) {
  app.get(
    '/session',
    {
      config: { policy: 'loggedIn' },
      schema: { operationId: 'getSession', summary: 'Who I am', tags, response: { 200: Me, ...refusals } },
    },
    request => {
      if (!request.user) throw unauthorized()
      return request.user
    },
  )

  app.post(
    '/session',
    {
      config: { policy: 'public', rateLimit: LOGIN_LIMIT },
      schema: {
        operationId: 'logIn',
        summary: 'Log in',
        tags,
        security: [],
        body: Login,
        response: { 204: z.null().describe('Logged in; the cookie is set.'), ...writeRefusals },
      },
    },
    async (request, reply) => {
      const userId = await logIn(db, request.body)
      if (!userId) throw new Refusal(401, 'E-mail eller adgangskode passer ikke. Prøv igen.')
      await request.session.regenerate()
      request.session.userId = userId
      return reply.code(204).send(null)
    },
  )

  app.delete(
    '/session',
    {
      config: { policy: 'loggedIn' },
      schema: {
        operationId: 'logOut',
        summary: 'Log out',
        tags,
        response: { 204: z.null().describe('Logged out.'), ...refusals },
      },
    },
    async (request, reply) => {
      await writeLog(db, { userId: request.user?.id ?? null, action: 'logout', subject: 'session' })
      await request.session.destroy()
      return reply.code(204).send(null)
    },
  )
}

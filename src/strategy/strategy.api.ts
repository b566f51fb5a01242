// /api/v1/strategies: strategies, read by all, added by administrators.
import { z } from 'zod'
import type { Db } from '../db/tables.ts'
import { type Api, pageOf, refusals, writeRefusals } from '../http/api.ts'
import { notFound } from '../http/errors.ts'
import { slug } from '../lib/fields.ts'
import { isSame } from '../lib/same.ts'
import { addStrategy } from './strategy.actions.ts'
import { findStrategy, listStrategies } from './strategy.queries.ts'
import { Strategy } from './strategy.schema.ts'

const tags = ['strategies']

export function strategyApi(app: Api, { db }: { db: Db }) {
  app.get(
    '/strategies',
    {
      config: { policy: 'loggedIn' },
      schema: {
        operationId: 'listStrategies',
        summary: 'List strategies',
        tags,
        response: { 200: pageOf(Strategy), ...refusals },
      },
    },
    async () => ({ items: await listStrategies(db), nextCursor: null }),
  )

  app.get(
    '/strategies/:id',
    {
      config: { policy: 'loggedIn' },
      schema: {
        operationId: 'getStrategy',
        summary: 'One strategy',
        tags,
        params: z.object({ id: slug }),
        response: { 200: Strategy, ...refusals },
      },
    },
    async request => {
      const strategy = await findStrategy(db, request.params.id)
      if (!strategy) throw notFound('Strategien')
      return strategy
    },
  )

  app.post(
    '/strategies',
    {
      config: { policy: 'administrator' },
      schema: {
        operationId: 'addStrategy',
        summary: 'Add a strategy',
        tags,
        body: Strategy,
        response: { 200: Strategy, 201: Strategy, ...writeRefusals },
      },
    },
    async (request, reply) => {
      const there = await findStrategy(db, request.body.id)
      if (there && isSame(there, request.body)) return there
      return reply.code(201).send(await addStrategy(db, request.user, request.body))
    },
  )
}

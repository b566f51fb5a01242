// /strategy: the strategies and their versions, read by administrators. How a new one comes in stands in import.pages.ts.
import type { FastifyInstance } from 'fastify'
import type { Db } from '../db/tables.ts'
import { notFound } from '../http/errors.ts'
import { renderPage } from '../http/page.ts'
import { findStrategy, listStrategies } from './strategy.queries.ts'
import { Strategy } from './strategy.schema.ts'
import { strategyPage, strategyRows } from './strategy.view.ts'

const config = { policy: 'administrator' } as const
type ById = { Params: { id: string } }

export function strategyPages(app: FastifyInstance, { db }: { db: Db }) {
  async function requireStrategy(id: string) {
    const strategy = Strategy.shape.id.safeParse(id).success ? await findStrategy(db, id) : undefined
    if (!strategy) throw notFound('Strategien')
    return strategy
  }

  app.get('/strategy', { config }, async (request, reply) => {
    const rows = strategyRows(await listStrategies(db))
    return renderPage(request, reply, 'strategy/list.hbs', { title: 'Strategier', rows })
  })

  app.get<ById>('/strategy/:id', { config }, async (request, reply) =>
    renderPage(
      request,
      reply,
      'strategy/show.hbs',
      strategyPage(await requireStrategy(request.params.id), await listStrategies(db)),
    ),
  )

  // The same as the API answers, laid out for a person who will edit it.
  app.get<ById>('/strategy/:id/download', { config }, async (request, reply) => {
    const strategy = await requireStrategy(request.params.id)
    return reply
      .type('application/json; charset=utf-8')
      .header('content-disposition', `attachment; filename="${strategy.id}.json"`)
      .send(JSON.stringify(strategy, null, 2))
  })
}

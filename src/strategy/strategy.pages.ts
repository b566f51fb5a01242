// /strategy: the strategies, read by administrators; a new one comes in as a file and is never changed afterwards.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../db/tables.ts'
import { notFound, type Refusal } from '../http/errors.ts'
import { refusalOf } from '../http/form.ts'
import { renderPage } from '../http/page.ts'
import { readUpload } from '../http/upload.ts'
import { readJsonFile } from '../lib/json-file.ts'
import { addStrategy } from './strategy.actions.ts'
import { findStrategy, listStrategies } from './strategy.queries.ts'
import { Strategy } from './strategy.schema.ts'
import { strategyImport, strategyPage, strategyRows } from './strategy.view.ts'

const config = { policy: 'administrator' } as const
const TAKEN = 'Der er allerede en strategi med det navn. Giv den nye et andet.'
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

  async function showImport(request: FastifyRequest, reply: FastifyReply, faults: string[], refusal: Refusal | null) {
    const page = strategyImport(await listStrategies(db), faults, refusal)
    if (refusal || faults.length > 0) reply.code(refusal?.status ?? 422)
    return renderPage(request, reply, 'strategy/import.hbs', page)
  }

  app.get('/strategy/import', { config }, (request, reply) => showImport(request, reply, [], null))

  app.post('/strategy/import', { config }, async (request, reply) => {
    const read = await readUpload(request)
    if ('refusal' in read) return showImport(request, reply, [], read.refusal)
    const file = readJsonFile(Strategy, read.upload.bytes)
    if ('faults' in file) return showImport(request, reply, file.faults, null)
    const refusal = await refusalOf(() => addStrategy(db, request.user, file.content), TAKEN)
    if (refusal) return showImport(request, reply, [], refusal)
    request.session.flash = { kind: 'success', text: `${file.content.name} er tilføjet.` }
    return reply.redirect(`/strategy/${file.content.id}`, 303)
  })

  app.get<ById>('/strategy/:id', { config }, async (request, reply) =>
    renderPage(request, reply, 'strategy/show.hbs', strategyPage(await requireStrategy(request.params.id))),
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

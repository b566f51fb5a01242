// /strategy/import: a file is chosen, seen through as a tree, named, and only then kept. Between the two steps its nodes
// travel in the form and nothing is kept here; they are checked again when they come back.
import { stringify } from 'csv-stringify/sync'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Db } from '../db/tables.ts'
import { notFound, type Refusal } from '../http/errors.ts'
import { fieldsOf, submit, textOf } from '../http/form.ts'
import { renderPage } from '../http/page.ts'
import { readUpload } from '../http/upload.ts'
import { aboutOf, importForm, previewPage } from './import.view.ts'
import { addStrategy } from './strategy.actions.ts'
import { type About, readStrategyFile, type StrategyFile, tableOf } from './strategy.file.ts'
import { findStrategy, listStrategies } from './strategy.queries.ts'
import { withHeirs } from './strategy.rules.ts'
import { Strategy, StrategyNode } from './strategy.schema.ts'

const config = { policy: 'administrator' } as const
const BODY_LIMIT = 4 * 1_048_576
const TAKEN = 'Der er allerede en strategi med det id. Giv den nye et andet.'
const Nodes = z.array(StrategyNode).min(1).max(500)

function readNodes(text: string): StrategyNode[] | null {
  try {
    return Nodes.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

export function strategyImportPages(app: FastifyInstance, { db }: { db: Db }) {
  const showForm = async (request: FastifyRequest, reply: FastifyReply, refusal: Refusal | null) =>
    renderPage(request, reply, 'strategy/import.hbs', importForm(await listStrategies(db), refusal))

  async function showPreview(
    request: FastifyRequest,
    reply: FastifyReply,
    file: Omit<StrategyFile, 'about'>,
    about: About,
    refusal: Refusal | null,
  ) {
    const page = previewPage(file, about, await listStrategies(db), refusal)
    reply.code(refusal?.status ?? (file.faults.length > 0 ? 422 : 200))
    return renderPage(request, reply, 'strategy/preview.hbs', page)
  }

  app.get('/strategy/import', { config }, (request, reply) => showForm(request, reply, null))

  app.post('/strategy/import', { config }, async (request, reply) => {
    const read = await readUpload(request)
    if ('refusal' in read) return showForm(request, reply.code(422), read.refusal)
    const { bytes, fileName } = read.upload
    const file = await readStrategyFile(bytes, fileName)
    return showPreview(request, reply, file, aboutOf(file.about, fileName), null)
  })

  app.post('/strategy/import/confirm', { config, bodyLimit: BODY_LIMIT }, async (request, reply) => {
    const sent = fieldsOf(request.body)
    const nodes = readNodes(textOf(sent, 'nodes'))
    if (!nodes) {
      request.session.flash = { kind: 'error', text: 'Strategien kom ikke hel frem. Vælg filen igen.' }
      return reply.redirect('/strategy/import', 303)
    }
    const about: About = {
      id: textOf(sent, 'id').trim(),
      name: textOf(sent, 'name'),
      version: textOf(sent, 'version'),
      owner: textOf(sent, 'owner'),
      successorOf: textOf(sent, 'successorOf'),
    }
    const succeeded = about.successorOf ? await findStrategy(db, about.successorOf) : undefined
    const strategy = {
      ...about,
      successorOf: about.successorOf || null,
      nodes: withHeirs(nodes, succeeded?.nodes ?? []),
    }
    const refusal = await submit(Strategy, strategy, input => addStrategy(db, request.user, input), TAKEN)
    if (refusal) return showPreview(request, reply, { nodes, faults: [], ignored: [] }, about, refusal)
    request.session.flash = { kind: 'success', text: `${about.name.trim()} er tilføjet.` }
    return reply.redirect(`/strategy/${about.id}`, 303)
  })

  // The same as the file that is read, to begin from in a spreadsheet.
  app.get<{ Params: { id: string } }>('/strategy/:id/table', { config }, async (request, reply) => {
    const { id } = request.params
    const strategy = Strategy.shape.id.safeParse(id).success ? await findStrategy(db, id) : undefined
    if (!strategy) throw notFound('Strategien')
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${strategy.id}.csv"`)
      .send(
        stringify(tableOf(strategy.nodes), {
          bom: true,
          delimiter: ';',
          record_delimiter: 'windows',
          escape_formulas: true,
        }),
      )
  })
}

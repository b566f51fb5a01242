// /model: the quality models, read by administrators; a new one comes in as a file and is never changed afterwards.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../db/tables.ts'
import { notFound, type Refusal } from '../http/errors.ts'
import { refusalOf } from '../http/form.ts'
import { renderPage } from '../http/page.ts'
import { readUpload } from '../http/upload.ts'
import { readJsonFile } from '../lib/json-file.ts'
import { addModel } from './model.actions.ts'
import { findModel, listModels } from './model.queries.ts'
import { Model } from './model.schema.ts'
import { modelImport, modelPage, modelRows } from './model.view.ts'

const config = { policy: 'administrator' } as const
const TAKEN = 'Der er allerede en model med det navn og den version. Giv den nye en anden version.'
type ById = { Params: { id: string } }

export function modelPages(app: FastifyInstance, { db }: { db: Db }) {
  async function requireModel(id: string) {
    const model = Model.shape.id.safeParse(id).success ? await findModel(db, id) : undefined
    if (!model) throw notFound('Modellen')
    return model
  }

  app.get('/model', { config }, async (request, reply) => {
    const rows = modelRows(await listModels(db))
    return renderPage(request, reply, 'model/list.hbs', { title: 'Kvalitetsmodel', rows })
  })

  async function showImport(request: FastifyRequest, reply: FastifyReply, faults: string[], refusal: Refusal | null) {
    const [newest] = await listModels(db)
    if (refusal || faults.length > 0) reply.code(refusal?.status ?? 422)
    return renderPage(request, reply, 'model/import.hbs', modelImport(newest, faults, refusal))
  }

  app.get('/model/import', { config }, (request, reply) => showImport(request, reply, [], null))

  app.post('/model/import', { config }, async (request, reply) => {
    const read = await readUpload(request)
    if ('refusal' in read) return showImport(request, reply, [], read.refusal)
    const file = readJsonFile(Model, read.upload.bytes)
    if ('faults' in file) return showImport(request, reply, file.faults, null)
    const refusal = await refusalOf(() => addModel(db, request.user, file.content), TAKEN)
    if (refusal) return showImport(request, reply, [], refusal)
    request.session.flash = { kind: 'success', text: `${file.content.name} er tilføjet.` }
    return reply.redirect(`/model/${file.content.id}`, 303)
  })

  app.get<ById>('/model/:id', { config }, async (request, reply) =>
    renderPage(request, reply, 'model/show.hbs', modelPage(await requireModel(request.params.id))),
  )

  // The same as the API answers, laid out for a person who will edit it.
  app.get<ById>('/model/:id/download', { config }, async (request, reply) => {
    const model = await requireModel(request.params.id)
    return reply
      .type('application/json; charset=utf-8')
      .header('content-disposition', `attachment; filename="${model.id}.json"`)
      .send(JSON.stringify(model, null, 2))
  })
}

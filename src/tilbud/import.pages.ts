// /tilbud/import: a file is chosen, seen through, and only then imported. Between the two steps its rows travel in the
// form and nothing is kept here; they are checked again when they come back.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../db/tables.ts'
import { type Refusal, unauthorized } from '../http/errors.ts'
import { fieldsOf, refusalOf, textOf } from '../http/form.ts'
import { renderPage } from '../http/page.ts'
import { readUpload } from '../http/upload.ts'
import { importTilbud } from './import.actions.ts'
import { doneInWords, EXAMPLE, importForm, previewPage } from './import.view.ts'
import { readTilbudFile, type TilbudFile, type TilbudRow, TilbudRows } from './tilbud.file.ts'
import { planImport } from './tilbud.import.ts'
import { listCentres, listTilbud } from './tilbud.queries.ts'

const config = { policy: 'administrator' } as const
const BODY_LIMIT = 4 * 1_048_576
const TAKEN = 'En kollega har oprettet et af tilbuddene imens. Se rækkerne igennem igen.'

function readRows(text: string): TilbudRow[] | null {
  try {
    return TilbudRows.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

export function importPages(app: FastifyInstance, { db }: { db: Db }) {
  app.get('/tilbud/import', { config }, (request, reply) =>
    renderPage(request, reply, 'tilbud/import.hbs', importForm(null)),
  )

  app.get('/tilbud/import/example', { config }, (_request, reply) =>
    reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="tilbud.csv"')
      .send(EXAMPLE),
  )

  async function showPreview(request: FastifyRequest, reply: FastifyReply, file: TilbudFile, refusal: Refusal | null) {
    if (!request.user) throw unauthorized()
    const existing = { centres: await listCentres(db), tilbud: await listTilbud(db, request.user) }
    const page = previewPage(file, planImport(file.rows, existing), refusal)
    const wrong = page.faults.length > 0 ? 422 : 200
    return renderPage(request, reply.code(refusal?.status ?? wrong), 'tilbud/preview.hbs', { wide: true, ...page })
  }

  app.post('/tilbud/import', { config }, async (request, reply) => {
    const read = await readUpload(request)
    if ('refusal' in read) return renderPage(request, reply.code(422), 'tilbud/import.hbs', importForm(read.refusal))
    return showPreview(request, reply, await readTilbudFile(read.upload.bytes, read.upload.fileName), null)
  })

  app.post('/tilbud/import/confirm', { config, bodyLimit: BODY_LIMIT }, async (request, reply) => {
    const by = request.user
    if (!by) throw unauthorized()
    const sent = fieldsOf(request.body)
    const rows = readRows(textOf(sent, 'rows'))
    if (!rows) {
      request.session.flash = { kind: 'error', text: 'Rækkerne kom ikke hele frem. Vælg filen igen.' }
      return reply.redirect('/tilbud/import', 303)
    }
    const newCentres = textOf(sent, 'newCentres') !== ''
    const refusal = await refusalOf(async () => {
      const text = doneInWords(await importTilbud(db, by, rows, { newCentres }))
      request.session.flash = { kind: 'success', text }
    }, TAKEN)
    if (refusal) return showPreview(request, reply, { rows, problems: [], ignored: [] }, refusal)
    return reply.redirect('/tilbud', 303)
  })
}

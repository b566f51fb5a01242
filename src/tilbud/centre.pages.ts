// /centre: making and renaming a centre. The centres themselves are listed on /tilbud.
import type { FastifyInstance } from 'fastify'
import type { Db } from '../db/tables.ts'
import { notFound, unauthorized } from '../http/errors.ts'
import { fieldsOf, submit, textOf } from '../http/form.ts'
import { renderPage } from '../http/page.ts'
import { id as uuid } from '../lib/fields.ts'
import { changeCentre, createCentre } from './tilbud.actions.ts'
import { findCentre } from './tilbud.queries.ts'
import { CentreChange, NewCentre } from './tilbud.schema.ts'
import { centreForm } from './tilbud.view.ts'

const config = { policy: 'administrator' } as const
const TAKEN = 'Der er allerede et center med det navn.'
type ById = { Params: { id: string } }

export function centrePages(app: FastifyInstance, { db }: { db: Db }) {
  async function requireCentre(id: string) {
    const centre = uuid.safeParse(id).success ? await findCentre(db, id) : undefined
    if (!centre) throw notFound('Centret')
    return centre
  }

  app.get('/centre/new', { config }, (request, reply) =>
    renderPage(request, reply, 'centre/form.hbs', centreForm(null, '', null)),
  )

  app.post('/centre/new', { config }, async (request, reply) => {
    const by = request.user
    if (!by) throw unauthorized()
    const name = textOf(fieldsOf(request.body), 'name')
    const refusal = await submit(NewCentre, { name }, input => createCentre(db, by, input), TAKEN)
    if (refusal)
      return renderPage(request, reply.code(refusal.status), 'centre/form.hbs', centreForm(null, name, refusal))
    request.session.flash = { kind: 'success', text: `${name.trim()} er oprettet.` }
    return reply.redirect('/tilbud', 303)
  })

  app.get<ById>('/centre/:id', { config }, async (request, reply) => {
    const centre = await requireCentre(request.params.id)
    return renderPage(request, reply, 'centre/form.hbs', centreForm(centre, centre.name, null))
  })

  app.post<ById>('/centre/:id', { config }, async (request, reply) => {
    const by = request.user
    if (!by) throw unauthorized()
    const { id } = await requireCentre(request.params.id)
    const sent = fieldsOf(request.body)
    const name = textOf(sent, 'name')
    const version = Number(textOf(sent, 'version'))
    const refusal = await submit(CentreChange, { name }, change => changeCentre(db, by, id, version, change), TAKEN)
    if (refusal) {
      const page = centreForm(await requireCentre(id), name, refusal)
      return renderPage(request, reply.code(refusal.status), 'centre/form.hbs', page)
    }
    request.session.flash = { kind: 'success', text: `Centret hedder nu ${name.trim()}.` }
    return reply.redirect('/tilbud', 303)
  })
}

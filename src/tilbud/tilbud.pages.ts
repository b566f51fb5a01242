// /tilbud: the administrator's list of tilbud by centre, and the form of one of them.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../db/tables.ts'
import { notFound, type Refusal, unauthorized } from '../http/errors.ts'
import { fieldsOf, submit, textOf } from '../http/form.ts'
import { renderPage } from '../http/page.ts'
import { id as uuid } from '../lib/fields.ts'
import { changeTilbud, createTilbud } from './tilbud.actions.ts'
import { findTilbud, listCentres, listTilbud } from './tilbud.queries.ts'
import { NewTilbud, type Tilbud, TilbudChange } from './tilbud.schema.ts'
import { tilbudForm, tilbudList, tilbudTexts, toTilbud } from './tilbud.view.ts'

const config = { policy: 'administrator' } as const
const TAKEN = 'Der er allerede et tilbud med det navn. Giv det et andet, eller ret det, der er på listen.'
type ById = { Params: { id: string } }

export function tilbudPages(app: FastifyInstance, { db }: { db: Db }) {
  async function requireTilbud({ user, params: { id } }: FastifyRequest<ById>) {
    if (!user) throw unauthorized()
    const tilbud = uuid.safeParse(id).success ? await findTilbud(db, user, id) : undefined
    if (!tilbud) throw notFound('Tilbuddet')
    return tilbud
  }

  app.get('/tilbud', { config }, async (request, reply) => {
    if (!request.user) throw unauthorized()
    const chosen = uuid.safeParse(textOf(fieldsOf(request.query), 'centre'))
    const [centres, tilbud] = [await listCentres(db), await listTilbud(db, request.user)]
    const page = tilbudList(centres, tilbud, chosen.success ? chosen.data : '')
    return renderPage(request, reply, 'tilbud/list.hbs', page)
  })

  type Texts = ReturnType<typeof tilbudTexts.ofForm>
  async function showForm(
    request: FastifyRequest,
    reply: FastifyReply,
    { tilbud, texts, refusal }: { tilbud: Tilbud | null; texts: Texts; refusal: Refusal | null },
  ) {
    if (!request.user) throw unauthorized()
    const known = await listTilbud(db, request.user)
    const choices = { centres: await listCentres(db), types: known.map(one => one.type) }
    if (refusal) reply.code(refusal.status)
    return renderPage(request, reply, 'tilbud/form.hbs', tilbudForm(tilbud, texts, choices, refusal))
  }

  app.get('/tilbud/new', { config }, (request, reply) => {
    const texts = tilbudTexts.ofForm({ centreId: textOf(fieldsOf(request.query), 'centre') })
    return showForm(request, reply, { tilbud: null, texts, refusal: null })
  })

  app.post('/tilbud/new', { config }, async (request, reply) => {
    const by = request.user
    if (!by) throw unauthorized()
    const texts = tilbudTexts.ofForm(fieldsOf(request.body))
    const refusal = await submit(NewTilbud, toTilbud(texts), input => createTilbud(db, by, input), TAKEN)
    if (refusal) return showForm(request, reply, { tilbud: null, texts, refusal })
    request.session.flash = { kind: 'success', text: `${texts.name.trim()} er oprettet.` }
    return reply.redirect('/tilbud', 303)
  })

  app.get<ById>('/tilbud/:id', { config }, async (request, reply) => {
    const tilbud = await requireTilbud(request)
    return showForm(request, reply, { tilbud, texts: tilbudTexts.ofTilbud(tilbud), refusal: null })
  })

  app.post<ById>('/tilbud/:id', { config }, async (request, reply) => {
    const by = request.user
    const { id } = await requireTilbud(request)
    if (!by) throw unauthorized()
    const texts = tilbudTexts.ofForm(fieldsOf(request.body))
    const sent = { ...toTilbud(texts), active: texts.active }
    const write = (change: TilbudChange) => changeTilbud(db, by, id, Number(texts.version), change)
    const refusal = await submit(TilbudChange, sent, write, TAKEN)
    if (refusal) return showForm(request, reply, { tilbud: await requireTilbud(request), texts, refusal })
    request.session.flash = { kind: 'success', text: `${texts.name.trim()} er gemt.` }
    return reply.redirect('/tilbud', 303)
  })
}

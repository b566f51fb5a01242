// /description: where a leader makes ready for a visit: confirms the facts and describes the practice, theme by theme.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../db/tables.ts'
import { conflict, notFound, unauthorized } from '../http/errors.ts'
import { fieldsOf, submit, textOf } from '../http/form.ts'
import { renderPage } from '../http/page.ts'
import { danishDay } from '../lib/danish-date.ts'
import { id as uuid } from '../lib/fields.ts'
import { findModel } from '../model/model.queries.ts'
import { listTilbud } from '../tilbud/tilbud.queries.ts'
import { prepareBy } from '../tilbud/tilbud.rules.ts'
import { confirmFacts, describe } from './description.actions.ts'
import { findLastVisit, findOpenVisit } from './description.queries.ts'
import { currentDescription, descriptionOn, logDescriptionRead, requireDescribed } from './description.reading.ts'
import { mayConfirm, mayDescribe, textsUnder } from './description.rules.ts'
import { FactsConfirmation, QualityDescriptionChange } from './description.schema.ts'
import { ownList, sentFacts, sentThemes, type Tried, tilbudPage } from './description.view.ts'

type OneTilbud = { Params: { id: string } }

const config = { policy: 'loggedIn' } as const

export function descriptionPages(app: FastifyInstance, { db, now }: { db: Db; now: () => Date }) {
  async function open(request: FastifyRequest<OneTilbud>) {
    const { user } = request
    if (!user) throw unauthorized()
    const id = uuid.safeParse(request.params.id).data
    if (!id) throw notFound('Tilbuddet')
    return { user, tilbud: await requireDescribed(db, user, id) }
  }

  async function render(request: FastifyRequest<OneTilbud>, reply: FastifyReply, tried: Tried = null) {
    const { user, tilbud } = await open(request)
    const today = danishDay(now())
    const current = await currentDescription(db, tilbud.id, now())
    const model = await findModel(db, current.modelId)
    if (!model) throw notFound('Kvalitetsmodellen')
    const next = await findOpenVisit(db, tilbud.id, today)
    const last = await findLastVisit(db, tilbud.id, next?.visitedOn ?? today)
    const earlier = last && (await descriptionOn(db, tilbud.id, last.visitedOn))
    if (request.method === 'GET') await logDescriptionRead(db, user, tilbud.id, current.version)
    if (tried) reply.code(tried.refusal.status)
    const page = tilbudPage({
      ...{ tilbud, current, model, next, tried },
      plannedOn: next ? danishDay(next.createdAt) : null,
      prepareBy: next && next.visitedOn > today ? prepareBy(next.visitedOn, today) : null,
      before: earlier ? new Map(Object.entries(textsUnder(model.themes, earlier.texts))) : null,
      since: last && earlier ? last.visitedOn : null,
      may: { confirm: mayConfirm(user, tilbud.id), describe: mayDescribe(user, tilbud.id) },
    })
    return renderPage(request, reply, 'description/tilbud.hbs', page)
  }

  app.get('/description', { config }, async (request, reply) => {
    const { user } = request
    if (!user) throw unauthorized()
    if (user.role !== 'leader') throw notFound('Siden')
    const own = []
    for (const tilbud of await listTilbud(db, user, { active: true })) {
      const next = await findOpenVisit(db, tilbud.id, danishDay(now()))
      const { writtenAt } = await currentDescription(db, tilbud.id, now())
      own.push({ tilbud, next, writtenAt, plannedOn: next ? danishDay(next.createdAt) : null })
    }
    return renderPage(request, reply, 'description/list.hbs', ownList(own))
  })

  app.get<OneTilbud>('/description/:id', { config }, (request, reply) => render(request, reply))

  app.post<OneTilbud>('/description/:id', { config }, async (request, reply) => {
    const { user, tilbud } = await open(request)
    const sent = fieldsOf(request.body)
    const { modelId } = await currentDescription(db, tilbud.id, now())
    const model = await findModel(db, modelId)
    if (!model) throw conflict('Der er ingen kvalitetsmodel at skrive efter.')
    const refusal = await submit(
      QualityDescriptionChange,
      { themes: sentThemes(sent, model.themes) },
      change => describe(db, user, tilbud.id, Number(textOf(sent, 'version')), change, now()),
      '',
    )
    if (refusal) return render(request, reply, { what: 'description', sent, refusal })
    request.session.flash = { kind: 'success', text: 'Kvalitetsbeskrivelsen er gemt.' }
    return reply.redirect(`/description/${tilbud.id}`, 303)
  })

  app.post<OneTilbud>('/description/:id/facts', { config }, async (request, reply) => {
    const { user, tilbud } = await open(request)
    const sent = fieldsOf(request.body)
    const refusal = await submit(
      FactsConfirmation,
      sentFacts(sent),
      facts => confirmFacts(db, user, tilbud.id, Number(textOf(sent, 'version')), facts, now()),
      '',
    )
    if (refusal) return render(request, reply, { what: 'facts', sent, refusal })
    request.session.flash = { kind: 'success', text: 'Tak. Jeres fakta er bekræftet i dag.' }
    return reply.redirect(`/description/${tilbud.id}`, 303)
  })
}

// /visit/{id}/facts, /impression and /conclusion: what is written about the visit as a whole.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../db/tables.ts'
import { Refusal, stale } from '../http/errors.ts'
import { fieldsOf, textOf } from '../http/form.ts'
import { confirmationOf, confirmationView, factsFields, factsView, mergedFacts, shownFacts } from './facts.view.ts'
import { asFieldErrors, errorLines, MERGED, messagesByField, type Sent } from './form.ts'
import type { FrameSource } from './frame.view.ts'
import { readBase } from './merge-fields.ts'
import { openVisit, renderVisit } from './open-visit.ts'
import type { ReadPanel } from './panel.ts'
import { TEXTS, textView } from './text.view.ts'
import { mergeVisit } from './visit.actions.ts'
import { findFactsOf, listPossibleConsultants } from './visit.queries.ts'
import { type Visit, VisitChange } from './visit.schema.ts'

type OneVisit = { Params: { id: string } }

const config = { policy: 'consultantOrAdministrator' } as const

export function textPages(app: FastifyInstance, { db, readPanel }: { db: Db; readPanel: ReadPanel }) {
  for (const { path, field, heading } of TEXTS) {
    const render = async (
      request: FastifyRequest,
      reply: FastifyReply,
      source: FrameSource,
      {
        text = source.visit[field],
        version = source.visit.version,
        error = null as string | null,
        colleague = null as string | null,
      } = {},
    ) =>
      renderVisit(request, reply, 'visit/text.hbs', {
        source,
        current: path,
        title: heading,
        ...textView(source, path, { text, version, error, colleague }),
        panel: await readPanel(source, path),
      })

    app.get<OneVisit>(`/visit/:id/${path}`, { config }, async (request, reply) =>
      render(request, reply, await openVisit(db, request, request.params.id)),
    )

    app.post<OneVisit>(`/visit/:id/${path}`, { config }, async (request, reply) => {
      const source = await openVisit(db, request, request.params.id)
      const text = textOf(fieldsOf(request.body), field)
      const version = Number(textOf(fieldsOf(request.body), 'version'))
      const change = VisitChange.safeParse({ [field]: text })
      if (!change.success) {
        reply.code(422)
        return render(request, reply, source, { text, version, error: change.error.issues[0]?.message ?? null })
      }
      try {
        const { merged } = await mergeVisit(db, source.user, source.visit.id, version, () => change.data)
        request.session.flash = merged ? MERGED : { kind: 'success', text: `${heading} er gemt.` }
        return reply.redirect(`/visit/${source.visit.id}/${path}`, 303)
      } catch (refusal) {
        if (!(refusal instanceof Refusal)) throw refusal
        reply.code(refusal.status)
        if (refusal.status !== 412) return render(request, reply, source, { text, version, error: refusal.message })
        const visit = refusal.current as Visit
        return render(request, reply, { ...source, visit }, { text, colleague: visit[field] })
      }
    })
  }

  async function renderFacts(
    request: FastifyRequest,
    reply: FastifyReply,
    source: FrameSource,
    { typed = null as Sent | null, messages = {} as Record<string, string>, overtaken = false } = {},
  ) {
    const possible = await listPossibleConsultants(db)
    const facts = factsView(source.visit, possible, source.names, { typed, messages, overtaken })
    return renderVisit(request, reply, 'visit/facts.hbs', {
      source,
      current: 'facts',
      title: 'Fakta',
      panel: await readPanel(source, 'facts'),
      facts,
      confirmation: confirmationView(confirmationOf(await findFactsOf(db, source.visit.id))),
      errors: errorLines(messages),
      action: `/visit/${source.visit.id}/facts`,
    })
  }

  app.get<OneVisit>('/visit/:id/facts', { config }, async (request, reply) =>
    renderFacts(request, reply, await openVisit(db, request, request.params.id)),
  )

  app.post<OneVisit>('/visit/:id/facts', { config }, async (request, reply) => {
    const source = await openVisit(db, request, request.params.id)
    const typed = fieldsOf(request.body)
    const refuse = (status: number, messages: Record<string, string>, visit = source.visit) => {
      reply.code(status)
      return renderFacts(request, reply, { ...source, visit }, { typed, messages, overtaken: status === 412 })
    }
    const change = VisitChange.safeParse(factsFields(typed))
    if (!change.success) return refuse(422, messagesByField(asFieldErrors(change.error.issues)))
    try {
      const version = Number(textOf(typed, 'version'))
      await mergeVisit(db, source.user, source.visit.id, version, now => {
        const base = version === now.version ? shownFacts(now) : readBase(textOf(typed, 'base'))
        const merged = mergedFacts(base, change.data, now)
        if (!merged) throw stale(now)
        return merged
      })
      request.session.flash = { kind: 'success', text: 'Fakta om besøget er gemt.' }
      return reply.redirect(`/visit/${source.visit.id}/facts`, 303)
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal
      if (refusal.errors.length > 0) return refuse(refusal.status, messagesByField(refusal.errors))
      if (refusal.status !== 412) return refuse(refusal.status, { '': refusal.message })
      const text =
        'En kollega har rettet i besøget imens. Hvor I har skrevet forskelligt, står kollegaens ved feltet. Ret, og gem igen.'
      return refuse(412, { '': text }, refusal.current as Visit)
    }
  })
}

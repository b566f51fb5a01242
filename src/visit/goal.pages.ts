// /visit/{id}/point/{pointId}/goals: which goals of the strategies a point concerns. The keywords suggest, a person decides.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../db/tables.ts'
import { notFound, Refusal } from '../http/errors.ts'
import { fieldsOf, listOf, textOf } from '../http/form.ts'
import { markdownToHtml } from '../lib/markdown.ts'
import { goalChoices, goalNames, suggestionsView } from '../strategy/goals.view.ts'
import { listStrategies } from '../strategy/strategy.queries.ts'
import { mergedGoals } from './goal.rules.ts'
import { openVisit, renderVisit } from './open-visit.ts'
import { mergePoint } from './point.actions.ts'
import { may } from './visit.rules.ts'
import { type Point, PointChange } from './visit.schema.ts'

type OnePoint = { Params: { id: string; pointId: string } }

const config = { policy: 'consultantOrAdministrator' } as const

export function goalPages(app: FastifyInstance, { db }: { db: Db }) {
  async function open(request: FastifyRequest<OnePoint>) {
    const source = await openVisit(db, request, request.params.id)
    const point = source.visit.points.find(({ id }) => id === request.params.pointId)
    if (!point) throw notFound('Punktet')
    return { source, point }
  }
  type Open = Awaited<ReturnType<typeof open>>

  async function render(
    request: FastifyRequest,
    reply: FastifyReply,
    { source, point }: Open,
    chosen: readonly string[],
    error: string | null = null,
  ) {
    const strategies = await listStrategies(db)
    const back = `/visit/${source.visit.id}/theme/${point.theme}#point-${point.id}`
    return renderVisit(request, reply, 'visit/goals.hbs', {
      source,
      current: `theme/${point.theme}`,
      title: 'Mål i strategien',
      error,
      point: { heading: point.heading, html: markdownToHtml(point.body), version: point.version },
      action: `/visit/${source.visit.id}/point/${point.id}/goals`,
      back,
      base: point.goalKeys.join(' '),
      names: goalNames(strategies, point.goalKeys),
      suggestions: suggestionsView(`${point.heading ?? ''}\n${point.body}`, strategies, chosen),
      choices: goalChoices(strategies, chosen),
      mayChoose: may(source.user, 'write', source.visit),
    })
  }

  app.get<OnePoint>('/visit/:id/point/:pointId/goals', { config }, async (request, reply) => {
    const opened = await open(request)
    return render(request, reply, opened, opened.point.goalKeys)
  })

  app.post<OnePoint>('/visit/:id/point/:pointId/goals', { config }, async (request, reply) => {
    const opened = await open(request)
    const { source, point } = opened
    const sent = fieldsOf(request.body)
    const added = textOf(sent, 'add')
    const chosen = [...new Set([...listOf(sent, 'goalKeys'), ...(added ? [added] : [])])]
    const base = textOf(sent, 'base').split(' ').filter(Boolean)
    const goals = PointChange.safeParse({ goalKeys: chosen })
    if (!goals.success) return render(request, reply.code(422), opened, chosen, goals.error.issues[0]?.message)
    try {
      const place = { visitId: source.visit.id, id: point.id }
      await mergePoint(db, source.user, place, Number(textOf(sent, 'version')), (now: Point) => ({
        goalKeys: mergedGoals(base, chosen, now.goalKeys),
      }))
    } catch (refusal) {
      if (!(refusal instanceof Refusal) || refusal.status === 404) throw refusal
      return render(request, reply.code(refusal.status), opened, chosen, refusal.errors[0]?.message ?? refusal.message)
    }
    if (!added) return reply.redirect(`/visit/${source.visit.id}/theme/${point.theme}#point-${point.id}`, 303)
    request.session.flash = { kind: 'success', text: 'Målet er knyttet til punktet.' }
    return reply.redirect(`/visit/${source.visit.id}/point/${point.id}/goals`, 303)
  })
}

// /visit/{id}/room: the screen on the wall of the meeting, and what is written down while the room looks on.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../db/tables.ts'
import { notFound, Refusal } from '../http/errors.ts'
import { fieldsOf, listOf, textOf } from '../http/form.ts'
import { renderScreen } from '../http/page.ts'
import { asFieldErrors } from './form.ts'
import { openVisit } from './open-visit.ts'
import { createPoint } from './point.actions.ts'
import { roomPage } from './room.view.ts'
import { worksOn } from './visit.rules.ts'
import { NewPoint } from './visit.schema.ts'

type Room = { Params: { id: string }; Querystring: { card?: string } }

const config = { policy: 'consultantOrAdministrator' } as const

export function roomPages(app: FastifyInstance, { db }: { db: Db }) {
  async function openRoom(request: FastifyRequest<Room>) {
    const source = await openVisit(db, request, request.params.id)
    if (!worksOn(source.user, source.visit)) throw notFound('Siden')
    return source
  }

  const render = (
    request: FastifyRequest,
    reply: FastifyReply,
    source: Awaited<ReturnType<typeof openRoom>>,
    card: string | undefined,
    tried?: { kind: string; body: string; error: string },
  ) => renderScreen(request, reply, 'visit/room.hbs', roomPage(source, card, tried))

  app.get<Room>('/visit/:id/room', { config }, async (request, reply) =>
    render(request, reply, await openRoom(request), request.query.card),
  )

  app.post<Room>('/visit/:id/room', { config }, async (request, reply) => {
    const source = await openRoom(request)
    const { user, visit } = source
    const sent = fieldsOf(request.body)
    const [kind, body] = [textOf(sent, 'kind'), textOf(sent, 'body')]
    const card = visit.points.find(point => point.id === textOf(sent, 'card'))
    const refuse = (status: number, error: string) => {
      reply.code(status)
      return render(request, reply, source, card?.id, { kind, body, error })
    }
    const said = { body, saidOnTheDay: true }
    const input = NewPoint.safeParse(
      kind === 'focusPoint'
        ? { ...said, theme: textOf(sent, 'theme'), box: 'purple', source: 'discussion' }
        : {
            ...said,
            theme: card?.theme,
            box: 'yellow',
            answers: [...(card ? [card.id] : []), ...listOf(sent, 'answers')],
          },
    )
    if (!input.success) return refuse(422, asFieldErrors(input.error.issues)[0]?.message ?? '')
    try {
      const { point } = await createPoint(db, user, visit.id, input.data)
      const shown = kind === 'focusPoint' ? point.id : card?.id
      return reply.redirect(`/visit/${visit.id}/room?card=${shown}`, 303)
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal
      return refuse(refusal.status, refusal.errors[0]?.message ?? refusal.message)
    }
  })
}

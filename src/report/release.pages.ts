// /report/{id}/release: who can read a report and from when, and the link that the leader gives the staff.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Db } from '../db/tables.ts'
import { baseUrlOf } from '../http/base-url.ts'
import { notFound, unauthorized } from '../http/errors.ts'
import { fieldsOf, refusalOf, textOf } from '../http/form.ts'
import { renderPage } from '../http/page.ts'
import { danishDay } from '../lib/danish-date.ts'
import { day, id } from '../lib/fields.ts'
import { findTilbudName } from '../tilbud/tilbud.queries.ts'
import { asFieldErrors, messagesByField } from '../visit/form.ts'
import type { FrameSource } from '../visit/frame.view.ts'
import { findDay } from '../visit/visit.queries.ts'
import { changePlan, closeLink, renewLink } from './release.actions.ts'
import type { SharingDeps } from './release.api.ts'
import { findRelease } from './release.queries.ts'
import { readRelease } from './release.reading.ts'
import { planInWords } from './release.rules.ts'
import { releasePage } from './release.view.ts'

type OneVisit = { Params: { id: string } }

const loggedIn = { policy: 'loggedIn' } as const

/** The days as forms send them: an empty one for the staff is none. */
export const TypedDays = z.object({
  leader: day,
  staff: z.preprocess(typed => (typed === '' ? null : typed), day.nullable()),
})

/** The plan of a visit's report in one line, for its overview; null while nothing is published. */
export const readReleaseLine =
  ({ db, now }: { db: Db; now: () => Date }) =>
  async ({ visit }: FrameSource) => {
    const release = await findRelease(db, visit.id, danishDay(now()))
    return release ? { text: planInWords(release.plan, false), href: `/report/${visit.id}/release` } : null
  }

export function releasePages(app: FastifyInstance, deps: SharingDeps) {
  const { db } = deps

  const userOf = ({ user }: FastifyRequest) => {
    if (!user) throw unauthorized()
    return user
  }
  const visitOf = ({ params }: FastifyRequest<OneVisit>) => {
    const visitId = id.safeParse(params.id).data
    if (!visitId) throw notFound('Rapporten')
    return visitId
  }

  async function render(
    request: FastifyRequest<OneVisit>,
    reply: FastifyReply,
    tried: Pick<Parameters<typeof releasePage>[0], 'typed' | 'messages' | 'error'>,
  ) {
    const [user, visitId] = [userOf(request), visitOf(request)]
    const release = await readRelease(deps, user, visitId)
    const { visitedOn } = await findDay(db, visitId)
    const page = releasePage({
      ...{ visitId, visitedOn, release, isLeader: user.role === 'leader' },
      tilbud: await findTilbudName(db, release.tilbudId),
      link: release.link && baseUrlOf(deps, request) + release.link,
      ...tried,
    })
    return renderPage(request, reply, 'report/release.hbs', page)
  }

  const untouched = { typed: null, messages: {}, error: null }

  app.get<OneVisit>('/report/:id/release', { config: loggedIn }, (request, reply) => render(request, reply, untouched))

  app.post<OneVisit>(
    '/report/:id/release',
    { config: { policy: 'consultantOrAdministrator' } },
    async (request, reply) => {
      const [user, visitId] = [userOf(request), visitOf(request)]
      const sent = fieldsOf(request.body)
      const typed = { leader: textOf(sent, 'leader'), staff: textOf(sent, 'staff') }
      const days = TypedDays.safeParse(typed)
      if (!days.success) {
        const messages = messagesByField(asFieldErrors(days.error.issues))
        return render(request, reply.code(422), { typed, messages, error: null })
      }
      const version = Number(textOf(sent, 'version'))
      const refusal = await refusalOf(() => changePlan(deps, user, visitId, version, days.data), '')
      if (refusal) {
        const messages = messagesByField(refusal.errors)
        const error = refusal.errors.length > 0 ? null : refusal.message
        return render(request, reply.code(refusal.status), { typed, messages, error })
      }
      request.session.flash = { kind: 'success', text: 'Dagene er gemt.' }
      return reply.redirect(`/report/${visitId}/release`, 303)
    },
  )

  app.post<OneVisit>('/report/:id/release/link', { config: loggedIn }, async (request, reply) => {
    const visitId = visitOf(request)
    await renewLink(deps, userOf(request), visitId)
    request.session.flash = { kind: 'success', text: 'Der er lavet et nyt link. Et link fra før virker ikke længere.' }
    return reply.redirect(`/report/${visitId}/release`, 303)
  })

  app.post<OneVisit>('/report/:id/release/link/delete', { config: loggedIn }, async (request, reply) => {
    const visitId = visitOf(request)
    await closeLink(deps, userOf(request), visitId)
    request.session.flash = { kind: 'success', text: 'Linket er lukket. Ingen kan læse rapporten med det.' }
    return reply.redirect(`/report/${visitId}/release`, 303)
  })
}

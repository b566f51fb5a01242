// /year/feed: a consultant's private calendar: its page, and the file that calendars fetch without a login.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { baseUrlOf } from '../http/base-url.ts'
import { notFound, unauthorized } from '../http/errors.ts'
import { renderPage } from '../http/page.ts'
import { danishDateTime, danishDay } from '../lib/danish-date.ts'
import { addMonths } from '../lib/months.ts'
import { sumOfCode } from '../lib/one-time.ts'
import { calendarFile } from './calendar-file.ts'
import { renewFeed, revokeFeed } from './year.actions.ts'
import type { YearDeps } from './year.api.ts'
import { findFeed, findFeedOwner, listFormerAppointments, listOwnAppointments, markRead } from './year.queries.ts'
import { FEED_MONTHS, hasFeed } from './year.rules.ts'

const config = { policy: 'consultantOrAdministrator' } as const
// Whoever has the code needs no login: calendars have none.
const fetching = { policy: 'public', rateLimit: { max: 60, timeWindow: '1 minute' } } as const

export function feedPages(app: FastifyInstance, deps: YearDeps) {
  const { db, now } = deps

  async function render(request: FastifyRequest, reply: FastifyReply, url: string | null) {
    const { user } = request
    if (!user) throw unauthorized()
    if (!hasFeed(user.role)) throw notFound('Siden')
    const feed = await findFeed(db, user.id)
    const title = 'Min kalender'
    return renderPage(request, reply.header('cache-control', 'no-store'), 'year/feed.hbs', {
      title,
      crumbs: [{ href: '/year', text: 'Årsplan' }, { text: title }],
      url,
      feed: feed && {
        createdAt: danishDateTime(feed.createdAt),
        readAt: feed.readAt ? danishDateTime(feed.readAt) : 'Ikke hentet endnu',
      },
    })
  }

  app.get('/year/feed', { config }, (request, reply) => render(request, reply, null))

  // The address is shown in the answer and kept nowhere: a redirect would have to store it.
  app.post('/year/feed', { config }, async (request, reply) => {
    if (!request.user) throw unauthorized()
    const code = await renewFeed(db, request.user, now())
    return render(request, reply, `${baseUrlOf(deps, request)}/year/feed/${code}.ics`)
  })

  app.post('/year/feed/delete', { config }, async (request, reply) => {
    if (!request.user) throw unauthorized()
    await revokeFeed(db, request.user)
    request.session.flash = { kind: 'success', text: 'Kalenderen er slået fra. Adressen virker ikke længere.' }
    return reply.redirect('/year/feed', 303)
  })

  app.get<{ Params: { code: string } }>('/year/feed/:code.ics', { config: fetching }, async (request, reply) => {
    const owner = await findFeedOwner(db, sumOfCode(request.params.code))
    if (!owner || !hasFeed(owner.role)) throw notFound('Kalenderen')
    await markRead(db, owner.id, now())
    const from = addMonths(danishDay(now()), -FEED_MONTHS)
    const visits = await listOwnAppointments(db, owner.id, from)
    const former = await listFormerAppointments(db, owner.id, from)
    return reply
      .type('text/calendar; charset=utf-8')
      .header('cache-control', 'private, no-store')
      .send(calendarFile({ visits, former }, { name: 'Mine kvalitetsbesøg', baseUrl: baseUrlOf(deps, request) }))
  })
}

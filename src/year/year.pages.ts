// /year: the year as a list and as a calendar, and what was called off. Planning and calendars have files of their own.
import type { FastifyInstance } from 'fastify'
import { notFound, unauthorized } from '../http/errors.ts'
import { renderPage } from '../http/page.ts'
import { danishDay } from '../lib/danish-date.ts'
import { id } from '../lib/fields.ts'
import { addMonths } from '../lib/months.ts'
import { listCentres } from '../tilbud/tilbud.queries.ts'
import { consultantNames } from '../visit/open-visit.ts'
import { reinstateVisit } from '../visit/visit.actions.ts'
import { feedPages } from './feed.pages.ts'
import { planPages } from './plan.pages.ts'
import type { YearDeps } from './year.api.ts'
import { listCancelled } from './year.queries.ts'
import { readCalendar, readYear } from './year.reading.ts'
import { yearNumber } from './year.schema.ts'
import { calendarPage, listPage } from './year.view.ts'

type Chosen = { Querystring: { centreId?: string; year?: string } }
type OneVisit = { Params: { id: string } }

const config = { policy: 'consultantOrAdministrator' } as const
const CANCELLED_SHOWN = 6

export function yearPages(app: FastifyInstance, deps: YearDeps) {
  const { db, now } = deps

  app.get<Chosen>('/year', { config }, async (request, reply) => {
    const { user } = request
    if (!user) throw unauthorized()
    const today = danishDay(now())
    const centreId = id.safeParse(request.query.centreId).data
    const year = await readYear(db, today, centreId)
    const names = await consultantNames(
      db,
      year.rows.flatMap(({ next }) => next ?? []),
    )
    const centres = await listCentres(db)
    const cancelled = user.role === 'administrator' ? await listCancelled(db, addMonths(today, -CANCELLED_SHOWN)) : []
    return renderPage(
      request,
      reply,
      'year/list.hbs',
      listPage(year, { user, names, today, centres, centreId, cancelled }),
    )
  })

  app.get<Chosen>('/year/calendar', { config }, async (request, reply) => {
    const { user } = request
    if (!user) throw unauthorized()
    const today = danishDay(now())
    const centreId = id.safeParse(request.query.centreId).data
    const year = yearNumber.safeParse(request.query.year).data ?? Number(today.slice(0, 4))
    const months = await readCalendar(db, year, today, centreId)
    const centres = await listCentres(db)
    return renderPage(
      request,
      reply,
      'year/calendar.hbs',
      calendarPage(months, { user, centres, centreId, year, today }),
    )
  })

  app.post<OneVisit>('/year/cancelled/:id', { config: { policy: 'administrator' } }, async (request, reply) => {
    const { user } = request
    if (!user) throw unauthorized()
    const visitId = id.safeParse(request.params.id).data
    if (!visitId) throw notFound('Det aflyste besøg')
    await reinstateVisit(db, user, visitId, now())
    request.session.flash = { kind: 'success', text: 'Besøget er planlagt igen.' }
    return reply.redirect(`/visit/${visitId}`, 303)
  })

  planPages(app, deps)
  feedPages(app, deps)
}

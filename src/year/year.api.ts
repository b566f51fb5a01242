// /api/v1/year: the year plan, planning many visits at once, and calendars.
import { z } from 'zod'
import type { Db } from '../db/tables.ts'
import { type Api, pageOf, pageQuery, readCursor, refusals, toPage, writeRefusals } from '../http/api.ts'
import { baseUrlOf } from '../http/base-url.ts'
import { notFound, unauthorized } from '../http/errors.ts'
import { danishDay } from '../lib/danish-date.ts'
import { id } from '../lib/fields.ts'
import { writeLog } from '../log/log.queries.ts'
import { calendarFile } from './calendar-file.ts'
import { planYear, renewFeed, revokeFeed } from './year.actions.ts'
import { findAppointment, findFeed } from './year.queries.ts'
import { readCalendar, readYear } from './year.reading.ts'
import { YEAR_STATES } from './year.rules.ts'
import { CalendarMonth, Feed, NewFeed, PlannedVisits, YearPlan, YearRow, yearNumber } from './year.schema.ts'

export type YearDeps = { db: Db; now: () => Date; publicUrl: string | null }

const tags = ['year']
const config = { policy: 'consultantOrAdministrator' } as const

export function yearApi(app: Api, deps: YearDeps) {
  const { db, now } = deps

  app.get(
    '/year',
    {
      config,
      schema: {
        operationId: 'getYear',
        summary: 'Every active tilbud with its last and its next visit, the most urgent first',
        tags,
        querystring: z.object({ ...pageQuery, centreId: id.optional(), state: z.enum(YEAR_STATES).optional() }),
        response: { 200: pageOf(YearRow).extend({ monthsBetweenVisits: z.int() }), ...refusals },
      },
    },
    async ({ query: { limit, cursor, centreId, state } }) => {
      const { monthsBetweenVisits, rows } = await readYear(db, danishDay(now()), centreId)
      const wanted = rows.filter(row => !state || row.state === state)
      const after = readCursor(cursor, id)
      const from = after === null ? 0 : wanted.findIndex(({ tilbudId }) => tilbudId === after) + 1
      return { ...toPage(wanted.slice(from, from + limit + 1), limit, row => row.tilbudId), monthsBetweenVisits }
    },
  )

  app.get(
    '/year/calendar',
    {
      config,
      schema: {
        operationId: 'getYearCalendar',
        summary: 'The months of a year, each with its visits and with what falls due and is not planned',
        tags,
        querystring: z.object({ year: yearNumber.optional(), centreId: id.optional() }),
        response: { 200: z.object({ year: z.int(), months: z.array(CalendarMonth) }), ...refusals },
      },
    },
    async ({ query }) => {
      const today = danishDay(now())
      const year = query.year ?? Number(today.slice(0, 4))
      const months = await readCalendar(db, year, today, query.centreId)
      return {
        year,
        months: months.map(month => ({
          ...month,
          visits: month.visits.map(({ consultants, ...visit }) => ({
            ...visit,
            consultantIds: consultants.map(person => person.id),
          })),
        })),
      }
    },
  )

  app.post(
    '/year/visits',
    {
      config: { policy: 'administrator' },
      schema: {
        operationId: 'planYear',
        summary: 'Plan many visits: all of them, or none, and then every row says what is wrong with it',
        description: 'Each visit is as for POST /visits, from today on and with two consultants at least.',
        tags,
        body: YearPlan,
        response: { 201: PlannedVisits, ...writeRefusals },
      },
    },
    async ({ user, body }, reply) => {
      if (!user) throw unauthorized()
      return reply.code(201).send({ items: await planYear(db, user, body.visits, now()) })
    },
  )

  app.get(
    '/year/feed',
    {
      config,
      schema: {
        operationId: 'getFeed',
        summary: 'Whether I have a private calendar, since when, and when it was last fetched',
        tags,
        response: { 200: Feed, ...refusals },
      },
    },
    async ({ user }) => {
      if (!user) throw unauthorized()
      const feed = await findFeed(db, user.id)
      return { createdAt: feed?.createdAt.toISOString() ?? null, readAt: feed?.readAt?.toISOString() ?? null }
    },
  )

  // No POST: what it answers must not be kept for a retry.
  app.put(
    '/year/feed',
    {
      config,
      schema: {
        operationId: 'renewFeed',
        summary: 'A private calendar at a new address, told this once; the address before is worth nothing any more',
        tags,
        response: { 201: NewFeed, ...writeRefusals },
      },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      const code = await renewFeed(db, request.user, now())
      return reply.code(201).send({ url: `${baseUrlOf(deps, request)}/year/feed/${code}.ics` })
    },
  )

  app.delete(
    '/year/feed',
    {
      config,
      schema: {
        operationId: 'revokeFeed',
        summary: 'Take my private calendar away',
        tags,
        response: { 204: z.null().describe('Gone.'), ...writeRefusals },
      },
    },
    async ({ user }, reply) => {
      if (!user) throw unauthorized()
      await revokeFeed(db, user)
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/visits/:id/visit.ics',
    {
      config,
      schema: {
        operationId: 'getVisitCalendar',
        summary: 'The visit as a calendar file; also one that was called off, so that calendars hear of it',
        tags: ['visits'],
        params: z.object({ id }),
        response: {
          200: { description: 'A calendar (RFC 5545).', content: { 'text/calendar': { schema: z.any() } } },
          ...refusals,
        },
      },
    },
    async (request, reply) => {
      const { user, params } = request
      if (!user) throw unauthorized()
      const visit = await findAppointment(db, user, params.id)
      if (!visit) throw notFound('Besøget')
      const about = { subject: 'calendar', visitId: visit.visitId, tilbudId: visit.tilbudId } as const
      await writeLog(db, { userId: user.id, action: 'download', subjectId: visit.visitId, ...about })
      return reply
        .type('text/calendar; charset=utf-8')
        .header('content-disposition', 'attachment; filename="kvalitetsbesoeg.ics"')
        .send(calendarFile({ visits: [visit] }, { name: 'Kvalitetsbesøg', baseUrl: baseUrlOf(deps, request) }))
    },
  )
}

// /year/plan: many visits in one form and one save. Everything is planned, or nothing is and each row says why.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { v7 as uuidv7 } from 'uuid'
import { unauthorized } from '../http/errors.ts'
import { fieldsOf, listOf, submit, textOf } from '../http/form.ts'
import { renderPage } from '../http/page.ts'
import { danishDay } from '../lib/danish-date.ts'
import { id } from '../lib/fields.ts'
import { listPossibleConsultants } from '../visit/visit.queries.ts'
import { type PlanRow, planPage, sentRows } from './plan.view.ts'
import { planYear } from './year.actions.ts'
import type { YearDeps } from './year.api.ts'
import { readYear } from './year.reading.ts'
import { YearPlan } from './year.schema.ts'

const config = { policy: 'administrator' } as const

// What zod says of a day that was not typed is for programs.
const toVisit = ({ id, tilbudId, visitedOn, consultantIds }: PlanRow) => ({
  ...(id !== '' && { id }),
  tilbudId,
  visitedOn,
  consultantIds,
})

export function planPages(app: FastifyInstance, { db, now }: YearDeps) {
  async function render(
    request: FastifyRequest,
    reply: FastifyReply,
    rows: readonly PlanRow[],
    more: Partial<Pick<Parameters<typeof planPage>[1], 'same' | 'errors' | 'general'>> = {},
  ) {
    const { rows: year } = await readYear(db, danishDay(now()))
    const known = new Map(year.map(row => [row.tilbudId, row]))
    const consultants = await listPossibleConsultants(db)
    const page = planPage(rows, { known, consultants, same: [], errors: [], general: null, ...more })
    return renderPage(request, reply, 'year/plan.hbs', page)
  }

  app.get('/year/plan', { config }, async (request, reply) => {
    const chosen = new Set(listOf(fieldsOf(request.query), 'tilbudId').filter(one => id.safeParse(one).success))
    if (chosen.size === 0) {
      request.session.flash = { kind: 'info', text: 'Sæt kryds ved de tilbud, der skal have et besøg.' }
      return reply.redirect('/year', 303)
    }
    return render(
      request,
      reply,
      [...chosen].map(tilbudId => ({ id: uuidv7(), tilbudId, visitedOn: '', consultantIds: [] })),
    )
  })

  app.post('/year/plan', { config }, async (request, reply) => {
    const { user } = request
    if (!user) throw unauthorized()
    const sent = fieldsOf(request.body)
    const rows = sentRows(sent)
    if (textOf(sent, 'step') === 'same') {
      const same = listOf(sent, 'same')
      return render(
        request,
        reply,
        rows.map(row => ({ ...row, consultantIds: same })),
        { same },
      )
    }
    const refusal = await submit(
      YearPlan,
      { visits: rows.map(toVisit) },
      ({ visits }) => planYear(db, user, visits, now()),
      'Et af besøgene er allerede planlagt. Se i årsplanen.',
    )
    if (!refusal) {
      const text = rows.length === 1 ? 'Besøget er planlagt.' : `${rows.length} besøg er planlagt.`
      request.session.flash = { kind: 'success', text: `${text} Tilbuddenes ledere får en mail.` }
      return reply.redirect('/year', 303)
    }
    const isDay = (path: string) => path.endsWith('/visitedOn')
    const errors = refusal.errors.map(error =>
      isDay(error.path) && rows[Number(error.path.split('/')[2])]?.visitedOn === ''
        ? { ...error, message: 'Vælg en dato.' }
        : error,
    )
    const general = errors.length > 0 ? null : refusal.message
    return render(request, reply.code(refusal.status), rows, { same: listOf(sent, 'same'), errors, general })
  })
}

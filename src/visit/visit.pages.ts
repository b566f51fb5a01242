// /visit: the list of visits, a new one, and the overview of one.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Db, STATUSES } from '../db/tables.ts'
import { Refusal, unauthorized } from '../http/errors.ts'
import { fieldsOf, listOf, textOf } from '../http/form.ts'
import { renderPage } from '../http/page.ts'
import type { RequestUser } from '../http/request-user.ts'
import { byName } from '../lib/danish-order.ts'
import { id } from '../lib/fields.ts'
import { listCentres, listTilbud } from '../tilbud/tilbud.queries.ts'
import { asFieldErrors, errorLines, messagesByField } from './form.ts'
import type { FrameSource } from './frame.view.ts'
import { visitGroups, visitPage, visitPager } from './list.view.ts'
import { readPlace, VISITS_ON_A_PAGE } from './list-page.ts'
import { consultantNames, openVisit, renderVisit } from './open-visit.ts'
import { selectProgress } from './point.queries.ts'
import { createVisit } from './visit.actions.ts'
import { listPossibleConsultants, listVisits } from './visit.queries.ts'
import { NewVisit } from './visit.schema.ts'
import { STATUS_WORDS } from './visit.words.ts'

const config = { policy: 'consultantOrAdministrator' } as const

// More than anyone is on in a working life: the groups need all of them.
const OWN_VISITS = 2000

type List = { Querystring: { status?: string; centreId?: string; after?: string } }

/** When the leader and the staff get what was published, in one line with the way to change it; another room knows. */
export type ReadReleaseLine = (source: FrameSource) => Promise<{ text: string; href: string } | null>

type Deps = { db: Db; now: () => Date; readReleaseLine: ReadReleaseLine }

export function visitPages(app: FastifyInstance, { db, now, readReleaseLine }: Deps) {
  app.get<List>('/visit', { config }, async (request, reply) => {
    const { user } = request
    if (!user) throw unauthorized()
    const isAdministrator = user.role === 'administrator'
    const status = STATUSES.find(candidate => candidate === request.query.status)
    const centreId = id.safeParse(request.query.centreId).data
    const after = readPlace(request.query.after)
    const read = isAdministrator
      ? await listVisits(
          db,
          user,
          { ...(status && { status }), ...(centreId && { centreId }) },
          { after, limit: VISITS_ON_A_PAGE + 1 },
        )
      : await listVisits(db, user, { consultantId: user.id }, { after: null, limit: OWN_VISITS })
    const rows = isAdministrator ? read.slice(0, VISITS_ON_A_PAGE) : read
    const isLast = read.length === rows.length
    const names = await consultantNames(db, rows)
    const progress = new Map((await selectProgress(db, rows.map(row => row.id))).map(row => [row.visitId, row])) // biome-ignore format: one line
    const any = { value: '', text: 'Alle', isSelected: false }
    return renderPage(request, reply, 'visit/list.hbs', {
      title: isAdministrator ? 'Besøg' : 'Mine besøg',
      isAdministrator,
      people: isAdministrator ? 'Konsulenter' : 'Sammen med',
      nothing: {
        heading: 'Ingen besøg her',
        text: isAdministrator
          ? 'Vælg en anden status eller et andet center, eller planlæg et nyt besøg.'
          : 'Når du er sat på et besøg, står det her. Begynd med at vælge tilbud og dato.',
        action: { href: '/visit/new', text: 'Planlæg besøg' },
      },
      groups: (isAdministrator ? visitPage : visitGroups)(user, rows, names, progress),
      pager: isAdministrator ? visitPager(rows, { status, centreId }, { isFirst: after === null, isLast }) : null,
      statuses: [any, ...STATUSES.map(value => ({ value, text: STATUS_WORDS[value], isSelected: value === status }))],
      centres: [
        any,
        ...(await listCentres(db))
          .sort(byName)
          .map(({ id, name }) => ({ value: id, text: name, isSelected: id === centreId })),
      ],
    })
  })

  async function renderNew(
    request: FastifyRequest,
    reply: FastifyReply,
    user: RequestUser,
    values: { tilbudId: string; visitedOn: string; consultantIds: string[] },
    messages: Record<string, string> = {},
  ) {
    const tilbud = (await listTilbud(db, user, { active: true })).sort(byName)
    const consultants = (await listPossibleConsultants(db)).sort(byName)
    return renderPage(request, reply, 'visit/new.hbs', {
      title: 'Planlæg besøg',
      errors: errorLines(messages),
      messages: { tilbudId: null, visitedOn: null, consultantIds: null, ...messages },
      visitedOn: values.visitedOn,
      tilbud: [
        { value: '', text: 'Vælg tilbud', isSelected: values.tilbudId === '' },
        ...tilbud.map(({ id, name }) => ({ value: id, text: name, isSelected: id === values.tilbudId })),
      ],
      consultants: consultants.map(({ id, name }) => ({
        value: id,
        label: name,
        checked: values.consultantIds.includes(id),
      })),
    })
  }

  app.get<{ Querystring: { tilbudId?: string } }>('/visit/new', { config }, (request, reply) => {
    const { user } = request
    if (!user) throw unauthorized()
    const consultantIds = user.role === 'consultant' ? [user.id] : []
    return renderNew(request, reply, user, { tilbudId: request.query.tilbudId ?? '', visitedOn: '', consultantIds })
  })

  app.post('/visit/new', { config }, async (request, reply) => {
    const { user } = request
    if (!user) throw unauthorized()
    const body = fieldsOf(request.body)
    const values = {
      tilbudId: textOf(body, 'tilbudId'),
      visitedOn: textOf(body, 'visitedOn'),
      consultantIds: listOf(body, 'consultantIds'),
    }
    const refuse = (messages: Record<string, string>) => {
      reply.code(422)
      return renderNew(request, reply, user, values, messages)
    }
    const input = NewVisit.safeParse(values)
    if (!input.success) {
      const messages = messagesByField(asFieldErrors(input.error.issues))
      if (messages.tilbudId) messages.tilbudId = 'Vælg et tilbud.'
      if (messages.visitedOn) messages.visitedOn = 'Vælg datoen for besøget.'
      return refuse(messages)
    }
    try {
      const { visit } = await createVisit(db, user, input.data, now())
      request.session.flash = { kind: 'success', text: 'Besøget er planlagt. I kan begynde at skrive, når I vil.' }
      return reply.redirect(`/visit/${visit.id}`, 303)
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal
      return refuse(refusal.errors.length > 0 ? messagesByField(refusal.errors) : { '': refusal.message })
    }
  })

  app.get<{ Params: { id: string } }>('/visit/:id', { config }, async (request, reply) => {
    const source = await openVisit(db, request, request.params.id)
    const release = await readReleaseLine(source)
    return renderVisit(request, reply, 'visit/overview.hbs', {
      source,
      current: 'overview',
      title: 'Overblik',
      release,
    })
  })
}

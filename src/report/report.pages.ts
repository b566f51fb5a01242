// /report: the reports that a person may read, one of them on screen, and the form that publishes.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { conflict, notFound, Refusal, unauthorized } from '../http/errors.ts'
import { fieldsOf, textOf } from '../http/form.ts'
import { renderPage } from '../http/page.ts'
import { danishDay } from '../lib/danish-date.ts'
import { id, line } from '../lib/fields.ts'
import { PrinterBusy, PrinterUnavailable, PrintFailed } from '../pdf/errors.ts'
import { listThreadsOfPoints } from '../thread/mark.queries.ts'
import { asFieldErrors, messagesByField } from '../visit/form.ts'
import type { FrameSource } from '../visit/frame.view.ts'
import { readPlace, VISITS_ON_A_PAGE } from '../visit/list-page.ts'
import { openVisit, renderVisit } from '../visit/open-visit.ts'
import { may, WHY_NOT } from '../visit/visit.rules.ts'
import { pageOfReports, reportList } from './list.view.ts'
import { missingParts } from './publish.view.ts'
import { TypedDays } from './release.pages.ts'
import { findRelease } from './release.queries.ts'
import { planOf } from './release.rules.ts'
import { daysForm, givenInWords } from './release.view.ts'
import { type PublishDeps, publish } from './report.actions.ts'
import { sendDocument } from './report.api.ts'
import { findPublication, listReports, listVersionsOf } from './report.queries.ts'
import { type Document, logReading, makePoster, readEdition } from './report.reading.ts'
import { mayReadRelease } from './report.rules.ts'
import { withThreads } from './report.since.ts'

type Page = { Querystring: { after?: string; before?: string } }
type Typed = { leader: string; staff: string | null; reason: string }
type OneVisit = { Params: { id: string }; Querystring: { version?: string; document?: string } }

const DOCUMENTS = ['report', 'conclusion', 'poster'] as const satisfies readonly Document[]
const DOCUMENT_WORDS: Record<Document, string> = {
  report: 'rapporten',
  conclusion: 'konklusionen',
  poster: 'plakaten',
}

// Who leaves the leader's day empty has nothing against today.
const FirstDays = z.object({
  leader: z.preprocess(typed => (typed === '' ? undefined : typed), TypedDays.shape.leader.optional()),
  staff: TypedDays.shape.staff.optional(),
})

const loggedIn = { policy: 'loggedIn' } as const
const writers = { policy: 'consultantOrAdministrator' } as const

const sayable = (error: unknown) =>
  error instanceof Refusal ||
  error instanceof PrinterBusy ||
  error instanceof PrinterUnavailable ||
  error instanceof PrintFailed

export function reportPages(app: FastifyInstance, deps: PublishDeps) {
  const { db, press, now } = deps

  app.get<Page>('/report', { config: loggedIn }, async (request, reply) => {
    const { user, query } = request
    if (!user) throw unauthorized()
    const before = readPlace(query.before)
    const wanted = { before, after: before ? null : readPlace(query.after) }
    const page = pageOfReports(await listReports(db, user, { ...wanted, limit: VISITS_ON_A_PAGE + 1 }), wanted)
    const ids = page.rows.map(row => row.id)
    const versions = Map.groupBy(await listVersionsOf(db, user, ids), ({ visitId }) => visitId)
    return renderPage(request, reply, 'report/list.hbs', {
      title: 'Rapporter',
      isLeader: user.role === 'leader',
      reports: reportList(page.rows, versions, { isLeader: user.role === 'leader', today: danishDay(now()) }),
      pager: page.pager,
    })
  })

  /** The document on screen, with the way back and the PDFs above it. */
  async function show(request: FastifyRequest<OneVisit>, reply: FastifyReply, backHref: string) {
    const { user } = request
    if (!user) throw unauthorized()
    const visitId = id.safeParse(request.params.id).data
    const version = /^[1-9]\d{0,3}$/.test(request.query.version ?? '') ? Number(request.query.version) : undefined
    if (!visitId || (request.query.version && !version)) throw notFound('Rapporten')
    const document = DOCUMENTS.find(name => name === request.query.document) ?? 'report'
    const wanted = { visitId, version, document }
    const edition = await readEdition(db, press, user, wanted).catch(async error => {
      const publication = await findPublication(db, visitId)
      // Whoever waits for it is told until when, and not that there is none.
      if (publication?.withheldFrom && !version && mayReadRelease(user, publication)) return null
      throw error
    })
    if (!edition) return reply.redirect(`/report/${visitId}/release`, 303)
    await logReading(db, user, 'read', wanted, edition)
    const pdf = (name: Document) => `/api/v1/visits/${visitId}/${name}.pdf${version ? `?version=${version}` : ''}`
    const toolbar = {
      backHref,
      note: null,
      links: [
        ...DOCUMENTS.map(name => ({ href: pdf(name), text: `Hent ${DOCUMENT_WORDS[name]} (PDF)` })),
        ...(edition.version === null ? [] : [{ href: `/report/${visitId}/release`, text: 'Hvem kan læse den?' }]),
      ],
    }
    if (document !== 'poster') {
      const threads = edition.version === null ? [] : await listThreadsOfPoints(db, visitId)
      return sendDocument(reply, await press.html(withThreads(edition.view(), threads), document, toolbar))
    }
    const { view, level } = await makePoster(press, edition)
    return sendDocument(reply, await press.poster.html(view, level, toolbar))
  }

  app.get<OneVisit>('/report/:id', { config: loggedIn }, (request, reply) => show(request, reply, '/report'))

  app.get<OneVisit>('/visit/:id/report', { config: writers }, (request, reply) =>
    show(request, reply, `/visit/${request.params.id}`),
  )

  async function renderPublish(
    request: FastifyRequest,
    reply: FastifyReply,
    source: FrameSource,
    { typed = null as Typed | null, messages = {} as Record<string, string>, error = null as string | null } = {},
  ) {
    const { user, visit } = source
    const today = danishDay(now())
    const before = (await findRelease(db, visit.id, today))?.plan ?? null
    const planned = planOf({}, before, today)
    const { leader, staff, reason } = typed ?? { ...planned, reason: '' }
    const withHearing = may(user, 'publish', visit)
    if (!withHearing && !may(user, 'publishWithoutHearing', visit)) throw conflict(WHY_NOT[visit.status])
    return renderVisit(request, reply, 'report/publish.hbs', {
      source,
      current: 'step',
      title: 'Udgiv',
      heading: withHearing ? 'Udgiv rapporten' : 'Udgiv uden høring',
      text: 'Rapport, konklusion og plakat bliver lavet som PDF og får et versionsnummer. De kan ikke ændres bagefter; skal noget rettes, udgiver I en ny version.',
      button: 'Udgiv – det tager nogle sekunder',
      busy: 'Udgiver … rapporten bliver lavet som PDF',
      action: `/visit/${visit.id}/publication`,
      missing: missingParts(visit, source.model.themes),
      days: daysForm({ leader, staff }, { messages, fixed: null }),
      reason: withHearing ? null : { value: reason, error: messages.reason ?? null },
      error,
    })
  }

  app.get<OneVisit>('/visit/:id/publication', { config: writers }, async (request, reply) =>
    renderPublish(request, reply, await openVisit(db, request, request.params.id)),
  )

  app.post<OneVisit>('/visit/:id/publication', { config: writers }, async (request, reply) => {
    const source = await openVisit(db, request, request.params.id)
    const { user, visit } = source
    const sent = fieldsOf(request.body)
    const typed = { leader: textOf(sent, 'leader'), staff: textOf(sent, 'staff'), reason: textOf(sent, 'reason') }
    const withHearing = may(user, 'publish', visit)
    const refuse = (status: number, messages: Record<string, string>, error: string | null = null) =>
      renderPublish(request, reply.code(status), source, { typed, messages, error })
    const days = FirstDays.safeParse({
      leader: typed.leader,
      staff: sent.staff === undefined ? undefined : typed.staff,
    })
    const reason = line(500).safeParse(typed.reason)
    const messages = {
      ...(!days.success && messagesByField(asFieldErrors(days.error.issues))),
      ...(!withHearing && !reason.success && { reason: 'Skriv, hvorfor høringen springes over.' }),
    }
    if (!days.success || Object.keys(messages).length > 0) return refuse(422, messages)
    try {
      const skipHearing = withHearing || !reason.success ? {} : { skipHearing: { reason: reason.data } }
      const { version, release } = await publish(deps, user, visit.id, { ...skipHearing, release: days.data })
      const text = `Rapporten er udgivet som version ${version}. ${givenInWords(release, danishDay(now()))}`
      request.session.flash = { kind: 'success', text }
      return reply.redirect(`/visit/${visit.id}`, 303)
    } catch (error) {
      if (!sayable(error)) throw error
      if (error instanceof Refusal && error.errors.length > 0)
        return refuse(
          error.status,
          messagesByField(error.errors.map(one => ({ ...one, path: one.path.replace('/release', '') }))),
        )
      return refuse(error instanceof Refusal ? error.status : 503, {}, (error as Error).message)
    }
  })
}

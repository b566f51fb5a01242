// /report: the reports that a person may read, one of them on screen, and the form that publishes.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../db/tables.ts'
import { conflict, notFound, Refusal, unauthorized } from '../http/errors.ts'
import { fieldsOf, textOf } from '../http/form.ts'
import { renderPage } from '../http/page.ts'
import { id, line } from '../lib/fields.ts'
import { PrinterBusy, PrinterUnavailable, PrintFailed } from '../pdf/errors.ts'
import { listThreadsOfPoints } from '../thread/mark.queries.ts'
import type { FrameSource } from '../visit/frame.view.ts'
import { readPlace, VISITS_ON_A_PAGE } from '../visit/list-page.ts'
import { openVisit, renderVisit } from '../visit/open-visit.ts'
import { may, WHY_NOT } from '../visit/visit.rules.ts'
import { pageOfReports, reportList } from './list.view.ts'
import type { Press } from './press.ts'
import { missingParts } from './publish.view.ts'
import { publish } from './report.actions.ts'
import { sendDocument } from './report.api.ts'
import { listReports, listVersionsOf } from './report.queries.ts'
import { type Document, logReading, makePoster, readEdition } from './report.reading.ts'
import { withThreads } from './report.since.ts'

type Page = { Querystring: { after?: string; before?: string } }
type OneVisit = { Params: { id: string }; Querystring: { version?: string; document?: string } }

const DOCUMENTS = ['report', 'conclusion', 'poster'] as const satisfies readonly Document[]
const DOCUMENT_WORDS: Record<Document, string> = {
  report: 'rapporten',
  conclusion: 'konklusionen',
  poster: 'plakaten',
}

const loggedIn = { policy: 'loggedIn' } as const
const writers = { policy: 'consultantOrAdministrator' } as const

const sayable = (error: unknown) =>
  error instanceof Refusal ||
  error instanceof PrinterBusy ||
  error instanceof PrinterUnavailable ||
  error instanceof PrintFailed

export function reportPages(app: FastifyInstance, { db, press, now }: { db: Db; press: Press; now: () => Date }) {
  app.get<Page>('/report', { config: loggedIn }, async (request, reply) => {
    const { user, query } = request
    if (!user) throw unauthorized()
    const before = readPlace(query.before)
    const wanted = { before, after: before ? null : readPlace(query.after) }
    const page = pageOfReports(await listReports(db, user, { ...wanted, limit: VISITS_ON_A_PAGE + 1 }), wanted)
    const ids = page.rows.map(row => row.id)
    const versions = Map.groupBy(await listVersionsOf(db, ids), ({ visitId }) => visitId)
    return renderPage(request, reply, 'report/list.hbs', {
      title: 'Rapporter',
      isLeader: user.role === 'leader',
      reports: reportList(page.rows, versions, user.role === 'leader'),
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
    const edition = await readEdition(db, press, user, wanted)
    await logReading(db, user, 'read', wanted, edition)
    const pdf = (name: Document) => `/api/v1/visits/${visitId}/${name}.pdf${version ? `?version=${version}` : ''}`
    const toolbar = {
      backHref,
      links: DOCUMENTS.map(name => ({ href: pdf(name), text: `Hent ${DOCUMENT_WORDS[name]} (PDF)` })),
    }
    if (document !== 'poster') {
      const threads = edition.version === null ? [] : await listThreadsOfPoints(db, visitId)
      return sendDocument(reply, await press.html(withThreads(edition.view, threads), document, toolbar))
    }
    const { view, level } = await makePoster(press, edition)
    return sendDocument(reply, await press.poster.html(view, level, toolbar))
  }

  app.get<OneVisit>('/report/:id', { config: loggedIn }, (request, reply) => show(request, reply, '/report'))

  app.get<OneVisit>('/visit/:id/report', { config: writers }, (request, reply) =>
    show(request, reply, `/visit/${request.params.id}`),
  )

  function renderPublish(
    request: FastifyRequest,
    reply: FastifyReply,
    source: FrameSource,
    { value = '', reasonError = null as string | null, error = null as string | null } = {},
  ) {
    const { user, visit } = source
    const withHearing = may(user, 'publish', visit)
    if (!withHearing && !may(user, 'publishWithoutHearing', visit)) throw conflict(WHY_NOT[visit.status])
    return renderVisit(request, reply, 'report/publish.hbs', {
      source,
      current: 'step',
      title: 'Udgiv',
      heading: withHearing ? 'Udgiv rapporten' : 'Udgiv uden høring',
      text: 'Rapport, konklusion og plakat bliver lavet som PDF, får et versionsnummer og kan læses af lederen. De kan ikke ændres bagefter; skal noget rettes, udgiver I en ny version.',
      button: 'Udgiv – det tager nogle sekunder',
      busy: 'Udgiver … rapporten bliver lavet som PDF',
      action: `/visit/${visit.id}/publication`,
      missing: missingParts(visit, source.model.themes),
      reason: withHearing ? null : { value, error: reasonError },
      error,
    })
  }

  app.get<OneVisit>('/visit/:id/publication', { config: writers }, async (request, reply) =>
    renderPublish(request, reply, await openVisit(db, request, request.params.id)),
  )

  app.post<OneVisit>('/visit/:id/publication', { config: writers }, async (request, reply) => {
    const source = await openVisit(db, request, request.params.id)
    const { user, visit } = source
    const value = textOf(fieldsOf(request.body), 'reason')
    const reason = line(500).safeParse(value)
    const withHearing = may(user, 'publish', visit)
    if (!withHearing && !reason.success) {
      reply.code(422)
      return renderPublish(request, reply, source, { value, reasonError: 'Skriv, hvorfor høringen springes over.' })
    }
    try {
      const skipHearing = withHearing || !reason.success ? {} : { skipHearing: { reason: reason.data } }
      const { version } = await publish(db, press, user, visit.id, skipHearing, now())
      const text = `Rapporten er udgivet som version ${version}. Lederen kan læse og hente den nu.`
      request.session.flash = { kind: 'success', text }
      return reply.redirect(`/visit/${visit.id}`, 303)
    } catch (error) {
      if (!sayable(error)) throw error
      reply.code(error instanceof Refusal ? error.status : 503)
      return renderPublish(request, reply, source, { value, error: (error as Error).message })
    }
  })
}

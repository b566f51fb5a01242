// The whole application, wired by hand: every hook and route in the order in which they act.
import { randomUUID } from 'node:crypto'
import { constants } from 'node:zlib'
import fastifyCompress from '@fastify/compress'
import fastifyFormbody from '@fastify/formbody'
import fastifyMultipart from '@fastify/multipart'
import fastifyRateLimit from '@fastify/rate-limit'
import fastifyStatic from '@fastify/static'
import Fastify, { type FastifyServerOptions } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { briefApi } from './brief/brief.api.ts'
import { briefPages } from './brief/brief.pages.ts'
import { compareApi } from './compare/compare.api.ts'
import { comparePages } from './compare/compare.pages.ts'
import { coverageApi } from './coverage/coverage.api.ts'
import { coveragePages } from './coverage/coverage.pages.ts'
import type { Listen } from './db/listen.ts'
import type { Db, Trx } from './db/tables.ts'
import { descriptionApi } from './description/description.api.ts'
import { descriptionPages } from './description/description.pages.ts'
import { deviceApi } from './device/device.api.ts'
import { devicePages } from './device/device.pages.ts'
import { isRevoked } from './device/device.queries.ts'
import { hearingApi } from './hearing/hearing.api.ts'
import { hearingPages } from './hearing/hearing.pages.ts'
import { leaderPages } from './hearing/leader.pages.ts'
import type { Api } from './http/api.ts'
import { ASSETS, offlineRoute } from './http/assets.ts'
import { registerDevices } from './http/device.ts'
import { tooMany } from './http/errors.ts'
import { healthRoutes } from './http/health.ts'
import { registerIdempotency } from './http/idempotency.ts'
import { openapiRoutes, registerOpenapi } from './http/openapi.ts'
import { enforcePolicies } from './http/policy.ts'
import { answerBrokenAddress, registerProblems } from './http/problems.ts'
import { isSafe, registerSecurity } from './http/security.ts'
import { registerSession } from './http/session.ts'
import { registerViews } from './http/views.ts'
import { createPrecedence } from './lib/precedence.ts'
import { logApi } from './log/log.api.ts'
import { logPages } from './log/log.pages.ts'
import { mailApi } from './mail/mail.api.ts'
import { mailPages } from './mail/mail.pages.ts'
import { modelApi } from './model/model.api.ts'
import { modelPages } from './model/model.pages.ts'
import { municipalityApi } from './municipality/municipality.api.ts'
import { municipalityPages } from './municipality/municipality.pages.ts'
import { planApi } from './plan/plan.api.ts'
import { planPages } from './plan/plan.pages.ts'
import { readPanel } from './proof/panel.ts'
import { proofApi } from './proof/proof.api.ts'
import { proofPages } from './proof/proof.pages.ts'
import { createPress } from './report/press.ts'
import { releaseApi } from './report/release.api.ts'
import { readReleaseLine, releasePages } from './report/release.pages.ts'
import { reportApi } from './report/report.api.ts'
import { reportPages } from './report/report.pages.ts'
import { findReportSource } from './report/report.queries.ts'
import { staffPages } from './report/staff.pages.ts'
import { verifyApi } from './report/verify.api.ts'
import { verifyPages } from './report/verify.pages.ts'
import type { Workshop } from './report/workshop.ts'
import { searchApi } from './search/search.api.ts'
import { searchPages } from './search/search.pages.ts'
import { strategyImportPages } from './strategy/import.pages.ts'
import { strategyApi } from './strategy/strategy.api.ts'
import { strategyPages } from './strategy/strategy.pages.ts'
import { ideaApi } from './thread/idea.api.ts'
import { ideaPages } from './thread/idea.pages.ts'
import { markPages, readThreadsOf } from './thread/mark.pages.ts'
import { forgetDraft } from './thread/publication.actions.ts'
import { statusPages } from './thread/status.pages.ts'
import { threadApi } from './thread/thread.api.ts'
import { threadPages } from './thread/thread.pages.ts'
import { centreApi } from './tilbud/centre.api.ts'
import { centrePages } from './tilbud/centre.pages.ts'
import { importPages } from './tilbud/import.pages.ts'
import { tilbudApi } from './tilbud/tilbud.api.ts'
import { tilbudPages } from './tilbud/tilbud.pages.ts'
import { invitationPages } from './user/invitation.pages.ts'
import { type Demo, loginPages } from './user/login.pages.ts'
import { sessionApi } from './user/session.api.ts'
import { userApi } from './user/user.api.ts'
import { userPages } from './user/user.pages.ts'
import { mayPass } from './user/user.rules.ts'
import { binApi } from './visit/bin.api.ts'
import { binPages } from './visit/bin.pages.ts'
import { copyApi } from './visit/copy.api.ts'
import { describedApi } from './visit/described.api.ts'
import { describedPages } from './visit/described.pages.ts'
import { eventsApi } from './visit/events.api.ts'
import { goalPages } from './visit/goal.pages.ts'
import { historyPages } from './visit/history.pages.ts'
import { noteApi } from './visit/note.api.ts'
import { notePages } from './visit/note.pages.ts'
import { pastApi } from './visit/past.api.ts'
import { pointApi } from './visit/point.api.ts'
import { pointPages } from './visit/point.pages.ts'
import { roomPages } from './visit/room.pages.ts'
import { stepPages } from './visit/step.pages.ts'
import { structureApi } from './visit/structure.api.ts'
import { registerSweep } from './visit/sweep.ts'
import { textPages } from './visit/text.pages.ts'
import { visitApi } from './visit/visit.api.ts'
import { visitPages } from './visit/visit.pages.ts'
import { yearApi } from './year/year.api.ts'
import { yearPages } from './year/year.pages.ts'

export type AppOptions = {
  db: Db
  /** Hears what any process of the installation says. */
  listen: Listen
  /** How often an open stream of events is looked after, in milliseconds; the tests do not wait so long. */
  heartbeat?: number
  workshop: Workshop
  sessionSecret: string
  publicUrl: string | null
  trustedProxies: string[]
  /** After so many days without contact a device destroys what it keeps. */
  offlineDays: number
  /** The demo logins that the login page shows; null outside the embedded demonstration. */
  demo: Demo | null
  /** Whether there is a mail server to send with; what is queued is kept either way. */
  sendsMail: boolean
  /** The clock of deadlines; the system's own unless a test hands in another. */
  now?: () => Date
  logger: FastifyServerOptions['logger']
}

const MEGABYTE = 1_048_576

/** Builds the application; nothing listens yet. Rejects when a route declares no policy. */
export async function buildApp(options: AppOptions) {
  const { db, workshop } = options
  const app = Fastify({
    logger: options.logger ?? false,
    trustProxy: options.trustedProxies.length > 0 ? options.trustedProxies : false,
    bodyLimit: MEGABYTE,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 10_000,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: answerBrokenAddress,
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  // JSON for programs, forms for pages; a form never reaches a JSON route, nor plain text anything.
  app.removeContentTypeParser('text/plain')

  registerProblems(app)
  await registerSecurity(app, options)
  await app.register(fastifyRateLimit, {
    global: false,
    errorResponseBuilder: (_request, { ttl }) => tooMany(Math.ceil(ttl / 1000)),
  })
  await registerViews(app)
  await registerSession(app, { db, secret: options.sessionSecret })
  registerDevices(app, { isRevoked: id => isRevoked(db, id) })
  enforcePolicies(app, mayPass)
  registerIdempotency(app, { db })
  // Brotli at 5 makes a visit's page smaller than at 4 by a quarter, and than zstd by a twentieth, in as good as the same time.
  const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }
  await app.register(fastifyCompress, { threshold: 2048, encodings: ['br', 'gzip'], brotliOptions })
  await registerOpenapi(app)

  // Who saves goes before who waits for a PDF.
  const precedence = createPrecedence()
  app.addHook('onRequest', async ({ method }, { raw }) => {
    if (isSafe(method)) return
    raw.once('close', precedence.begin())
    workshop.giveWay()
  })
  const press = createPress((template, data) => app.view(template, data), workshop, precedence.turn)
  const now = options.now ?? (() => new Date())
  // What the pages of a visit show beside the text is the proof-reader's and the threads', and handed in.
  const handedIn = {
    readPanel: readPanel(db),
    readThreads: readThreadsOf(db, (template, data) => app.view(template, data)),
    forgetDraft,
    readReleaseLine: readReleaseLine({ db, now }),
  }
  const place = { secret: options.sessionSecret, publicUrl: options.publicUrl }
  const deps = { db, press, now, ...place, ...handedIn, offlineDays: options.offlineDays }

  const print = async (template: string, data: object) => workshop.print(await app.view(template, data))

  // What is sent to hearing is what a report is made from, and the report's room lies to the right: it is handed in.
  const hearing = {
    db,
    now,
    secret: options.sessionSecret,
    print,
    draftOf: (trx: Trx, visitId: string) => findReportSource(trx, null, visitId),
  }

  const year = { db, now, publicUrl: options.publicUrl }

  healthRoutes(app, { db, renderer: workshop })
  registerSweep(app, { db })
  await app.register(
    async function apiV1(api: Api) {
      sessionApi(api, deps)
      mailApi(api, deps)
      userApi(api, deps)
      deviceApi(api, deps)
      municipalityApi(api, deps)
      centreApi(api, deps)
      tilbudApi(api, deps)
      modelApi(api, deps)
      strategyApi(api, deps)
      descriptionApi(api, deps)
      visitApi(api, deps)
      describedApi(api, deps)
      pointApi(api, deps)
      eventsApi(api, { db, listen: options.listen, heartbeat: options.heartbeat })
      binApi(api, deps)
      noteApi(api, deps)
      structureApi(api, deps)
      copyApi(api, deps)
      pastApi(api, deps)
      proofApi(api, deps)
      hearingApi(api, hearing)
      threadApi(api, deps)
      ideaApi(api, deps)
      reportApi(api, deps)
      releaseApi(api, deps)
      verifyApi(api, deps)
      planApi(api, deps)
      yearApi(api, year)
      briefApi(api, deps)
      coverageApi(api, { db, now, print })
      compareApi(api, deps)
      searchApi(api, deps)
      logApi(api, deps)
    },
    { prefix: '/api/v1' },
  )
  await app.register(async pages => {
    await pages.register(fastifyFormbody)
    await pages.register(fastifyMultipart, { limits: { fileSize: 5 * MEGABYTE, files: 1, fields: 20 } })
    loginPages(pages, { db, demo: options.demo })
    mailPages(pages, { db, sendsMail: options.sendsMail })
    userPages(pages, deps)
    invitationPages(pages, { db, secret: options.sessionSecret, now })
    devicePages(pages, deps)
    municipalityPages(pages, deps)
    centrePages(pages, deps)
    tilbudPages(pages, deps)
    importPages(pages, deps)
    modelPages(pages, deps)
    strategyPages(pages, deps)
    strategyImportPages(pages, deps)
    descriptionPages(pages, deps)
    visitPages(pages, deps)
    describedPages(pages, deps)
    pointPages(pages, deps)
    goalPages(pages, deps)
    textPages(pages, deps)
    stepPages(pages, deps)
    historyPages(pages, deps)
    binPages(pages, deps)
    notePages(pages, deps)
    roomPages(pages, deps)
    proofPages(pages, deps)
    hearingPages(pages, hearing)
    leaderPages(pages, hearing)
    threadPages(pages, deps)
    statusPages(pages, deps)
    markPages(pages, deps)
    ideaPages(pages, deps)
    reportPages(pages, deps)
    releasePages(pages, deps)
    staffPages(pages, deps)
    verifyPages(pages, deps)
    logPages(pages, deps)
    planPages(pages, deps)
    yearPages(pages, year)
    briefPages(pages, deps)
    coveragePages(pages, deps)
    comparePages(pages, deps)
    searchPages(pages, deps)
  })
  await app.register(fastifyStatic, {
    root: ASSETS,
    prefix: '/assets/',
    cacheControl: false,
    preCompressed: true,
    // Names hold a hash of the content.
    setHeaders: reply => reply.header('cache-control', 'public, max-age=31536000, immutable'),
  })
  offlineRoute(app)
  await openapiRoutes(app)
  return app
}

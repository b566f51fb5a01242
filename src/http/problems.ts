// The one place where a refusal or an error becomes an answer: problem details (RFC 9457) for programs, a page for people.
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { PrinterBusy, PrinterUnavailable, PrintFailed, PrintRefused } from '../pdf/errors.ts'
import { DEVICE_REVOKED } from './device.ts'
import { conflict, type FieldError, invalid, Refusal } from './errors.ts'
import { renderPage } from './page.ts'

export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    current: z.unknown().optional(),
  })
  .meta({ id: 'Problem', description: 'Problem details, RFC 9457. The title is Danish and says what to do.' })

const HEADINGS: Record<number, string> = {
  400: 'Forespørgslen kan ikke læses',
  401: 'Log ind først',
  403: 'Det har du ikke adgang til',
  404: 'Siden findes ikke',
  409: 'Det kan ikke lade sig gøre lige nu',
  410: 'Linket virker ikke længere',
  412: 'En kollega har rettet imens',
  413: 'Det sendte er for stort',
  415: 'Den slags indhold kan ikke modtages',
  422: 'Noget er ikke udfyldt rigtigt',
  428: 'Versionen mangler',
  429: 'For mange forsøg',
  503: 'Prøv igen om lidt',
}

// What Fastify itself refuses, in our words.
const FRAMEWORK: Record<string, string> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'Indholdet skal sendes som application/json.',
  FST_ERR_CTP_BODY_TOO_LARGE: 'Det sendte er for stort. Del det op, og send igen.',
  FST_REQ_FILE_TOO_LARGE: 'Filen er for stor. Der er plads til 5 MB.',
}

// What a constraint of the database refuses (SQLSTATE): the last word, should a rule have missed it.
const CONSTRAINTS: Record<string, Refusal> = {
  '23505': conflict('Det findes allerede. Genindlæs, og prøv igen.'),
  '23503': invalid([{ path: '/', message: 'Der henvises til noget, der ikke findes.' }]),
  '23514': invalid([{ path: '/', message: 'En værdi er uden for det tilladte.' }]),
}

// SQLSTATE class 22: a value that the database cannot hold.
const BAD_DATA = /^22[0-9A-Z]{3}$/

const pathOf = (context: string | undefined, instancePath: string) =>
  context && context !== 'body' ? `${context}${instancePath}` : instancePath || '/'

/** An error as the refusal that it means; null for one that nobody expected. */
export function asRefusal(error: FastifyError | Refusal): Refusal | null {
  if (error instanceof Refusal) return error
  if (error instanceof PrinterBusy)
    return new Refusal(503, error.message, { headers: { 'retry-after': String(error.retryAfterSeconds) } })
  if (error instanceof PrintRefused) return new Refusal(422, error.message)
  if (error instanceof PrinterUnavailable || error instanceof PrintFailed)
    return new Refusal(503, error.message, { headers: { 'retry-after': '30' } })
  if (hasZodFastifySchemaValidationErrors(error))
    return invalid(
      error.validation.map(
        (issue): FieldError => ({
          path: pathOf(error.validationContext, issue.instancePath),
          message: issue.message ?? 'Ugyldig værdi.',
        }),
      ),
    )
  const constraint = CONSTRAINTS[error.code]
  if (constraint) return constraint
  if (BAD_DATA.test(error.code))
    return invalid([{ path: '/', message: 'En værdi kan ikke gemmes, som den er skrevet.' }])
  const status = error.statusCode ?? 500
  if (status >= 500) return null
  return new Refusal(status, FRAMEWORK[error.code] ?? 'Forespørgslen kan ikke læses. Ret den, og send igen.')
}

const isApi = (request: FastifyRequest) => request.url.startsWith('/api/')

function sendProblem(reply: FastifyReply, refusal: Refusal, reference?: string) {
  return reply
    .code(refusal.status)
    .headers(refusal.headers)
    .type('application/problem+json; charset=utf-8')
    .send(
      JSON.stringify({
        type: refusal.type,
        title: refusal.message,
        status: refusal.status,
        ...(reference && { detail: `Reference: ${reference}` }),
        ...(refusal.errors.length > 0 && { errors: refusal.errors }),
        ...(refusal.current !== undefined && { current: refusal.current }),
      }),
    )
}

function sendPage(request: FastifyRequest, reply: FastifyReply, refusal: Refusal, reference: string | null = null) {
  if (refusal.type === DEVICE_REVOKED) return reply.redirect('/login?revoked=yes', 303)
  if (refusal.status === 401)
    return reply.redirect(`/login?next=${encodeURIComponent(request.method === 'GET' ? request.url : '/')}`, 303)
  reply.code(refusal.status).headers(refusal.headers)
  return renderPage(request, reply, 'error/error.hbs', {
    title: HEADINGS[refusal.status] ?? 'Noget gik galt',
    status: refusal.status,
    heading: HEADINGS[refusal.status] ?? 'Noget gik galt',
    text: [refusal.message, ...refusal.errors.map(error => error.message)].join(' '),
    action: { href: '/', text: 'Gå til forsiden' },
    reference,
  })
}

/** The answer to an address so broken that no route and no hook has seen it. */
export const answerBrokenAddress = (_error: FastifyError, _request: FastifyRequest, reply: FastifyReply) =>
  sendProblem(reply, new Refusal(400, 'Adressen kan ikke læses. Gå til forsiden, og find vej derfra.'))

function answerError(error: FastifyError | Refusal, request: FastifyRequest, reply: FastifyReply) {
  const refusal = asRefusal(error)
  if (refusal) return isApi(request) ? sendProblem(reply, refusal) : sendPage(request, reply, refusal)
  // Nothing of the inside goes out; the reference finds it in the log.
  const { name, stack } = error
  request.log.error({ err: { name, code: 'code' in error ? error.code : undefined, stack } }, 'unexpected error')
  const unexpected = new Refusal(500, 'Noget gik galt hos os. Prøv igen; giv os referencen, hvis det bliver ved.')
  return isApi(request) ? sendProblem(reply, unexpected, request.id) : sendPage(request, reply, unexpected, request.id)
}

/** The error handler, and the answer to unknown addresses. */
export function registerProblems(app: FastifyInstance) {
  app.setErrorHandler(answerError)
  app.setNotFoundHandler((request, reply) => {
    const refusal = new Refusal(404, 'Adressen findes ikke. Gå til forsiden, og find vej derfra.')
    return isApi(request) ? sendProblem(reply, refusal) : sendPage(request, reply, refusal)
  })
}

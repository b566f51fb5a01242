// Headers that keep a browser in our house, and the refusal of requests that another site sent.
import fastifyHelmet from '@fastify/helmet'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { forbidden } from './errors.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Whether a request with this method only reads. */
export const isSafe = (method: string) => SAFE.has(method)

// A browser names the origin of every unsafe request. A client that names none is no browser and holds no ambient login.
function comesFromAnotherSite(request: FastifyRequest, publicUrl: string | null) {
  const { origin, 'sec-fetch-site': fetchSite } = request.headers
  if (fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none') return true
  if (origin === undefined) return false
  const own = publicUrl ? new URL(publicUrl).origin : `${request.protocol}://${request.host}`
  return origin !== own
}

/** Strict security headers on every answer, and 403 for an unsafe request from another origin. */
export async function registerSecurity(app: FastifyInstance, { publicUrl }: { publicUrl: string | null }) {
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        fontSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: publicUrl?.startsWith('https:') ? { maxAge: 31_536_000, includeSubDomains: true } : false,
  })
  app.addHook('onRequest', async (request, reply) => {
    // Pages and answers hold people's texts: no cache on the way may keep them. Assets say otherwise for themselves.
    reply.header('cache-control', 'no-store')
    if (!isSafe(request.method) && comesFromAnotherSite(request, publicUrl))
      throw forbidden('Forespørgslen kom fra en anden side og er afvist. Åbn Kvalitetsbesøg, og prøv igen.')
  })
}

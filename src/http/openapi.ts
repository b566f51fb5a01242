// The OpenAPI 3.1 document, made from the schemas of the routes, and a page to read it on.
import fastifySwagger from '@fastify/swagger'
import fastifySwaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'

const TAGS = {
  session: 'Who is logged in',
  users: 'People and their roles',
  centres: 'Centres, to which tilbud belong',
  tilbud: 'Social-services units',
  models: 'Quality models',
  strategies: 'Strategies',
  visits: 'Visits, their history and steps',
  points: 'The points of a visit',
  reports: 'Feedback report, conclusion, publication',
  compare: 'Comparison across tilbud',
  search: 'Full text over all that one may read',
  log: 'The access log',
}

/** Registers the document before the routes that it describes; only routes under /api/v1 are in it. */
export async function registerOpenapi(app: FastifyInstance) {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Kvalitetsbesøg',
        version: '1',
        description: 'Quality visits to municipal social-services units. Anything a page can do, this API can do.',
        contact: { name: 'Kvalitetsbesøg', url: 'https://kvalitetsbesoeg.eksempel.dk' },
        license: { name: 'MPL-2.0', identifier: 'MPL-2.0' },
      },
      servers: [{ url: '/' }],
      tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
      components: {
        securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'kvalitetsbesoeg' } },
      },
      security: [{ session: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
}

/** The routes of the document itself and of the page; after all others. */
export async function openapiRoutes(app: FastifyInstance) {
  app.get('/api/v1/openapi.json', { config: { policy: 'public' }, schema: { hide: true } }, async () => app.swagger())
  await app.register(fastifySwaggerUi, {
    routePrefix: '/api/docs',
    staticCSP: true,
    uiConfig: { url: '/api/v1/openapi.json', deepLinking: true },
  })
}

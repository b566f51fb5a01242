// The OpenAPI 3.1 document, made from the schemas of the routes, and a page to read it on.
import fastifySwagger from '@fastify/swagger'
import fastifySwaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'

const TAGS = {
  session: 'Who is logged in',
  users: 'People and their roles',
  devices: 'The devices on which people write',
  municipality: 'Whose reports they are: name, colour and logo',
  centres: 'Centres, to which tilbud belong',
  tilbud: 'Social-services units',
  models: 'Quality models',
  year: 'When tilbud are due, planning many visits, calendars.',
  strategies: 'Strategies',
  actions: 'What development plans do about the goals of a strategy',
  coverage: 'Which goals of a strategy points and actions touch, and which none does',
  visits: 'Visits, their history and steps',
  points: 'The points of a visit',
  notes: "The raw notes of a visit's own consultants",
  proof: 'The proof-reader: its findings, and what its rules do',
  reports: 'Feedback report, conclusion, publication',
  compare: 'Comparison across tilbud',
  search: 'Full text over all that one may read',
  hearing: 'The draft with the leader: comments at a passage, answers, the remark.',
  threads: 'What became of focus points: what is done, its status, what the next visit says; and the idea bank.',
  mails: 'What was mailed, and how often a person wants it.',
  log: 'The access log',
}

type Document = { paths?: object; components?: { schemas?: object } }
type Schemas = Record<string, object>

const pointer = (name: string) => `"#/components/schemas/${name}"`

/** The schemas that are named by a path, or by a schema that is. */
function usedSchemas(paths: string, schemas: Schemas): Schemas {
  const all = paths + JSON.stringify(schemas)
  const used = Object.entries(schemas).filter(([name]) => all.includes(pointer(name)))
  return used.length === Object.keys(schemas).length ? schemas : usedSchemas(paths, Object.fromEntries(used))
}

// Every schema comes in two variants, as sent (…Input) and as answered. The variant that nothing names goes, and one
// that is left alone has the plain name.
function tidyComponents(document: Document): Document {
  const given = (document.components?.schemas ?? {}) as Schemas
  const schemas = usedSchemas(JSON.stringify(document.paths), given)
  const lonely = Object.keys(schemas).filter(name => name.endsWith('Input') && !(name.slice(0, -5) in schemas))
  const text = JSON.stringify({ ...document, components: { ...document.components, schemas } })
  return JSON.parse(
    lonely.reduce(
      (all, name) =>
        all
          .replaceAll(pointer(name), pointer(name.slice(0, -5)))
          .replace(`${JSON.stringify(name)}:`, `${JSON.stringify(name.slice(0, -5))}:`),
      text,
    ),
  )
}

/** Registers the document/** Registers the document before the routes that it describes; only routes under /api/v1 are in it. */
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
    transform: route => ({
      ...jsonSchemaTransform(route),
      // Pages, health and assets are no part of the contract.
      ...(route.url.startsWith('/api/v1/') ? {} : { schema: { hide: true } }),
    }),
    transformObject: given => tidyComponents(jsonSchemaTransformObject(given) as Document) as never,
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

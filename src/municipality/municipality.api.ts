// /api/v1/municipality: what stands on the reports. Everybody who is logged in reads it, administrators change it.
import { z } from 'zod'
import type { Db } from '../db/tables.ts'
import { type Api, etag, ifMatch, refusals, writeRefusals } from '../http/api.ts'
import { invalid, notFound, unauthorized } from '../http/errors.ts'
import { changeMunicipality, putLogo, removeLogo } from './municipality.actions.ts'
import { findMunicipality, type MunicipalityRow } from './municipality.queries.ts'
import { LOGO_BODY_LIMIT } from './municipality.rules.ts'
import { Municipality, MunicipalityChange } from './municipality.schema.ts'
import { toAnswer } from './municipality.view.ts'

const tags = ['municipality']
const loggedIn = { policy: 'loggedIn' } as const
const administrators = { policy: 'administrator' } as const

const picture = { 'image/png': { schema: z.any() }, 'image/jpeg': { schema: z.any() } }

export function municipalityApi(app: Api, { db }: { db: Db }) {
  app.get(
    '/municipality',
    {
      config: loggedIn,
      schema: {
        operationId: 'getMunicipality',
        summary: 'Whose reports they are: name, colour and logo, all optional',
        tags,
        response: { 200: Municipality, ...refusals },
      },
    },
    async (_request, reply) => {
      const row = await findMunicipality(db)
      return reply.header('etag', etag(row.version)).send(toAnswer(row))
    },
  )

  app.patch(
    '/municipality',
    {
      config: administrators,
      schema: {
        operationId: 'changeMunicipality',
        summary: 'Change name or colour; published reports keep theirs',
        tags,
        body: MunicipalityChange,
        response: { 200: Municipality, ...writeRefusals },
      },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      const row = await changeMunicipality(db, request.user, ifMatch(request.headers), request.body)
      return reply.header('etag', etag(row.version)).send(toAnswer(row))
    },
  )

  app.get(
    '/municipality/logo',
    {
      config: loggedIn,
      schema: {
        operationId: 'getLogo',
        summary: 'The logo',
        tags,
        response: { 200: { description: 'The picture.', content: picture }, ...refusals },
      },
    },
    async (_request, reply) => {
      const { logo, logoType } = await findMunicipality(db)
      if (!logo || !logoType) throw notFound('Logoet')
      return reply.type(logoType).send(Buffer.from(logo))
    },
  )

  // A picture comes as its bytes, here and nowhere else.
  app.register(async (scoped: Api) => {
    scoped.addContentTypeParser(
      ['image/png', 'image/jpeg'],
      { parseAs: 'buffer', bodyLimit: LOGO_BODY_LIMIT },
      async (_request: unknown, bytes: Buffer) => bytes,
    )
    scoped.put(
      '/municipality/logo',
      {
        config: administrators,
        bodyLimit: LOGO_BODY_LIMIT,
        schema: {
          operationId: 'putLogo',
          summary: 'Set the logo: the bytes of a PNG or JPEG, at most 400 kB',
          tags,
          consumes: Object.keys(picture),
          body: z.any().describe('The bytes of the picture.'),
          response: { 200: Municipality, ...writeRefusals },
        },
      },
      async (request, reply) => {
        if (!request.user) throw unauthorized()
        const bytes: unknown = request.body
        if (!Buffer.isBuffer(bytes)) throw invalid([{ path: '/', message: 'Send logoet som PNG eller JPEG.' }])
        const row: MunicipalityRow = await putLogo(db, request.user, ifMatch(request.headers), bytes)
        return reply.header('etag', etag(row.version)).send(toAnswer(row))
      },
    )
  })

  app.delete(
    '/municipality/logo',
    {
      config: administrators,
      schema: {
        operationId: 'removeLogo',
        summary: 'Take the logo away',
        tags,
        response: { 200: Municipality, ...writeRefusals },
      },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      const row = await removeLogo(db, request.user, ifMatch(request.headers))
      return reply.header('etag', etag(row.version)).send(toAnswer(row))
    },
  )
}

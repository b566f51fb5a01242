// /api/v1/tilbud/{id}/quality-description, and the confirmation of a tilbud's facts.
import { z } from 'zod'
import type { Db } from '../db/tables.ts'
import { type Api, etag, ifMatch, refusals, writeRefusals } from '../http/api.ts'
import { notFound, unauthorized } from '../http/errors.ts'
import { id } from '../lib/fields.ts'
import { Tilbud } from '../tilbud/tilbud.schema.ts'
import { confirmFacts, describe } from './description.actions.ts'
import { findDescription, listDescriptions } from './description.queries.ts'
import { currentDescription, logDescriptionRead, requireDescribed, toAnswer } from './description.reading.ts'
import {
  DescriptionVersion,
  FactsConfirmation,
  QualityDescription,
  QualityDescriptionChange,
} from './description.schema.ts'

const tags = ['tilbud']
const params = z.object({ id })
const config = { policy: 'loggedIn' } as const

export function descriptionApi(app: Api, { db, now }: { db: Db; now: () => Date }) {
  app.get(
    '/tilbud/:id/quality-description',
    {
      config,
      schema: {
        operationId: 'getQualityDescription',
        summary: "The tilbud's own description of its practice, by theme; an earlier version by its number",
        description: 'For its leader, for consultants who are on a visit to it, and for administrators.',
        tags,
        params,
        querystring: z.object({ version: z.coerce.number().int().min(1).max(1_000_000).optional() }),
        response: { 200: QualityDescription, ...refusals },
      },
    },
    async ({ user, params, query }, reply) => {
      if (!user) throw unauthorized()
      await requireDescribed(db, user, params.id)
      const row = query.version === undefined ? undefined : await findDescription(db, params.id, query.version)
      if (query.version !== undefined && !row) throw notFound('Versionen')
      const description = row ? toAnswer(row) : await currentDescription(db, params.id, now())
      await logDescriptionRead(db, user, params.id, description.version)
      return reply.header('etag', etag(description.version)).send(description)
    },
  )

  app.get(
    '/tilbud/:id/quality-description/versions',
    {
      config,
      schema: {
        operationId: 'listQualityDescriptions',
        summary: 'Its versions, newest first; a visit keeps the one that stood on its day',
        tags,
        params,
        response: { 200: z.object({ items: z.array(DescriptionVersion) }), ...refusals },
      },
    },
    async ({ user, params }) => {
      if (!user) throw unauthorized()
      await requireDescribed(db, user, params.id)
      const rows = await listDescriptions(db, params.id)
      return {
        items: rows.map(({ texts: _, writtenAt, ...row }) => ({ ...row, writtenAt: writtenAt.toISOString() })),
      }
    },
  )

  app.put(
    '/tilbud/:id/quality-description',
    {
      config,
      schema: {
        operationId: 'putQualityDescription',
        summary: 'Write the description: a new version, for the leader alone',
        tags,
        params,
        body: QualityDescriptionChange,
        response: { 200: QualityDescription, ...writeRefusals },
      },
    },
    async ({ user, params, headers, body }, reply) => {
      if (!user) throw unauthorized()
      const description = await describe(db, user, params.id, ifMatch(headers), body, now())
      return reply.header('etag', etag(description.version)).send(description)
    },
  )

  app.put(
    '/tilbud/:id/confirmation',
    {
      config,
      schema: {
        operationId: 'confirmFacts',
        summary: 'Confirm or correct the facts about the tilbud, as of today; If-Match is the version of the tilbud',
        tags,
        params,
        body: FactsConfirmation,
        response: { 200: Tilbud, ...writeRefusals },
      },
    },
    async ({ user, params, headers, body }, reply) => {
      if (!user) throw unauthorized()
      const tilbud = await confirmFacts(db, user, params.id, ifMatch(headers), body, now())
      return reply.header('etag', etag(tilbud.version)).send(tilbud)
    },
  )
}

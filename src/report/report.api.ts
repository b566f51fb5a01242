// /api/v1/visits/{id}/report.*, /conclusion.*, /poster.* and /publication: what leaves the house.
import { create as contentDisposition } from 'content-disposition'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { type Api, refusals, writeRefusals } from '../http/api.ts'
import { notFound, unauthorized } from '../http/errors.ts'
import { id, instant, line } from '../lib/fields.ts'
import { WantedPlan } from './release.schema.ts'
import { type PublishDeps, publish } from './report.actions.ts'
import { findPublication, listVersions } from './report.queries.ts'
import { type Document, downloadPdf, readHtml } from './report.reading.ts'
import { newestFor } from './report.rules.ts'
import { styleSource } from './stylesheet.ts'

const params = z.object({ id })
const number = z.coerce.number().int().min(1).max(10_000).optional()
const querystring = z.object({
  version: number.describe('A published version.'),
  draft: number.describe('The number of a draft, as it was sent to hearing.'),
})
const loggedIn = { policy: 'loggedIn' } as const
const tags = ['reports']

const Publication = z
  .object({
    version: z.int(),
    publishedAt: instant,
    sha256: z.string(),
    shortHash: z.string(),
    release: z.object({ leader: z.iso.date(), staff: z.iso.date().nullable() }),
  })
  .meta({ id: 'Publication' })

const PublishedVersion = z
  .object({
    version: z.int(),
    publishedAt: instant,
    publishedBy: z.string(),
    sha256: z.string(),
    correctionReason: z.string().nullable(),
    hearingSkippedBecause: z.string().nullable(),
  })
  .meta({ id: 'PublishedVersion' })

const pdf = { description: 'The PDF.', content: { 'application/pdf': { schema: z.any() } } }
const unchanged = z.null().describe('The bytes are those that If-None-Match names.')
const html = { description: 'The same HTML that is printed.', content: { 'text/html': { schema: z.any() } } }
const notNow = {
  description: 'The printer is busy or away; see Retry-After.',
  content: { 'application/problem+json': { schema: z.any() } },
}

/** Sends a document; its one stylesheet, which stands in it, is let through and nothing else. */
export const sendDocument = (reply: FastifyReply, html: string) =>
  reply
    .header(
      'content-security-policy',
      `default-src 'none'; style-src ${styleSource(html)}; font-src data:; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    )
    .type('text/html; charset=utf-8')
    .send(html)

const DOCUMENTS: readonly { document: Document; name: string }[] = [
  { document: 'report', name: 'feedback report' },
  { document: 'conclusion', name: 'conclusion' },
  { document: 'poster', name: 'poster for the staff room, on one page' },
]

export function reportApi(app: Api, deps: PublishDeps) {
  const { db, press } = deps

  for (const { document, name } of DOCUMENTS) {
    app.get(
      `/visits/:id/${document}.html`,
      {
        config: loggedIn,
        schema: {
          operationId: `${document}Html`,
          summary: `The ${name} as HTML, of the draft or of a published version`,
          tags,
          params,
          querystring,
          response: { 200: html, ...refusals, 503: notNow },
        },
      },
      async (request, reply) => {
        if (!request.user) throw unauthorized()
        const wanted = { visitId: request.params.id, ...request.query, document }
        const { html } = await readHtml(db, press, request.user, wanted)
        return sendDocument(reply, html)
      },
    )

    app.get(
      `/visits/:id/${document}.pdf`,
      {
        config: loggedIn,
        schema: {
          operationId: `${document}Pdf`,
          summary: `The ${name} as PDF, of the draft or of a published version`,
          tags,
          params,
          querystring,
          response: { 200: pdf, 304: unchanged, ...refusals, 503: notNow },
        },
      },
      async (request, reply) => {
        if (!request.user) throw unauthorized()
        const wanted = { visitId: request.params.id, ...request.query, document }
        const { pdf, sha256, fileName } = await downloadPdf(db, press, request.user, wanted)
        const etag = `"${sha256}"`
        reply.header('etag', etag)
        if (request.headers['if-none-match'] === etag) return reply.code(304).send(null)
        return reply
          .type('application/pdf')
          .header('content-disposition', contentDisposition(fileName))
          .send(Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength))
      },
    )
  }

  app.get(
    '/visits/:id/publication',
    {
      config: loggedIn,
      schema: {
        operationId: 'listVersions',
        summary: 'The published versions, newest first',
        tags,
        params,
        response: { 200: z.object({ items: z.array(PublishedVersion), nextCursor: z.null() }), ...refusals },
      },
    },
    async ({ user, params: { id } }) => {
      if (!user) throw unauthorized()
      const publication = await findPublication(db, id)
      if (!publication || newestFor(user, publication) === null) throw notFound('Rapporten')
      const versions = await listVersions(db, user, id)
      return {
        items: versions.map(version => ({ ...version, publishedAt: version.publishedAt.toISOString() })),
        nextCursor: null,
      }
    },
  )

  app.post(
    '/visits/:id/publication',
    {
      config: { policy: 'consultantOrAdministrator' },
      schema: {
        operationId: 'publish',
        summary: 'Print and freeze report, conclusion and poster as the next version',
        tags,
        params,
        body: z
          .strictObject({
            skipHearing: z.strictObject({ reason: line(500) }).optional(),
            release: z
              .strictObject(WantedPlan.shape)
              .partial()
              .optional()
              .describe(
                'Who gets it when. Left out: the leader at once, or when an earlier version is withheld still.',
              ),
          })
          .default({}),
        response: { 201: Publication, ...writeRefusals, 503: notNow },
      },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      return reply.code(201).send(await publish(deps, request.user, request.params.id, request.body))
    },
  )
}

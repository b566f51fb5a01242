// /api/v1/visits/{id}/hearing: sending a draft, its comments and answers, the leader's remark, and the end of it.
import { create as contentDisposition } from 'content-disposition'
import { z } from 'zod'
import { type Api, etag, ifMatch, refusals, writeRefusals } from '../http/api.ts'
import { notFound, unauthorized } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { id } from '../lib/fields.ts'
import { writeLog } from '../log/log.queries.ts'
import { findTilbudName } from '../tilbud/tilbud.queries.ts'
import { Visit } from '../visit/visit.schema.ts'
import { addComment, answerComment } from './comment.actions.ts'
import { commentsDocument } from './comments-document.ts'
import {
  changeDeadline,
  closeHearing,
  type HearingDeps,
  sayNoRemarks,
  sendToHearing,
  takeBack,
  writeRemark,
} from './hearing.actions.ts'
import { openHearing, readComments, readHearing } from './hearing.reading.ts'
import { Answer, Comment, DeadlineChange, Hearing, NewComment, NewHearing, Remark } from './hearing.schema.ts'

const tags = ['hearing']
const params = z.object({ id })
const writers = { policy: 'consultantOrAdministrator' } as const
const loggedIn = { policy: 'loggedIn' } as const

export function hearingApi(app: Api, deps: HearingDeps) {
  const { db } = deps
  const comment = async (user: RequestUser, visitId: string, commentId: string) => {
    const { visit } = await openHearing(db, user, visitId)
    const found = (await readComments(db, visit)).find(one => one.id === commentId)
    if (!found) throw notFound('Bemærkningen')
    return found
  }

  app.get(
    '/visits/:id/hearing',
    {
      config: loggedIn,
      schema: {
        operationId: 'getHearing',
        summary: 'The newest hearing of the visit',
        tags,
        params,
        response: { 200: Hearing, ...refusals },
      },
    },
    async ({ user, params: { id } }, reply) => {
      if (!user) throw unauthorized()
      const hearing = await readHearing(db, user, id)
      return reply.header('etag', etag(hearing.version)).send(hearing)
    },
  )

  app.post(
    '/visits/:id/hearing',
    {
      config: writers,
      schema: {
        operationId: 'sendToHearing',
        summary: 'Send the draft to the leader and perhaps a deputy, with a deadline',
        tags,
        params,
        body: NewHearing.default({}),
        response: { 200: Visit, ...writeRefusals },
      },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      const visit = await sendToHearing(deps, request.user, request.params.id, request.body)
      return reply.header('etag', etag(visit.version)).send(visit)
    },
  )

  app.delete(
    '/visits/:id/hearing',
    {
      config: writers,
      schema: {
        operationId: 'takeBack',
        summary: 'Take the draft back from hearing',
        tags,
        params,
        response: { 200: Visit, ...writeRefusals },
      },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      const visit = await takeBack(deps, request.user, request.params.id)
      return reply.header('etag', etag(visit.version)).send(visit)
    },
  )

  app.patch(
    '/visits/:id/hearing',
    {
      config: writers,
      schema: {
        operationId: 'changeDeadline',
        summary: 'Move the deadline; below ten working days only with a reason',
        tags,
        params,
        body: DeadlineChange,
        response: { 200: Hearing, ...writeRefusals },
      },
    },
    async ({ user, params: { id }, headers, body }, reply) => {
      if (!user) throw unauthorized()
      await changeDeadline(deps, user, id, ifMatch(headers), body)
      const hearing = await readHearing(db, user, id)
      return reply.header('etag', etag(hearing.version)).send(hearing)
    },
  )

  app.post(
    '/visits/:id/hearing/close',
    {
      config: writers,
      schema: {
        operationId: 'closeHearing',
        summary: 'End the hearing: no more comments',
        tags,
        params,
        response: { 200: Hearing, ...writeRefusals },
      },
    },
    async ({ user, params: { id } }) => {
      if (!user) throw unauthorized()
      await closeHearing(deps, user, id)
      return readHearing(db, user, id)
    },
  )

  app.post(
    '/visits/:id/hearing/no-remarks',
    {
      config: loggedIn,
      schema: {
        operationId: 'sayNoRemarks',
        summary: 'A leader has no comments, or no more of them',
        tags,
        params,
        response: { 200: Hearing, ...writeRefusals },
      },
    },
    async ({ user, params: { id } }) => {
      if (!user) throw unauthorized()
      await sayNoRemarks(deps, user, id)
      return readHearing(db, user, id)
    },
  )

  app.put(
    '/visits/:id/hearing/remark',
    {
      config: loggedIn,
      schema: {
        operationId: 'writeRemark',
        summary: "The leader's remark, which the report prints unedited; empty takes it away",
        tags,
        params,
        body: Remark,
        response: { 200: Hearing, ...writeRefusals },
      },
    },
    async ({ user, params: { id }, headers, body }, reply) => {
      if (!user) throw unauthorized()
      await writeRemark(deps, user, id, ifMatch(headers), body.text)
      const hearing = await readHearing(db, user, id)
      return reply.header('etag', etag(hearing.version)).send(hearing)
    },
  )

  app.get(
    '/visits/:id/hearing/comments',
    {
      config: loggedIn,
      schema: {
        operationId: 'listComments',
        summary: 'All comments of the visit with their answers, and both texts',
        tags,
        params,
        response: { 200: z.object({ items: z.array(Comment), nextCursor: z.null() }), ...refusals },
      },
    },
    async ({ user, params: { id } }) => {
      if (!user) throw unauthorized()
      const { visit } = await openHearing(db, user, id)
      return { items: await readComments(db, visit), nextCursor: null }
    },
  )

  app.get(
    '/visits/:id/hearing/comments.pdf',
    {
      config: loggedIn,
      schema: {
        operationId: 'commentsPdf',
        summary: 'Comments and answers as a PDF of its own',
        tags,
        params,
        response: {
          200: { description: 'The PDF.', content: { 'application/pdf': { schema: z.any() } } },
          ...refusals,
          503: {
            description: 'The printer is busy or away; see Retry-After.',
            content: { 'application/problem+json': { schema: z.any() } },
          },
        },
      },
    },
    async ({ user, params: { id } }, reply) => {
      if (!user) throw unauthorized()
      const { visit, hearing, recipients } = await openHearing(db, user, id)
      const about = { tilbud: await findTilbudName(db, visit.tilbudId), visitedOn: visit.visitedOn }
      const document = commentsDocument(about, hearing, recipients, await readComments(db, visit))
      const pdf = await deps.print('hearing/comments.hbs', document)
      const log = { userId: user.id, action: 'download', subject: 'comment', subjectId: id } as const
      await writeLog(db, { ...log, visitId: id, tilbudId: visit.tilbudId })
      return reply
        .type('application/pdf')
        .header('content-disposition', contentDisposition(`${document.title.replaceAll(/[\\/:*?"<>|]+/g, '-')}.pdf`))
        .send(Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength))
    },
  )

  app.post(
    '/visits/:id/hearing/comments',
    {
      config: loggedIn,
      schema: {
        operationId: 'addComment',
        summary: 'A leader comments on a passage of the draft',
        tags,
        params,
        body: NewComment,
        response: { 200: Comment, 201: Comment, ...writeRefusals },
      },
    },
    async ({ user, params: { id }, body }, reply) => {
      if (!user) throw unauthorized()
      const written = await addComment(deps, user, id, body)
      const answer = await comment(user, id, written.id)
      return reply
        .code(written.created ? 201 : 200)
        .header('etag', etag(answer.version))
        .send(answer)
    },
  )

  app.patch(
    '/visits/:id/hearing/comments/:commentId',
    {
      config: writers,
      schema: {
        operationId: 'answerComment',
        summary: 'Answer a comment: corrected, partly, not corrected and why',
        tags,
        params: z.object({ id, commentId: id }),
        body: Answer,
        response: { 200: Comment, ...writeRefusals },
      },
    },
    async ({ user, params: { id, commentId }, headers, body }, reply) => {
      if (!user) throw unauthorized()
      await answerComment(deps, user, id, commentId, ifMatch(headers), body)
      const answer = await comment(user, id, commentId)
      return reply.header('etag', etag(answer.version)).send(answer)
    },
  )
}

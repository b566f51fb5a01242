// /hearing/{visit}: where the leader reads the draft, comments on it, says that there is nothing more, and writes the remark.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { notFound, unauthorized } from '../http/errors.ts'
import { fieldsOf, refusalOf, textOf } from '../http/form.ts'
import { renderPage } from '../http/page.ts'
import { danishDate } from '../lib/danish-date.ts'
import { id as uuid } from '../lib/fields.ts'
import { findModel } from '../model/model.queries.ts'
import { findTilbudName } from '../tilbud/tilbud.queries.ts'
import { asFieldErrors, messagesByField } from '../visit/form.ts'
import { logReading } from '../visit/visit.reading.ts'
import { may } from '../visit/visit.rules.ts'
import { addComment } from './comment.actions.ts'
import { type HearingDeps, sayNoRemarks, writeRemark } from './hearing.actions.ts'
import { openHearing, readComments, textsAsSent, textsNow } from './hearing.reading.ts'
import { NewComment, Remark } from './hearing.schema.ts'
import { commentForm, draftView, leaderState, ownComments, type TypedComment } from './leader.view.ts'

type OneVisit = { Params: { id: string }; Querystring: { text?: string } }
type Tried = {
  comment?: { typed: TypedComment; messages: Record<string, string> }
  remark?: { text: string; error: string; version?: number }
  error?: string
}

const config = { policy: 'loggedIn' } as const

const nothingTyped = (textKey: string): TypedComment => ({ textKey, quote: '', quoteStart: '0', kind: '', body: '' })

export function leaderPages(app: FastifyInstance, deps: HearingDeps) {
  const { db } = deps

  async function open(request: FastifyRequest<OneVisit>) {
    const { user } = request
    if (!user) throw unauthorized()
    const visitId = uuid.safeParse(request.params.id).data
    if (!visitId) throw notFound('Høringen')
    return { user, ...(await openHearing(db, user, visitId)) }
  }

  async function render(request: FastifyRequest<OneVisit>, reply: FastifyReply, tried: Tried = {}) {
    const { user, visit, hearing, recipients } = await open(request)
    if (request.method === 'GET') await logReading(db, user, visit)
    const href = `/hearing/${visit.id}`
    const sent = await textsAsSent(db, visit.id, hearing.draftNumber)
    const comments = await readComments(db, visit)
    const own = comments.filter(({ draftNumber }) => draftNumber === hearing.draftNumber)
    const model = await findModel(db, visit.modelId)
    const name = await findTilbudName(db, visit.tilbudId)
    const now = deps.now()
    const isDone = recipients.some(({ userId, noRemarksAt }) => userId === user.id && noRemarksAt !== null)
    const mayComment = may(user, 'comment', visit) && !hearing.closedAt
    return renderPage(request, reply, 'hearing/leader.hbs', {
      title: `Høring – ${name}`,
      wide: true,
      href,
      name,
      date: danishDate(visit.visitedOn),
      pdfHref: `/api/v1/visits/${visit.id}/report.pdf?draft=${hearing.draftNumber}`,
      commentsPdfHref: `/api/v1/visits/${visit.id}/hearing/comments.pdf`,
      error: tried.error ?? null,
      state: leaderState(hearing, { isDone, inHearing: visit.status === 'hearing', now }),
      draft: draftView(sent, await textsNow(db, visit), { themes: model?.themes ?? [], comments: own, href }),
      form: mayComment
        ? commentForm(
            sent,
            tried.comment?.typed ?? nothingTyped(request.query.text ?? ''),
            tried.comment?.messages ?? {},
          )
        : null,
      comments: ownComments(comments),
      remark: may(user, 'remark', visit)
        ? {
            text: tried.remark?.text ?? hearing.remark ?? '',
            error: tried.remark?.error ?? null,
            version: tried.remark?.version ?? hearing.version,
          }
        : null,
      remarkText: hearing.remark,
    })
  }

  app.get<OneVisit>('/hearing/:id', { config }, (request, reply) => render(request, reply))

  app.post<OneVisit>('/hearing/:id/comment', { config }, async (request, reply) => {
    const { user, visit } = await open(request)
    const sent = fieldsOf(request.body)
    const field = (name: string) => textOf(sent, name)
    const typed = {
      ...{ textKey: field('textKey'), quote: field('quote'), quoteStart: field('quoteStart') },
      ...{ kind: field('kind'), body: field('body') },
    }
    const refuse = (status: number, messages: Record<string, string>) =>
      render(request, reply.code(status), { comment: { typed, messages } })
    const input = NewComment.safeParse({ ...typed, quoteStart: Number(typed.quoteStart) || 0 })
    if (!input.success) return refuse(422, messagesByField(asFieldErrors(input.error.issues)))
    const refusal = await refusalOf(() => addComment(deps, user, visit.id, input.data), '')
    if (refusal)
      return refuse(
        refusal.status,
        refusal.errors.length > 0 ? messagesByField(refusal.errors) : { '': refusal.message },
      )
    request.session.flash = { kind: 'success', text: 'Bemærkningen er sendt. I kan skrive flere.' }
    return reply.redirect(`/hearing/${visit.id}#comments`, 303)
  })

  app.post<OneVisit>('/hearing/:id/no-remarks', { config }, async (request, reply) => {
    const { user, visit } = await open(request)
    const refusal = await refusalOf(() => sayNoRemarks(deps, user, visit.id), '')
    if (refusal) return render(request, reply.code(refusal.status), { error: refusal.message })
    request.session.flash = { kind: 'success', text: 'Tak. Konsulenterne kan se, at I er færdige.' }
    return reply.redirect(`/hearing/${visit.id}`, 303)
  })

  app.post<OneVisit>('/hearing/:id/remark', { config }, async (request, reply) => {
    const { user, visit } = await open(request)
    const sent = fieldsOf(request.body)
    const text = textOf(sent, 'text')
    const refuse = (status: number, error: string, version?: number) =>
      render(request, reply.code(status), { remark: { text, error, ...(version && { version }) } })
    const remark = Remark.safeParse({ text })
    if (!remark.success) return refuse(422, remark.error.issues[0]?.message ?? '')
    const write = () => writeRemark(deps, user, visit.id, Number(textOf(sent, 'version')), remark.data.text)
    const refusal = await refusalOf(write, '')
    if (refusal?.status === 412)
      return refuse(
        412,
        'Høringen er ændret imens. Se siden igennem, og gem igen, hvis lederbemærkningen skal gælde.',
        (refusal.current as { version: number }).version,
      )
    if (refusal) return refuse(refusal.status, refusal.errors[0]?.message ?? refusal.message)
    request.session.flash = { kind: 'success', text: 'Lederbemærkningen er gemt og trykkes, som den står.' }
    return reply.redirect(`/hearing/${visit.id}#remark`, 303)
  })
}

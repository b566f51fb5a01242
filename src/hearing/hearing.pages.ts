// /visit/{id}/hearing: sending a draft, following how it goes, and answering the comments; and taking the draft back.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { conflict, Refusal } from '../http/errors.ts'
import { fieldsOf, listOf, refusalOf, textOf } from '../http/form.ts'
import { listUndelivered } from '../mail/mail.queries.ts'
import { listLeadersOf } from '../tilbud/tilbud.queries.ts'
import { asFieldErrors, messagesByField } from '../visit/form.ts'
import type { FrameSource } from '../visit/frame.view.ts'
import { openVisit, renderVisit } from '../visit/open-visit.ts'
import { may, type Step, WHY_NOT, worksOn } from '../visit/visit.rules.ts'
import { answerComment } from './comment.actions.ts'
import type { TriedAnswer } from './comment.view.ts'
import { changeDeadline, closeHearing, type HearingDeps, sendToHearing, takeBack } from './hearing.actions.ts'
import { findHearing, listRecipients } from './hearing.queries.ts'
import { readComments } from './hearing.reading.ts'
import { Answer, DeadlineChange, NewHearing } from './hearing.schema.ts'
import { commentsView, courseView, type SendTexts, sendForm } from './hearing.view.ts'

type OneVisit = { Params: { id: string } }
type OneComment = { Params: { id: string; commentId: string } }
type Tried = {
  send?: { typed: SendTexts; messages: Record<string, string> }
  answer?: TriedAnswer
  deadline?: { deadline: string; reason: string; messages: Record<string, string> }
  error?: string
}

const config = { policy: 'consultantOrAdministrator' } as const

const textsSent = (sent: Record<string, unknown>): SendTexts => ({
  deadline: textOf(sent, 'deadline'),
  reason: textOf(sent, 'reason'),
  leaderIds: listOf(sent, 'leaderIds'),
  deputyId: textOf(sent, 'deputyId'),
  deputyName: textOf(sent, 'deputyName'),
  deputyEmail: textOf(sent, 'deputyEmail'),
})

/** What the form means; who sends nothing but a deadline asks all leaders. */
function toHearing(
  { deadline, reason, leaderIds, deputyId, deputyName, deputyEmail }: SendTexts,
  asksLeaders: boolean,
) {
  const isInvited = deputyName.trim() !== '' || deputyEmail.trim() !== ''
  return {
    ...(deadline && { deadline }),
    ...(reason.trim() && { reason }),
    ...(asksLeaders && { leaderIds }),
    ...(isInvited
      ? { deputy: { name: deputyName, email: deputyEmail.trim() } }
      : deputyId && { deputy: { userId: deputyId } }),
  }
}

export function hearingPages(app: FastifyInstance, deps: HearingDeps) {
  const { db } = deps

  async function render(request: FastifyRequest, reply: FastifyReply, source: FrameSource, tried: Tried = {}) {
    const { user, visit } = source
    const hearing = worksOn(user, visit) ? await findHearing(db, visit.id) : undefined
    const sends = may(user, 'sendToHearing', visit)
    if (!sends && !hearing) throw conflict(WHY_NOT[visit.status])
    const now = deps.now()
    const leaders = await listLeadersOf(db, visit.tilbudId)
    const comments = hearing ? await readComments(db, visit) : []
    const recipients = hearing ? await listRecipients(db, hearing.id) : []
    const undelivered = hearing ? await listUndelivered(db, visit.id) : []
    const step = (name: Step) => may(user, name, visit)
    return renderVisit(request, reply, 'hearing/hearing.hbs', {
      source,
      current: 'hearing',
      title: 'Høring',
      here: `/visit/${visit.id}/hearing`,
      takeBackHref: `/visit/${visit.id}/take-back`,
      leaderHref: `/hearing/${visit.id}`,
      pdfHref: `/api/v1/visits/${visit.id}/hearing/comments.pdf`,
      error: tried.error ?? null,
      send: sends ? sendForm(leaders, { typed: null, messages: {}, now, ...tried.send }) : null,
      course: hearing ? courseView(hearing, recipients, { undelivered, now }) : null,
      comments: commentsView(comments, tried.answer ?? null, step('answer')),
      hasComments: comments.length > 0,
      deadline:
        hearing && step('changeDeadline') && !hearing.closedAt
          ? {
              value: tried.deadline?.deadline ?? hearing.deadline,
              reason: tried.deadline?.reason ?? hearing.shorterBecause ?? '',
              deadlineError: tried.deadline?.messages.deadline ?? null,
              reasonError: tried.deadline?.messages.reason ?? null,
              version: hearing.version,
              open: tried.deadline !== undefined,
            }
          : null,
      mayClose: hearing !== undefined && step('closeHearing') && !hearing.closedAt,
      mayPublish: step('publish'),
      mayTakeBack: step('takeBack'),
      mayWrite: step('write'),
    })
  }

  app.get<OneVisit>('/visit/:id/hearing', { config }, async (request, reply) =>
    render(request, reply, await openVisit(db, request, request.params.id)),
  )

  app.post<OneVisit>('/visit/:id/hearing', { config }, async (request, reply) => {
    const source = await openVisit(db, request, request.params.id)
    const sent = fieldsOf(request.body)
    const typed = textsSent(sent)
    const refuse = (status: number, messages: Record<string, string>, error?: string) =>
      render(request, reply.code(status), source, { send: { typed, messages }, ...(error && { error }) })
    const input = NewHearing.safeParse(toHearing(typed, textOf(sent, 'asksLeaders') !== ''))
    if (!input.success) {
      const messages = messagesByField(asFieldErrors(input.error.issues))
      if (messages.deputy) messages.deputy = 'Skriv både navn og en e-mailadresse, for eksempel navn@kommune.dk.'
      return refuse(422, messages)
    }
    const refusal = await refusalOf(() => sendToHearing(deps, source.user, source.visit.id, input.data), '')
    if (refusal)
      return refusal.errors.length > 0
        ? refuse(refusal.status, messagesByField(refusal.errors))
        : refuse(refusal.status, {}, refusal.message)
    request.session.flash = { kind: 'success', text: 'Besøget er sendt i høring. Lederen kan læse udkastet.' }
    return reply.redirect(`/visit/${source.visit.id}/hearing`, 303)
  })

  const back = (reply: FastifyReply, visitId: string, anchor = '') =>
    reply.redirect(`/visit/${visitId}/hearing${anchor}`, 303)

  app.post<OneComment>('/visit/:id/hearing/comment/:commentId', { config }, async (request, reply) => {
    const source = await openVisit(db, request, request.params.id)
    const sent = fieldsOf(request.body)
    const { commentId } = request.params
    const typed = { answer: textOf(sent, 'answer'), answerText: textOf(sent, 'answerText') }
    const version = Number(textOf(sent, 'version'))
    const refuse = (status: number, error: string, now = version) =>
      render(request, reply.code(status), source, { answer: { id: commentId, ...typed, error, version: now } })
    const answer = Answer.safeParse(typed)
    if (!answer.success) return refuse(422, answer.error.issues[0]?.message ?? '')
    const write = () => answerComment(deps, source.user, source.visit.id, commentId, version, answer.data)
    const refusal = await refusalOf(write, '')
    if (refusal?.status === 412)
      return refuse(
        412,
        'En kollega har svaret imens. Send igen, hvis dit svar skal gælde i stedet.',
        (refusal.current as { version: number }).version,
      )
    if (refusal) return refuse(refusal.status, refusal.message)
    request.session.flash = { kind: 'success', text: 'Svaret er gemt. Lederen kan se det.' }
    return back(reply, source.visit.id, `#comment-${commentId}`)
  })

  app.post<OneVisit>('/visit/:id/hearing/deadline', { config }, async (request, reply) => {
    const source = await openVisit(db, request, request.params.id)
    const sent = fieldsOf(request.body)
    const typed = { deadline: textOf(sent, 'deadline'), reason: textOf(sent, 'reason') }
    const refuse = (status: number, messages: Record<string, string>, error?: string) =>
      render(request, reply.code(status), source, { deadline: { ...typed, messages }, ...(error && { error }) })
    const change = DeadlineChange.safeParse({
      deadline: typed.deadline,
      ...(typed.reason.trim() && { reason: typed.reason }),
    })
    if (!change.success) return refuse(422, messagesByField(asFieldErrors(change.error.issues)))
    const version = Number(textOf(sent, 'version'))
    const refusal = await refusalOf(() => changeDeadline(deps, source.user, source.visit.id, version, change.data), '')
    if (refusal)
      return refuse(
        refusal.status,
        messagesByField(refusal.errors),
        refusal.errors.length > 0 ? undefined : refusal.message,
      )
    request.session.flash = { kind: 'success', text: 'Svarfristen er ændret. De, der skal svare, får besked.' }
    return back(reply, source.visit.id)
  })

  app.post<OneVisit>('/visit/:id/hearing/close', { config }, async (request, reply) => {
    const source = await openVisit(db, request, request.params.id)
    const refusal = await refusalOf(() => closeHearing(deps, source.user, source.visit.id), '')
    if (refusal) return render(request, reply.code(refusal.status), source, { error: refusal.message })
    request.session.flash = { kind: 'success', text: 'Høringen er lukket.' }
    return back(reply, source.visit.id)
  })

  const takeBackForm = (request: FastifyRequest, reply: FastifyReply, source: FrameSource, error: string | null) =>
    renderVisit(request, reply, 'visit/step.hbs', {
      source,
      current: 'step',
      title: 'Træk tilbage fra høring',
      heading: 'Træk tilbage fra høring',
      text: 'Udkastet bliver en kladde igen, som I kan skrive i. Lederen kan ikke længere læse det og får besked. Bemærkninger, der er kommet, skal stadig besvares. Send det i høring igen, når det er klar.',
      button: 'Træk tilbage',
      action: `/visit/${source.visit.id}/take-back`,
      field: null,
      error,
    })

  app.get<OneVisit>('/visit/:id/take-back', { config }, async (request, reply) => {
    const source = await openVisit(db, request, request.params.id)
    if (!may(source.user, 'takeBack', source.visit)) throw conflict(WHY_NOT[source.visit.status])
    return takeBackForm(request, reply, source, null)
  })

  app.post<OneVisit>('/visit/:id/take-back', { config }, async (request, reply) => {
    const source = await openVisit(db, request, request.params.id)
    const refusal = await refusalOf(() => takeBack(deps, source.user, source.visit.id), '')
    if (refusal instanceof Refusal) return takeBackForm(request, reply.code(refusal.status), source, refusal.message)
    request.session.flash = { kind: 'success', text: 'Besøget er trukket tilbage. I kan skrive i det igen.' }
    return reply.redirect(`/visit/${source.visit.id}`, 303)
  })
}

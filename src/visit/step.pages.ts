// The steps that a visit takes, each a form that says what happens next. Those of the hearing stand there, publishing with
// the report.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { conflict, Refusal } from '../http/errors.ts'
import { fieldsOf, textOf } from '../http/form.ts'
import type { RequestUser } from '../http/request-user.ts'
import { line } from '../lib/fields.ts'
import { correctVisit, type GiveUpDeps, giveUpCorrection } from './correction.actions.ts'
import { asFieldErrors, messagesByField, type Sent } from './form.ts'
import type { FrameSource } from './frame.view.ts'
import { openVisit, renderVisit } from './open-visit.ts'
import { cancelVisit } from './visit.actions.ts'
import { may, type Step, WHY_NOT } from './visit.rules.ts'

type OneVisit = { Params: { id: string } }

type StepForm = {
  path: string
  step: Step
  heading: string
  text: string
  button: string
  done: string
  /** Where the person goes afterwards; the visit itself unless it is gone. */
  after?: string
  field: { name: 'reason'; label: string; helptext: string; type: string; optional: boolean } | null
  take: (deps: Deps, user: RequestUser, visitId: string, body: Sent) => Promise<unknown>
}

type Deps = GiveUpDeps & { now: () => Date }

const config = { policy: 'consultantOrAdministrator' } as const

const Reason = z.object({ reason: line(500) })

const STEP_FORMS: readonly StepForm[] = [
  {
    path: 'cancellation',
    step: 'cancel',
    heading: 'Aflys besøget',
    text: 'Besøget forsvinder fra jeres lister og bliver meldt aflyst i kalenderne. Er det i fremtiden, får tilbuddets ledere en mail. En administrator kan planlægge det igen fra årsplanen.',
    button: 'Aflys besøget',
    done: 'Besøget er aflyst.',
    after: '/visit',
    field: {
      name: 'reason',
      label: 'Hvorfor aflyses besøget?',
      helptext: 'Én linje. Begrundelsen står i årsplanen.',
      type: 'text',
      optional: false,
    },
    take: ({ db, now }, user, visitId, body) =>
      cancelVisit(db, user, visitId, Reason.parse({ reason: textOf(body, 'reason') }).reason, now()),
  },
  {
    path: 'correction',
    step: 'correct',
    heading: 'Begynd en rettelse',
    text: 'Besøget bliver en kladde, som I kan rette i. Den udgivne rapport kan stadig læses og hentes, til I udgiver en ny version. Den gamle version bliver ikke slettet.',
    button: 'Begynd rettelsen',
    done: 'I kan nu rette i besøget. Udgiv en ny version, når det er klar.',
    field: {
      name: 'reason',
      label: 'Hvad skal rettes, og hvorfor?',
      helptext: 'Én linje. Begrundelsen står sammen med den nye version.',
      type: 'text',
      optional: false,
    },
    take: ({ db }, user, visitId, body) =>
      correctVisit(db, user, visitId, Reason.parse({ reason: textOf(body, 'reason') })),
  },
  {
    path: 'give-up-correction',
    step: 'giveUpCorrection',
    heading: 'Fortryd rettelsen',
    text: 'Alle punkter, fakta og tekster bliver igen, som de blev udgivet, og besøget er udgivet igen. Det, I har skrevet i rettelsen, bliver i besøgets historik, men står ikke længere i teksterne.',
    button: 'Fortryd rettelsen',
    done: 'Rettelsen er fortrudt. Besøget er igen, som det blev udgivet.',
    field: null,
    take: (deps, user, visitId) => giveUpCorrection(deps, user, visitId),
  },
]

export function stepPages(app: FastifyInstance, deps: Deps) {
  for (const { path, step, take, done, after, field, ...form } of STEP_FORMS) {
    const render = (
      request: FastifyRequest,
      reply: FastifyReply,
      source: FrameSource,
      { value = '', error = null as string | null } = {},
    ) =>
      renderVisit(request, reply, 'visit/step.hbs', {
        source,
        current: 'step',
        title: form.heading,
        ...form,
        action: `/visit/${source.visit.id}/${path}`,
        field: field && { ...field, value, error },
        error: field ? null : error,
      })

    app.get<OneVisit>(`/visit/:id/${path}`, { config }, async (request, reply) => {
      const source = await openVisit(deps.db, request, request.params.id)
      if (!may(source.user, step, source.visit)) throw conflict(WHY_NOT[source.visit.status])
      return render(request, reply, source)
    })

    app.post<OneVisit>(`/visit/:id/${path}`, { config }, async (request, reply) => {
      const source = await openVisit(deps.db, request, request.params.id)
      const body = fieldsOf(request.body)
      const refuse = (status: number, error: string) => {
        reply.code(status)
        return render(request, reply, source, { value: field ? textOf(body, field.name) : '', error })
      }
      try {
        await take(deps, source.user, source.visit.id, body)
        request.session.flash = { kind: 'success', text: done }
        return reply.redirect(after ?? `/visit/${source.visit.id}`, 303)
      } catch (error) {
        if (error instanceof z.ZodError)
          return refuse(422, Object.values(messagesByField(asFieldErrors(error.issues)))[0] ?? '')
        if (error instanceof Refusal) return refuse(error.status, error.message)
        throw error
      }
    })
  }
}

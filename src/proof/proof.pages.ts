// /visit/{id}/proof: what the proof-reader finds, and the answers to it; /proof/settings: what its rules do.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../db/tables.ts'
import { notFound, Refusal, unauthorized } from '../http/errors.ts'
import { fieldsOf, submit, textOf } from '../http/form.ts'
import { renderPage } from '../http/page.ts'
import type { FrameSource, Part } from '../visit/frame.view.ts'
import { openVisit, renderVisit } from '../visit/open-visit.ts'
import { worksOn } from '../visit/visit.rules.ts'
import type { Tried } from './finding.view.ts'
import { readPanel } from './panel.ts'
import { answerFinding, changeSettings, readSettings } from './proof.actions.ts'
import { readFindings } from './proof.reading.ts'
import { FindingAnswer, ProofSettingsChange } from './proof.schema.ts'
import { proofView } from './proof.view.ts'
import { RULES } from './rulebook.ts'
import { settingsView } from './settings.view.ts'

type OneVisit = { Params: { id: string } }
type OnePanel = OneVisit & { Querystring: { part?: string } }
type OneFinding = { Params: { id: string; key: string } }

// Not by policy: to a leader a draft does not exist, and neither does what was found in it.
const loggedIn = { policy: 'loggedIn' } as const
const administrators = { policy: 'administrator' } as const

/** A page of the visit that has a panel, as its address names it. */
const partIn = (typed: string | undefined, { model }: FrameSource): Part | undefined => {
  const parts: Part[] = ['facts', 'impression', 'conclusion', ...model.themes.map(({ key }) => `theme/${key}` as const)]
  return parts.find(part => part === typed)
}

export function proofPages(app: FastifyInstance, { db }: { db: Db }) {
  async function openProof(request: FastifyRequest, visitId: string) {
    const source = await openVisit(db, request, visitId)
    if (!worksOn(source.user, source.visit)) throw notFound('Besøget')
    return source
  }

  async function renderProof(request: FastifyRequest, reply: FastifyReply, source: FrameSource, tried: Tried | null) {
    const findings = await readFindings(db, source.visit)
    return renderVisit(request, reply, 'proof/proof.hbs', {
      source,
      current: 'proof',
      title: 'Korrektur',
      maySet: source.user.role === 'administrator',
      proof: proofView({ visit: source.visit, model: source.model, findings, tried }),
    })
  }

  app.get<OneVisit>('/visit/:id/proof', { config: loggedIn }, async (request, reply) =>
    renderProof(request, reply, await openProof(request, request.params.id), null),
  )

  // What a page shows beside its text, alone: asked for again when something was saved.
  app.get<OnePanel>('/visit/:id/proof/panel', { config: loggedIn }, async (request, reply) => {
    const source = await openProof(request, request.params.id)
    const part = partIn(request.query.part, source)
    const panel = part && (await readPanel(db)(source, part))
    if (!panel) throw notFound('Siden')
    return reply.type('text/html; charset=utf-8').view('proof/panel.hbs', { panel })
  })

  app.post<OneFinding>('/visit/:id/proof/:key', { config: loggedIn }, async (request, reply) => {
    const source = await openProof(request, request.params.id)
    const { key } = request.params
    const typed = textOf(fieldsOf(request.body), 'reason')
    const refuse = (status: number, error: string) => {
      reply.code(status)
      return renderProof(request, reply, source, { key, reason: typed, error })
    }
    const answer = FindingAnswer.safeParse({ reason: typed })
    if (!answer.success)
      return refuse(
        422,
        typed.trim() === '' ? 'Skriv, hvorfor det skal stå, som det gør.' : 'Skriv højst 500 tegn på én linje.',
      )
    try {
      await answerFinding(db, source.user, source.visit.id, key, answer.data.reason)
      request.session.flash = {
        kind: 'success',
        text: 'Svaret er gemt. Det gælder, så længe teksten ikke bliver rettet.',
      }
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal
      // The finding is no longer on the page, so there is no form to show again.
      if (refusal.status !== 404) return refuse(refusal.status, refusal.message)
      request.session.flash = { kind: 'info', text: refusal.message }
    }
    const back = partIn(textOf(fieldsOf(request.body), 'back'), source)
    return reply.redirect(`/visit/${source.visit.id}/${back ? `${back}#proof` : 'proof'}`, 303)
  })

  app.get('/proof/settings', { config: administrators }, async (request, reply) =>
    renderPage(request, reply, 'proof/settings.hbs', settingsView(await readSettings(db), null, null)),
  )

  app.post('/proof/settings', { config: administrators }, async (request, reply) => {
    const { user } = request
    if (!user) throw unauthorized()
    const sent = fieldsOf(request.body)
    const typed = new Map(
      RULES.map(({ name }) => [name, textOf(sent, name)] as const).filter(([, effect]) => effect !== ''),
    )
    const items = [...typed].map(([rule, severity]) => ({ rule, severity }))
    const version = Number(textOf(sent, 'version'))
    const refusal = await submit(
      ProofSettingsChange,
      { items },
      change => changeSettings(db, user, version, change),
      '',
    )
    if (!refusal) {
      request.session.flash = { kind: 'success', text: 'Korrekturens regler er gemt.' }
      return reply.redirect('/proof/settings', 303)
    }
    reply.code(refusal.status)
    return renderPage(request, reply, 'proof/settings.hbs', settingsView(await readSettings(db), typed, refusal))
  })
}

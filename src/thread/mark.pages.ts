// /visit/{id}/since: what is new, recurs and is closed since the visit before, and the form that says so; it also stands at
// each theme.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../db/tables.ts'
import { notFound } from '../http/errors.ts'
import { fieldsOf, listOf, refusalOf, textOf } from '../http/form.ts'
import type { FrameSource } from '../visit/frame.view.ts'
import { openVisit, renderVisit } from '../visit/open-visit.ts'
import type { ReadThreads } from '../visit/panel.ts'
import { may, worksOn } from '../visit/visit.rules.ts'
import { type MarkLine, markThreads } from './mark.actions.ts'
import { listThreadsOfPoints } from './mark.queries.ts'
import { followedView, marksForm, sinceView, type TypedMark } from './mark.view.ts'
import type { ThreadDeps } from './thread.actions.ts'
import { readSince } from './thread.reading.ts'
import { type EarlierThread, MarkChange } from './thread.schema.ts'

type OneVisit = { Params: { id: string } }

const config = { policy: 'consultantOrAdministrator' } as const

const around = ({ user, visit, model }: FrameSource) => ({
  visit,
  themes: model.themes,
  editable: may(user, 'write', visit),
})

/** The threads of a theme, as its page prints them; null where there are none, or the person does not work on the visit. */
export const readThreadsOf =
  (db: Db, render: (template: string, data: object) => Promise<string>): ReadThreads =>
  async (source, key) => {
    const { user, visit } = source
    const form = worksOn(user, visit)
      ? marksForm((await readSince(db, visit))?.threads ?? [], key, around(source))
      : null
    const followed = followedView(await listThreadsOfPoints(db, visit.id), key)
    if (!form && followed.length === 0) return null
    return render('thread/at-theme.hbs', { form, followed, sinceHref: `/visit/${visit.id}/since` })
  }

const isSame = (line: MarkLine, { decision, because, pointId }: EarlierThread) =>
  line.mark === decision && line.pointId === pointId && (line.mark !== 'closed' || line.because === because)

export function markPages(app: FastifyInstance, deps: ThreadDeps) {
  const { db } = deps

  async function render(
    request: FastifyRequest,
    reply: FastifyReply,
    source: FrameSource,
    tried: { typed: Map<string, TypedMark>; error: string } | null = null,
  ) {
    const { user, visit, model } = source
    if (!worksOn(user, visit)) throw notFound('Siden')
    const since = await readSince(db, visit)
    const earlier = since?.threads ?? []
    const themes = since ? sinceView(earlier, { visit, themes: model.themes }) : []
    return renderVisit(request, reply, 'thread/since.hbs', {
      source,
      current: 'since',
      title: 'Siden sidst',
      error: tried?.error ?? null,
      hasEarlier: since !== null,
      form: marksForm(earlier, null, { ...around(source), typed: tried?.typed ?? null }),
      themes,
      undecided: themes.reduce((sum, { undecided }) => sum + undecided.length, 0),
    })
  }

  app.get<OneVisit>('/visit/:id/since', { config }, async (request, reply) =>
    render(request, reply, await openVisit(db, request, request.params.id)),
  )

  app.post<OneVisit>('/visit/:id/since', { config }, async (request, reply) => {
    const source = await openVisit(db, request, request.params.id)
    const { user, visit } = source
    const sent = fieldsOf(request.body)
    const earlier = new Map(((await readSince(db, visit))?.threads ?? []).map(thread => [thread.id, thread]))
    const typed = new Map<string, TypedMark>()
    const lines: MarkLine[] = []
    for (const id of listOf(sent, 'thread')) {
      const [mark, because, pointId] = [
        textOf(sent, `mark-${id}`),
        textOf(sent, `because-${id}`),
        textOf(sent, `point-${id}`),
      ]
      const version = Number(textOf(sent, `version-${id}`))
      // Whoever chooses a focus point has said that it goes on.
      const input = MarkChange.safeParse({
        mark: mark || (pointId ? 'continued' : null),
        because: mark === 'closed' ? because : '',
        pointId: pointId || null,
      })
      typed.set(id, { mark, because, pointId, version, error: input.error?.issues[0]?.message ?? null })
      const before = earlier.get(id)
      const line = input.success ? { ...input.data, threadId: id, version } : null
      if (line && !(before && isSame(line, before))) lines.push(line)
    }
    const wrong = [...typed.values()].find(({ error }) => error !== null)
    if (wrong) return render(request, reply.code(422), source, { typed, error: wrong.error ?? '' })
    const refusal = await refusalOf(() => markThreads(deps, user, visit.id, lines), '')
    if (refusal) {
      const stale = refusal.status === 412 ? (refusal.current as EarlierThread) : null
      const one = stale && typed.get(stale.id)
      if (stale && one) typed.set(stale.id, { ...one, version: stale.version, error: 'En kollega har valgt imens.' })
      const error = refusal.errors[0]?.message ?? refusal.message
      return render(request, reply.code(refusal.status), source, { typed, error })
    }
    request.session.flash = { kind: 'success', text: 'Gemt. Det gælder, når rapporten er udgivet.' }
    const from = textOf(sent, 'from')
    const known = source.model.themes.some(({ key }) => key === from)
    return reply.redirect(known ? `/visit/${visit.id}/theme/${from}#earlier` : `/visit/${visit.id}/since`, 303)
  })
}

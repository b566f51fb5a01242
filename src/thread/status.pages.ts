// /thread/status: how it goes with all open focus points, on one page with one save.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { forbidden, unauthorized } from '../http/errors.ts'
import { fieldsOf, listOf, refusalOf, textOf } from '../http/form.ts'
import { renderPage } from '../http/page.ts'
import { id as uuid } from '../lib/fields.ts'
import { writeLog } from '../log/log.queries.ts'
import { statusPage, type TypedStatus } from './status.view.ts'
import { reportStatuses, type StatusLine, type ThreadDeps } from './thread.actions.ts'
import { readFollowed } from './thread.pages.ts'
import { isThreadStepOf } from './thread.rules.ts'
import { NewThreadUpdate, type Thread } from './thread.schema.ts'

type Page = { Querystring: { tilbudId?: string } }

const config = { policy: 'loggedIn' } as const

export function statusPages(app: FastifyInstance, deps: ThreadDeps) {
  const { db } = deps

  function open(request: FastifyRequest<Page>) {
    const { user } = request
    if (!user) throw unauthorized()
    if (!isThreadStepOf(user.role, 'report')) throw forbidden('Kun tilbuddets leder giver status. Bed lederen om det.')
    return { user, tilbudId: uuid.safeParse(request.query.tilbudId).data }
  }

  async function render(
    request: FastifyRequest<Page>,
    reply: FastifyReply,
    tried: { typed: Map<string, TypedStatus>; error: string } | null = null,
  ) {
    const { user, tilbudId } = open(request)
    const { threads, tilbud } = await readFollowed(deps, user, tilbudId ? [tilbudId] : user.tilbudIds)
    if (request.method === 'GET')
      for (const { id } of tilbud)
        await writeLog(db, { userId: user.id, action: 'read', subject: 'thread', tilbudId: id })
    return renderPage(request, reply, 'thread/status.hbs', {
      title: 'Halvårlig status',
      action: `/thread/status${tilbudId ? `?tilbudId=${tilbudId}` : ''}`,
      groups: statusPage(tilbud, threads, tried?.typed ?? null),
      error: tried?.error ?? null,
    })
  }

  app.get<Page>('/thread/status', { config }, (request, reply) => render(request, reply))

  app.post<Page>('/thread/status', { config }, async (request, reply) => {
    const { user } = open(request)
    const sent = fieldsOf(request.body)
    const typed = new Map<string, TypedStatus>()
    const lines: StatusLine[] = []
    for (const id of listOf(sent, 'thread').filter(one => uuid.safeParse(one).success)) {
      const [status, note] = [textOf(sent, `status-${id}`), textOf(sent, `note-${id}`)]
      const version = Number(textOf(sent, `version-${id}`))
      const update = NewThreadUpdate.safeParse({ status, note })
      typed.set(id, { status, note, version, error: update.error?.issues[0]?.message ?? null })
      if (update.success) lines.push({ ...update.data, id, version })
    }
    const wrong = [...typed.values()].find(({ error }) => error !== null)
    if (wrong) return render(request, reply.code(422), { typed, error: wrong.error ?? '' })
    const refusal = await refusalOf(() => reportStatuses(deps, user, lines), '')
    if (refusal) {
      const stale = refusal.status === 412 ? (refusal.current as Thread) : null
      const id = stale?.id ?? refusal.errors[0]?.path.replace(/^\/note-/, '') ?? ''
      const error = refusal.errors[0]?.message ?? refusal.message
      const one = typed.get(id)
      if (one) typed.set(id, { ...one, ...(stale && { version: stale.version }), error })
      return render(request, reply.code(refusal.status), { typed, error })
    }
    request.session.flash = {
      kind: 'success',
      text: 'Tak, status er gemt. Konsulenterne kan læse den før næste besøg.',
    }
    return reply.redirect('/thread', 303)
  })
}

// /thread: the focus points of a tilbud and what became of them; one of them with what is done about it.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { notFound, unauthorized } from '../http/errors.ts'
import { fieldsOf, listOf, refusalOf, textOf } from '../http/form.ts'
import { renderPage } from '../http/page.ts'
import type { RequestUser } from '../http/request-user.ts'
import { danishDay } from '../lib/danish-date.ts'
import { byName } from '../lib/danish-order.ts'
import { id as uuid } from '../lib/fields.ts'
import { writeLog } from '../log/log.queries.ts'
import { asFieldErrors, messagesByField } from '../visit/form.ts'
import { missingRound, roundsAt } from './half-year.rules.ts'
import { changeThread, reportStatus, type ThreadDeps } from './thread.actions.ts'
import { findThread, listFollowed, listGoals, listThreadsOf, listTilbudWithThreads } from './thread.queries.ts'
import { readThread, toThread } from './thread.reading.ts'
import { mayFollow } from './thread.rules.ts'
import { NewThreadUpdate, type Thread, ThreadChange } from './thread.schema.ts'
import { type TypedPlan, threadList, threadPage, tilbudPage } from './thread.view.ts'

type OneThread = { Params: { id: string } }
type List = { Querystring: { tilbudId?: string; after?: string } }
type Tried = NonNullable<Parameters<typeof threadPage>[1]['tried']>
type TriedStatus = NonNullable<Parameters<typeof threadPage>[1]['triedStatus']>

const config = { policy: 'loggedIn' } as const

const TILBUD_ON_A_PAGE = 10

/** The threads of these tilbud that `user` may read, with what is asked of each tilbud today. */
export async function readFollowed(
  { db, now }: ThreadDeps,
  user: RequestUser,
  tilbudIds: readonly string[],
): Promise<{ threads: Thread[]; tilbud: Parameters<typeof threadList>[0] }> {
  const threads = (await listThreadsOf(db, user, tilbudIds)).map(toThread)
  const today = danishDay(now())
  const followed = await listFollowed(db, [...new Set(threads.map(thread => thread.tilbudId))])
  const tilbud = followed.map(({ id, name, publishedAt }) => {
    const published = publishedAt && danishDay(publishedAt)
    const open = threads.filter(thread => thread.tilbudId === id && thread.status !== 'closed')
    const lastOns = open.map(({ updates }) => updates.at(-1)?.on ?? null)
    return {
      ...{ id, name },
      missing: published ? missingRound(published, lastOns, today) : null,
      next: published ? roundsAt(published, today).next : null,
    }
  })
  return { threads, tilbud }
}

export function threadPages(app: FastifyInstance, deps: ThreadDeps) {
  const { db } = deps

  app.get<List>('/thread', { config }, async (request, reply) => {
    const { user } = request
    if (!user) throw unauthorized()
    const tilbudId = uuid.safeParse(request.query.tilbudId).data
    const isOwn = user.role === 'leader'
    const all = tilbudId ? [{ id: tilbudId }] : (await listTilbudWithThreads(db, user)).sort(byName)
    const page = tilbudPage(all, uuid.safeParse(request.query.after).data, TILBUD_ON_A_PAGE)
    const { threads, tilbud } = await readFollowed(deps, user, page.ids)
    for (const { id } of tilbud)
      await writeLog(db, { userId: user.id, action: 'read', subject: 'thread', tilbudId: id })
    const groups = threadList(tilbud, threads, isOwn)
    const asked = groups.filter(({ statusHref }) => statusHref).length
    return renderPage(request, reply, 'thread/list.hbs', {
      title: 'Opfølgning',
      isOwn,
      groups,
      statusHref: isOwn && (asked > 1 || (asked > 0 && page.pager)) ? '/thread/status' : null,
      pager: page.pager,
    })
  })

  async function open(request: FastifyRequest<OneThread>) {
    const { user } = request
    if (!user) throw unauthorized()
    const id = uuid.safeParse(request.params.id).data
    if (!id) throw notFound('Opfølgningen')
    return { user, id }
  }

  async function render(
    request: FastifyRequest<OneThread>,
    reply: FastifyReply,
    { tried, triedStatus }: { tried?: Tried; triedStatus?: TriedStatus } = {},
  ) {
    const { user, id } = await open(request)
    const found = request.method === 'GET' ? await readThread(db, user, id) : await findThread(db, user, id)
    if (!found) throw notFound('Opfølgningen')
    const [tilbud] = await listFollowed(db, [found.tilbudId])
    const may = {
      plan: mayFollow(user, 'plan', found),
      report: mayFollow(user, 'report', found),
      share: mayFollow(user, 'share', found),
    }
    const thread = threadPage(toThread(found), {
      tilbud: tilbud?.name ?? '',
      goals: await listGoals(db),
      may,
      tried: tried ?? null,
      triedStatus: triedStatus ?? null,
    })
    return renderPage(request, reply, 'thread/thread.hbs', { title: `Opfølgning – ${thread.tilbud}`, thread })
  }

  app.get<OneThread>('/thread/:id', { config }, (request, reply) => render(request, reply))

  app.post<OneThread>('/thread/:id', { config }, async (request, reply) => {
    const { user, id } = await open(request)
    const sent = fieldsOf(request.body)
    const typed: TypedPlan = {
      ...{ handling: textOf(sent, 'handling'), role: textOf(sent, 'role'), due: textOf(sent, 'due') },
      goalKeys: listOf(sent, 'goalKeys'),
    }
    const version = Number(textOf(sent, 'version'))
    const refuse = (status: number, messages: Record<string, string>, now = version) =>
      render(request, reply.code(status), { tried: { typed, messages, version: now } })
    const change = ThreadChange.safeParse({ ...typed, due: typed.due || null })
    if (!change.success) return refuse(422, messagesByField(asFieldErrors(change.error.issues)))
    const refusal = await refusalOf(() => changeThread(deps, user, id, version, change.data), '')
    if (refusal?.status === 412)
      return refuse(
        412,
        { '': 'En kollega har skrevet imens. Gem igen, hvis det, du har skrevet, skal gælde i stedet.' },
        (refusal.current as { version: number }).version,
      )
    if (refusal)
      return refuse(
        refusal.status,
        refusal.errors.length > 0 ? messagesByField(refusal.errors) : { '': refusal.message },
      )
    request.session.flash = { kind: 'success', text: 'Gemt. Konsulenterne kan læse det før næste besøg.' }
    return reply.redirect(`/thread/${id}`, 303)
  })

  app.post<OneThread>('/thread/:id/update', { config }, async (request, reply) => {
    const { user, id } = await open(request)
    const sent = fieldsOf(request.body)
    const typed = { status: textOf(sent, 'status'), note: textOf(sent, 'note') }
    const refuse = (status: number, error: string) =>
      render(request, reply.code(status), { triedStatus: { ...typed, error } })
    const update = NewThreadUpdate.safeParse(typed)
    if (!update.success) return refuse(422, update.error.issues[0]?.message ?? '')
    const refusal = await refusalOf(() => reportStatus(deps, user, id, update.data), '')
    if (refusal) return refuse(refusal.status, refusal.errors[0]?.message ?? refusal.message)
    request.session.flash = { kind: 'success', text: 'Status er gemt.' }
    return reply.redirect(`/thread/${id}#status`, 303)
  })
}

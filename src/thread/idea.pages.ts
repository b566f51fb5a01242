// /idea: suggestions from all tilbud that said yes, and what came of them; and the ticks that share one's own.
import type { FastifyInstance } from 'fastify'
import { notFound, unauthorized } from '../http/errors.ts'
import { fieldsOf, listOf } from '../http/form.ts'
import { renderPage } from '../http/page.ts'
import { danishDay } from '../lib/danish-date.ts'
import { id as uuid } from '../lib/fields.ts'
import { writeLog } from '../log/log.queries.ts'
import { findModel, findModelOn } from '../model/model.queries.ts'
import { shareIdeas } from './idea.actions.ts'
import { readIdeas } from './idea.reading.ts'
import { ideaPage } from './idea.view.ts'
import type { ThreadDeps } from './thread.actions.ts'
import { IdeaQuery } from './thread.schema.ts'

type Search = { Querystring: { q?: string; theme?: string } }

const config = { policy: 'loggedIn' } as const

export function ideaPages(app: FastifyInstance, deps: ThreadDeps) {
  const { db } = deps

  app.get<Search>('/idea', { config }, async (request, reply) => {
    const { user, query } = request
    if (!user) throw unauthorized()
    const wanted = {
      q: IdeaQuery.q.parse(query.q || undefined),
      theme: IdeaQuery.theme.parse(query.theme || undefined),
    }
    const inForce = await findModelOn(db, danishDay(deps.now()))
    const model = inForce && (await findModel(db, inForce.id))
    const bank = ideaPage(await readIdeas(db, wanted), wanted, model?.themes ?? [])
    await writeLog(db, { userId: user.id, action: 'read', subject: 'idea' })
    return renderPage(request, reply, 'thread/ideas.hbs', { title: 'Idébank', bank, isLeader: user.role === 'leader' })
  })

  app.post<{ Params: { id: string } }>('/thread/:id/ideas', { config }, async (request, reply) => {
    const { user, params } = request
    if (!user) throw unauthorized()
    const id = uuid.safeParse(params.id).data
    if (!id) throw notFound('Opfølgningen')
    const shared = listOf(fieldsOf(request.body), 'shared')
    await shareIdeas(deps, user, id, { shared })
    const text =
      shared.length > 0 ? 'Gemt. Forslagene med kryds står i idébanken.' : 'Gemt. Ingen af forslagene står i idébanken.'
    request.session.flash = { kind: 'success', text }
    return reply.redirect(`/thread/${id}#ideas`, 303)
  })
}

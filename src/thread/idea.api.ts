// /api/v1/ideas: the idea bank; and a leader's yes or no to one suggestion.
import { z } from 'zod'
import { type Api, etag, refusals, writeRefusals } from '../http/api.ts'
import { unauthorized } from '../http/errors.ts'
import { id } from '../lib/fields.ts'
import { writeLog } from '../log/log.queries.ts'
import { shareIdeas } from './idea.actions.ts'
import { readIdeas } from './idea.reading.ts'
import type { ThreadDeps } from './thread.actions.ts'
import { Idea, IdeaQuery, Sharing, Thread } from './thread.schema.ts'

const tags = ['threads']
const config = { policy: 'loggedIn' } as const

export function ideaApi(app: Api, deps: ThreadDeps) {
  const { db } = deps

  app.get(
    '/ideas',
    {
      config,
      schema: {
        operationId: 'listIdeas',
        summary: 'Suggestions that tilbud share, and what came of them, without names',
        tags,
        querystring: z.object(IdeaQuery),
        response: { 200: z.object({ items: z.array(Idea), nextCursor: z.null() }), ...refusals },
      },
    },
    async ({ user, query }) => {
      if (!user) throw unauthorized()
      const items = await readIdeas(db, query)
      await writeLog(db, { userId: user.id, action: 'read', subject: 'idea' })
      return { items, nextCursor: null }
    },
  )

  app.put(
    '/threads/:id/suggestions/:pointId',
    {
      config,
      schema: {
        operationId: 'shareSuggestion',
        summary: 'Let a suggestion stand in the idea bank, or take it out',
        description: 'For the tilbud’s leader. The last word counts.',
        tags,
        params: z.object({ id, pointId: id }),
        body: Sharing,
        response: { 200: Thread, ...writeRefusals },
      },
    },
    async ({ user, params: { id, pointId }, body }, reply) => {
      if (!user) throw unauthorized()
      const thread = await shareIdeas(deps, user, id, { shared: body.shared ? [pointId] : [], only: pointId })
      return reply.header('etag', etag(thread.version)).send(thread)
    },
  )
}

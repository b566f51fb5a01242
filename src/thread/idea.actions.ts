// The leader's yes or no to suggestions standing in the idea bank.
import { notFound } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { writeLog } from '../log/log.queries.ts'
import { listSuggestions, saveIdea } from './idea.queries.ts'
import { lockForStep, type ThreadDeps, threadAfter } from './thread.actions.ts'
import type { Thread } from './thread.schema.ts'

/** Shares these suggestions of the thread and none of its others, or with `only` decides about that one. */
export function shareIdeas(
  { db, now }: ThreadDeps,
  user: RequestUser,
  threadId: string,
  { shared, only }: { shared: readonly string[]; only?: string },
): Promise<Thread> {
  return db.transaction().execute(async trx => {
    const { tilbudId } = await lockForStep(trx, user, threadId, 'share')
    const suggestions = await listSuggestions(trx, threadId)
    if ([...shared, ...(only ? [only] : [])].some(id => !suggestions.some(({ pointId }) => pointId === id)))
      throw notFound('Forslaget')
    for (const { pointId, shared: before } of suggestions) {
      const after = shared.includes(pointId)
      if (before === after || (only && only !== pointId)) continue
      await saveIdea(trx, { pointId, tilbudId, shared: after, decidedBy: user.id, decidedAt: now() })
      const line = { userId: user.id, subject: 'idea', subjectId: pointId, tilbudId } as const
      await writeLog(trx, { ...line, action: after ? 'create' : 'revoke' })
    }
    return threadAfter(trx, threadId)
  })
}

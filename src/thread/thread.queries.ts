// Every SQL statement about threads, their points, status and goals.
import { type ExpressionBuilder, type Insertable, sql, type Updateable } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db, Tables, ThreadStatus, Trx } from '../db/tables.ts'
import type { RequestUser } from '../http/request-user.ts'
import { READ_THREAD } from './thread.rules.ts'

/** The table READ_THREAD as SQL. */
function readableBy({ role, tilbudIds }: RequestUser) {
  const scope = READ_THREAD[role]
  return (eb: ExpressionBuilder<Tables, 'thread'>) => {
    if (scope === 'all') return eb.lit(true)
    return scope === 'own' ? eb('thread.tilbudId', '=', eb.fn.any(eb.val(tilbudIds))) : eb.lit(false)
  }
}

const threads = (db: Db | Trx) =>
  db
    .selectFrom('thread')
    .select(['thread.id', 'thread.tilbudId', 'thread.pointId', 'thread.handling', 'thread.role', 'thread.due'])
    .select(['thread.status', 'thread.version'])
    .select(
      sql<string[]>`array(select tg.strategy_id || '/' || tg.node_key from thread_goal tg
        where tg.thread_id = thread.id order by 1)`.as('goalKeys'),
    )
    .select(eb => [
      jsonArrayFrom(
        eb
          .selectFrom('threadUpdate')
          .select(['threadUpdate.on', 'threadUpdate.status', 'threadUpdate.note'])
          .whereRef('threadUpdate.threadId', '=', 'thread.id')
          .orderBy('threadUpdate.writtenAt')
          .orderBy('threadUpdate.id'),
      ).as('updates'),
      jsonArrayFrom(
        eb
          .selectFrom('threadPoint')
          .innerJoin('visit', 'visit.id', 'threadPoint.visitId')
          .select(['threadPoint.pointId', 'threadPoint.visitId', 'visit.visitedOn', 'threadPoint.heading'])
          .select(['threadPoint.gone'])
          .select(eb => [
            eb.ref('threadPoint.theme').$notNull().as('theme'),
            eb.ref('threadPoint.number').$notNull().as('number'),
            eb.ref('threadPoint.body').$notNull().as('body'),
          ])
          .whereRef('threadPoint.threadId', '=', 'thread.id')
          .where('threadPoint.publishedAt', 'is not', null)
          .orderBy('visit.visitedOn')
          .orderBy('visit.id'),
      ).as('points'),
      jsonArrayFrom(
        eb
          .selectFrom('threadSuggestion')
          .innerJoin('visit', 'visit.id', 'threadSuggestion.visitId')
          .leftJoin('threadIdea', 'threadIdea.pointId', 'threadSuggestion.pointId')
          .select(['threadSuggestion.pointId', 'threadSuggestion.visitId'])
          .select(['threadSuggestion.heading', 'threadSuggestion.body'])
          .select(sql<boolean>`coalesce(thread_idea.shared, false)`.as('shared'))
          .whereRef('threadSuggestion.threadId', '=', 'thread.id')
          .orderBy('visit.visitedOn')
          .orderBy('threadSuggestion.theme')
          .orderBy('threadSuggestion.position')
          .orderBy('threadSuggestion.pointId'),
      ).as('suggestions'),
      jsonArrayFrom(
        eb
          .selectFrom('threadMark')
          .innerJoin('visit', 'visit.id', 'threadMark.visitId')
          .select(['threadMark.visitId', 'visit.visitedOn', 'threadMark.publishedBecause as because'])
          .select(eb => eb.ref('threadMark.published').$notNull().as('mark'))
          .whereRef('threadMark.threadId', '=', 'thread.id')
          .where('threadMark.published', 'is not', null)
          .orderBy('visit.visitedOn')
          .orderBy('visit.id'),
      ).as('marks'),
    ])

export type ThreadRow = NonNullable<Awaited<ReturnType<typeof findThread>>>

/** The thread, or nothing when `user` (null: no question) may not read it. */
export const findThread = (db: Db | Trx, user: RequestUser | null, id: string) =>
  threads(db)
    .where('thread.id', '=', id)
    .$if(user !== null, query => query.where(readableBy(user as RequestUser)))
    .executeTakeFirst()

export type ThreadSelection = { tilbudId?: string; status?: ThreadStatus; visitId?: string }

/** The threads that `user` may read, newest first; `after` is the id of the last one of the page before. */
export const listThreads = (
  db: Db | Trx,
  user: RequestUser,
  { tilbudId, status, visitId }: ThreadSelection,
  { after, limit }: { after: string | null; limit: number },
) =>
  threads(db)
    .where(readableBy(user))
    .$if(tilbudId !== undefined, query => query.where('thread.tilbudId', '=', tilbudId as string))
    .$if(status !== undefined, query => query.where('thread.status', '=', status as ThreadStatus))
    .$if(visitId !== undefined, query =>
      query.where(eb =>
        eb.exists(
          eb
            .selectFrom('threadPoint')
            .select('threadPoint.pointId')
            .whereRef('threadPoint.threadId', '=', 'thread.id')
            .where('threadPoint.visitId', '=', visitId as string)
            .where('threadPoint.publishedAt', 'is not', null),
        ),
      ),
    )
    .$if(after !== null, query => query.where('thread.id', '<', after))
    .orderBy('thread.id', 'desc')
    .limit(limit)
    .execute()

/** The tilbud with threads that `user` may read. */
export const listTilbudWithThreads = (db: Db | Trx, user: RequestUser) =>
  db
    .selectFrom('tilbud')
    .select(['tilbud.id', 'tilbud.name'])
    .where(eb =>
      eb.exists(
        eb
          .selectFrom('thread')
          .select('thread.id')
          .whereRef('thread.tilbudId', '=', 'tilbud.id')
          .where(readableBy(user)),
      ),
    )
    .orderBy('tilbud.id')
    .execute()

/** All threads of these tilbud that `user` may read. */
export const listThreadsOf = (db: Db | Trx, user: RequestUser, tilbudIds: readonly string[]) =>
  threads(db)
    .where(readableBy(user))
    .where('thread.tilbudId', '=', eb => eb.fn.any(eb.val(tilbudIds as string[])))
    .execute()

/** Locks the thread until the transaction ends. */
export const lockThread = (trx: Trx, id: string) =>
  trx
    .selectFrom('thread')
    .select(['id', 'tilbudId', 'status', 'version'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()

/** Writes the change and counts the version up. */
export const updateThread = (trx: Trx, id: string, change: Updateable<Tables['thread']>) =>
  trx
    .updateTable('thread')
    .set(eb => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute()

export async function setThreadGoals(trx: Trx, threadId: string, goalKeys: readonly string[]) {
  await trx.deleteFrom('threadGoal').where('threadId', '=', threadId).execute()
  const rows = goalKeys.map(key => {
    const [strategyId = '', nodeKey = ''] = key.split('/')
    return { threadId, strategyId, nodeKey }
  })
  if (rows.length > 0) await trx.insertInto('threadGoal').values(rows).execute()
}

export const insertThreadUpdate = (trx: Trx, update: Insertable<Tables['threadUpdate']>) =>
  trx.insertInto('threadUpdate').values(update).execute()

/** Names of the people who can log in, for a role that must not be one of them. */
export const listNamesOfPeople = (db: Db | Trx) =>
  db.selectFrom('user').select('name').where('active', '=', true).execute()

/** The tilbud of these ids, with the time at which the leader first got their newest report. */
export const listFollowed = (db: Db | Trx, tilbudIds: readonly string[] | null) =>
  db
    .selectFrom('tilbud')
    .select(['tilbud.id', 'tilbud.name', 'tilbud.shortNames'])
    .select(
      sql<Date | null>`(select
          min(greatest(r.published_at, given.leader_on::timestamp at time zone 'Europe/Copenhagen'))
        from report r left join release given on given.visit_id = r.visit_id and given.report_version = r.version
        where r.visit_id = (
          select visit.id from visit where visit.tilbud_id = tilbud.id and visit.replaced_by is null
            and exists (select from report one where one.visit_id = visit.id
              and one.version < coalesce(visit.withheld_from, one.version + 1))
          order by visit.visited_on desc, visit.id desc limit 1))`.as('publishedAt'),
    )
    .$if(tilbudIds !== null, query => query.where('tilbud.id', '=', eb => eb.fn.any(eb.val(tilbudIds as string[]))))
    .execute()

/** Each tilbud with open threads, its leaders, and per thread the day of the last status. */
export const listWaiting = (db: Db | Trx) =>
  db
    .selectFrom('thread')
    .select('thread.tilbudId')
    .select(
      sql<string | null>`(select max(u."on")::text from thread_update u where u.thread_id = thread.id)`.as('lastOn'),
    )
    .where('thread.status', '<>', 'closed')
    .where(isCurrent)
    .execute()

/** A thread whose newest focus point stands in a report that is not replaced. */
export const isCurrent = sql<boolean>`exists (select from thread_point tp join visit v on v.id = tp.visit_id
  where tp.thread_id = thread.id and tp.published_at is not null and not tp.gone and v.replaced_by is null)`

/** The goals that a thread can serve, strategy by strategy. */
export const listGoals = (db: Db | Trx) =>
  db
    .selectFrom('strategyNode')
    .innerJoin('strategy', 'strategy.id', 'strategyNode.strategyId')
    .select(['strategyNode.strategyId', 'strategyNode.key', 'strategyNode.name', 'strategy.name as strategyName'])
    .select(['strategyNode.parentKey'])
    .orderBy('strategy.name')
    .orderBy('strategyNode.position')
    .execute()

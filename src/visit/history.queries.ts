// The revisions of a visit as its history shows them: each with what stood there before it.
import { sql } from 'kysely'
import type { Db } from '../db/tables.ts'

/** The texts that a page of history is about: all of the visit, or one. Notes are never among all. */
export type HistoryOf =
  | { kind: 'visit' }
  | { kind: 'point'; pointId: string }
  | { kind: 'overallImpression' | 'conclusion' }
  | { kind: 'note'; theme: string }

/** Newest first; `after` is the id of the last revision of the page before. */
export const listHistory = (
  db: Db,
  visitId: string,
  of: HistoryOf,
  { after, limit }: { after: string | null; limit: number },
) =>
  db
    .selectFrom('revision')
    .leftJoin('user', 'user.id', 'revision.writtenBy')
    .leftJoin('point', 'point.id', 'revision.pointId')
    .leftJoin('revision as earlier', join =>
      join.on('earlier.id', '=', eb =>
        eb
          .selectFrom('revision as older')
          .select('older.id')
          .whereRef('older.visitId', '=', 'revision.visitId')
          .whereRef('older.field', '=', 'revision.field')
          .where(sql<boolean>`older.point_id is not distinct from revision.point_id`)
          .where(sql<boolean>`older.theme is not distinct from revision.theme`)
          .where('older.removed', '=', false)
          .whereRef('older.id', '<', 'revision.id')
          .orderBy('older.id', 'desc')
          .limit(1),
      ),
    )
    .select(['revision.id', 'revision.field', 'revision.pointId', 'revision.heading', 'revision.body'])
    .select([
      'revision.deleted',
      'revision.removed',
      'revision.writtenBy',
      'revision.writtenAt',
      'user.name as writtenByName',
    ])
    .select(['point.theme', 'point.box', 'point.deletedAt'])
    .select(['earlier.id as earlierId', 'earlier.heading as earlierHeading', 'earlier.body as earlierBody'])
    .select('earlier.deleted as earlierDeleted')
    .where('revision.visitId', '=', visitId)
    .$if(of.kind !== 'visit', query => query.where('revision.field', '=', of.kind as 'point'))
    .$if(of.kind === 'visit', query => query.where('revision.field', '<>', 'note'))
    .$if(of.kind === 'point', query => query.where('revision.pointId', '=', (of as { pointId: string }).pointId))
    .$if(of.kind === 'note', query => query.where('revision.theme', '=', (of as { theme: string }).theme))
    .$if(after !== null, query => query.where('revision.id', '<', after as string))
    .orderBy('revision.id', 'desc')
    .limit(limit)
    .execute()

export type HistoryRow = Awaited<ReturnType<typeof listHistory>>[number]

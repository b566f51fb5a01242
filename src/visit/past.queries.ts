// The newest revisions of each text of a visit.
import { sql } from 'kysely'
import type { Db } from '../db/tables.ts'

const ofItsText = sql`partition by revision.field, revision.point_id, revision.theme`

/** Newest first, `each` of every text and `limit` in all; with `notes` also those of raw notes. */
export const listPast = (
  db: Db,
  visitId: string,
  { notes, each, limit }: { notes: boolean; each: number; limit: number },
) =>
  db
    .selectFrom(
      db
        .selectFrom('revision')
        .leftJoin('user', 'user.id', 'revision.writtenBy')
        .leftJoin('point', 'point.id', 'revision.pointId')
        .select(['revision.id', 'revision.pointId', 'revision.field', 'revision.heading', 'revision.body'])
        .select(['revision.deleted', 'revision.removed', 'revision.writtenBy', 'revision.writtenAt'])
        .select(['user.name as writtenByName', 'point.box'])
        .select(sql<string | null>`coalesce(revision.theme, point.theme)`.as('theme'))
        .select(sql<number>`row_number() over (${ofItsText} order by revision.id desc)`.as('place'))
        .select(
          sql<boolean>`count(*) filter (where not revision.removed)
            over (${ofItsText} order by revision.id rows between unbounded preceding and 1 preceding) = 0`.as(
            'isFirst',
          ),
        )
        .where('revision.visitId', '=', visitId)
        .$if(!notes, query => query.where('revision.field', '<>', 'note'))
        .as('past'),
    )
    .selectAll()
    .where('place', '<=', each)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

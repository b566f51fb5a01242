// The deleted points of a visit, each with the revision that tells of its deletion: who, when, and what stood there.
import { sql } from 'kysely'
import type { Db } from '../db/tables.ts'

/** The place of a row in the bin, for the next page. */
export type BinPlace = { deletedAt: string; id: string }

/** What was deleted since `since`, the latest first; `after` is the place of the last row of the page before. */
export const listBin = (
  db: Db,
  visitId: string,
  { since, after, limit }: { since: Date; after: BinPlace | null; limit: number },
) =>
  db
    .selectFrom('point')
    .innerJoin('revision', join =>
      join.on('revision.id', '=', eb =>
        eb
          .selectFrom('revision as last')
          .select('last.id')
          .whereRef('last.pointId', '=', 'point.id')
          .where('last.visitId', '=', visitId)
          .where('last.deleted', '=', true)
          .orderBy('last.id', 'desc')
          .limit(1),
      ),
    )
    .leftJoin('user', 'user.id', 'revision.writtenBy')
    .select(['point.id', 'point.theme', 'point.box', 'point.heading', 'point.body'])
    .select(['revision.id as revisionId', 'revision.writtenBy as deletedBy', 'user.name as deletedByName'])
    .select(sql<Date>`date_trunc('milliseconds', point.deleted_at)`.as('deletedAt'))
    .where('point.visitId', '=', visitId)
    .where('point.deletedAt', '>', since)
    .$if(after !== null, query =>
      query.where(
        sql<boolean>`(date_trunc('milliseconds', point.deleted_at), point.id) < (${after?.deletedAt}::timestamptz, ${after?.id}::uuid)`,
      ),
    )
    .orderBy(sql`date_trunc('milliseconds', point.deleted_at)`, 'desc')
    .orderBy('point.id', 'desc')
    .limit(limit)
    .execute()

export type BinRow = Awaited<ReturnType<typeof listBin>>[number]

// The one SQL statement behind /verify. Names and dates are those that were printed: a later change is not told.
import { sql } from 'kysely'
import type { Db } from '../db/tables.ts'

// Two visits that replaced each other at the same moment must not keep a public page busy for ever.
const MOST_VISITS = 20

/**
 * The lines of editions in which a document with this hash stands: those of its visit, oldest first, then those of the
 * visit that replaced it, and so on. None when nothing like it was published, several when six characters fit several
 * visits.
 */
export async function findLines(db: Db, hash: string) {
  const editions = await db
    .withRecursive('line', cte =>
      cte
        .selectFrom('visit')
        .select([
          'visit.id as root',
          'visit.id',
          'visit.tilbudId',
          'visit.replacedBy',
          'visit.withheldFrom',
          sql<number>`1`.as('place'),
        ])
        .where('visit.id', 'in', eb =>
          eb
            .selectFrom('report')
            .select('report.visitId')
            .where(one =>
              one.or([
                one('report.sha256', '=', hash),
                one('report.conclusionSha256', '=', hash),
                one('report.posterSha256', '=', hash),
                one('report.shortHash', '=', hash),
              ]),
            )
            .limit(MOST_VISITS),
        )
        .unionAll(
          cte
            .selectFrom('line')
            .innerJoin('visit', 'visit.id', 'line.replacedBy')
            .select(['line.root', 'visit.id', 'visit.tilbudId', 'visit.replacedBy', 'visit.withheldFrom'])
            .select(sql<number>`line.place + 1`.as('place'))
            .where('line.place', '<', MOST_VISITS),
        ),
    )
    .selectFrom('line')
    .innerJoin('report', 'report.visitId', 'line.id')
    .select(['line.root', 'report.visitId', 'line.tilbudId', 'line.withheldFrom'])
    .select(['report.version', 'report.publishedAt'])
    .select(['report.correctionReason', 'report.sha256', 'report.conclusionSha256'])
    .select(['report.posterSha256', 'report.shortHash'])
    .select([
      sql<string>`report.view -> 'tilbud' ->> 'name'`.as('tilbudName'),
      sql<string>`report.view ->> 'date'`.as('date'),
    ])
    .orderBy('line.root')
    .orderBy('line.place')
    .orderBy('report.version')
    .execute()
  return [...Map.groupBy(editions, ({ root }) => root).values()].map(line => line.map(({ root: _, ...rest }) => rest))
}

export type Edition = Awaited<ReturnType<typeof findLines>>[number][number]

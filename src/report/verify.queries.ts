// The one SQL statement behind /verify. Names and dates are those that were printed: a later change is not told.
import { sql } from 'kysely'
import type { Db } from '../db/tables.ts'

// Two visits that replaced each other at the same moment must not keep a public page busy for ever.
const MOST_VISITS = 20

/**
 * The line of editions in which the PDF with this sum stands: those of its visit, oldest first, then those of the visit
 * that replaced it, and so on. Empty when nothing like it was published.
 */
export const findLine = (db: Db, sha256: string) =>
  db
    .withRecursive('line', cte =>
      cte
        .selectFrom('visit')
        .select(['visit.id', 'visit.tilbudId', 'visit.replacedBy', sql<number>`1`.as('place')])
        .where('visit.id', 'in', eb =>
          eb
            .selectFrom('report')
            .select('report.visitId')
            .where(sum => sum.or([sum('report.sha256', '=', sha256), sum('report.conclusionSha256', '=', sha256)])),
        )
        .unionAll(
          cte
            .selectFrom('line')
            .innerJoin('visit', 'visit.id', 'line.replacedBy')
            .select(['visit.id', 'visit.tilbudId', 'visit.replacedBy', sql<number>`line.place + 1`.as('place')])
            .where('line.place', '<', MOST_VISITS),
        ),
    )
    .selectFrom('line')
    .innerJoin('report', 'report.visitId', 'line.id')
    .select(['report.visitId', 'line.tilbudId', 'report.version', 'report.publishedAt', 'report.correctionReason'])
    .select(['report.sha256', 'report.conclusionSha256'])
    .select([
      sql<string>`report.view -> 'tilbud' ->> 'name'`.as('tilbudName'),
      sql<string>`report.view ->> 'date'`.as('date'),
    ])
    .orderBy('line.place')
    .orderBy('report.version')
    .execute()

export type Edition = Awaited<ReturnType<typeof findLine>>[number]

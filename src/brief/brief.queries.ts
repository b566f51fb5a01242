// The newest published report about a tilbud from before a visit.
import type { Db } from '../db/tables.ts'

/** Who reads the brief of a visit may read every published report about its tilbud. */
export const findLastReport = (db: Db, visit: { id: string; tilbudId: string; visitedOn: string }) =>
  db
    .selectFrom('report')
    .innerJoin('visit', 'visit.id', 'report.visitId')
    .select(['report.visitId', 'report.version', 'report.view', 'visit.visitedOn'])
    .where('visit.tilbudId', '=', visit.tilbudId)
    .where('visit.id', '<>', visit.id)
    .where('visit.visitedOn', '<=', visit.visitedOn)
    // One that another visit replaced tells less than the other.
    .where('visit.replacedBy', 'is', null)
    .orderBy('visit.visitedOn', 'desc')
    .orderBy('visit.id', 'desc')
    .orderBy('report.version', 'desc')
    .limit(1)
    .executeTakeFirst()

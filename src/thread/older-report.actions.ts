// Threads for reports that were published before there were any: looked for at each start, made once.
import type { Db } from '../db/tables.ts'
import { findModel } from '../model/model.queries.ts'
import { findBeforeCorrection, findVisit, lockVisit } from '../visit/visit.queries.ts'
import type { Visit } from '../visit/visit.schema.ts'
import { writeThreads } from './publication.actions.ts'
import { listUnfollowed, listVisitPoints } from './publication.queries.ts'

/**
 * Gives the focus points of each report that has no thread theirs, as its newest version says, in one transaction a
 * visit; answers how many. What is being written for a correction stays the visit's own. One that fails is told to
 * `onError`, and tried again at the next start.
 */
export async function followOlderReports(db: Db, onError: (visitId: string, error: unknown) => void): Promise<number> {
  let followed = 0
  for (const { id, publishedAt } of await listUnfollowed(db))
    try {
      followed += (await followReport(db, id, publishedAt)) ? 1 : 0
    } catch (error) {
      onError(id, error)
    }
  return followed
}

function followReport(db: Db, id: string, publishedAt: Date) {
  return db.transaction().execute(async trx => {
    if (!(await lockVisit(trx, id))) return false
    // Another process was here since; or the correction already says which earlier thread a point carries on, and then
    // its publication makes them all.
    if ((await listVisitPoints(trx, id)).length > 0) return false
    const visit = ((await findBeforeCorrection(trx, id)) as Visit | null) ?? (await findVisit(trx, null, id))
    const model = visit && (await findModel(trx, visit.modelId))
    if (!visit || !model) return false
    await writeThreads(
      trx,
      visit,
      model.themes.map(({ key }) => key),
      publishedAt,
    )
    return visit.points.some(({ box }) => box === 'purple')
  })
}

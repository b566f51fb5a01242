// The brief of a visit, and the line in the log that tells who read which report in it.
import type { Db } from '../db/tables.ts'
import type { RequestUser } from '../http/request-user.ts'
import { writeLog } from '../log/log.queries.ts'
import type { Model } from '../model/model.schema.ts'
import type { Visit } from '../visit/visit.schema.ts'
import { findLastReport } from './brief.queries.ts'
import { briefView } from './brief.view.ts'

/** What stands in the brief; null when nothing has been published about the tilbud. */
export async function readBrief(db: Db, user: RequestUser, visit: Visit, model: Model) {
  const last = await findLastReport(db, visit)
  if (!last) return null
  const { visitId, version } = last
  const of = { subject: 'report', subjectId: visitId, visitId, tilbudId: visit.tilbudId } as const
  await writeLog(db, { userId: user.id, action: 'read', ...of, detail: { version } })
  return briefView(last, visit.visitedOn, model)
}

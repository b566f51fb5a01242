// Reading what a device takes along of a visit's past.
import type { Db } from '../db/tables.ts'
import type { RequestUser } from '../http/request-user.ts'
import { binReachesBackTo } from './bin.rules.ts'
import { listPast } from './past.queries.ts'
import { fitting, KEPT, KEPT_OF_EACH } from './past.rules.ts'
import type { PastRevision } from './past.schema.ts'
import { takesNotes } from './visit.rules.ts'
import type { Visit } from './visit.schema.ts'

/** The newest revisions that `user` may read, as many as a device keeps. */
export async function readPast(db: Db, user: RequestUser, visit: Visit): Promise<PastRevision[]> {
  const wanted = { notes: takesNotes(user, visit), each: KEPT_OF_EACH, limit: KEPT }
  const found = fitting(await listPast(db, visit.id, wanted), binReachesBackTo(new Date()))
  return found.map(({ place: _, ...row }) => ({ ...row, writtenAt: row.writtenAt.toISOString() }))
}

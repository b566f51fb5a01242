// The line in the log that tells who read a visit, or a part of it.
import type { Db } from '../db/tables.ts'
import type { RequestUser } from '../http/request-user.ts'
import { writeLog } from '../log/log.queries.ts'

/** Tells the log that `user` read the visit, whole or in part. */
export const logReading = (db: Db, user: RequestUser, { id, tilbudId }: { id: string; tilbudId: string }) =>
  writeLog(db, { userId: user.id, action: 'read', subject: 'visit', subjectId: id, visitId: id, tilbudId })

// Shutting a device out: its logins end now, and at its next contact its browser destroys what it keeps.
import type { Db } from '../db/tables.ts'
import { notFound } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { writeLog } from '../log/log.queries.ts'
import { endDeviceSessions, findDevice, revokeDevice } from './device.queries.ts'
import { mayRevoke } from './device.rules.ts'

/** Shuts out the device `id` of the user `userId`; done again, it changes nothing. */
export function shutOut(db: Db, by: RequestUser, userId: string, id: string) {
  return db.transaction().execute(async trx => {
    if (!mayRevoke(by, userId) || !(await findDevice(trx, userId, id))) throw notFound('Enheden')
    if (!(await revokeDevice(trx, userId, id, by.id))) return
    await endDeviceSessions(trx, userId, id)
    await writeLog(trx, { userId: by.id, action: 'revoke', subject: 'device', subjectId: id })
  })
}

// Reminders by date. A worker asks every so often; what was sent once is not sent again, by however many it is asked.
import type { Db } from '../db/tables.ts'
import { danishDay, danishMoment } from '../lib/danish-date.ts'
import { isWorkingDay } from '../lib/working-days.ts'
import { queueMail } from '../mail/mail.actions.ts'
import { listRunning } from './hearing.queries.ts'
import { reminderOn } from './hearing.rules.ts'

/** Nobody is reminded in the night. */
const FROM_HOUR = 8

/** Queues the reminders that are due at `now`, to those who have not said that they are done. */
export async function remindHearings(db: Db, now: Date): Promise<void> {
  const today = danishDay(now)
  if (!isWorkingDay(today) || now < danishMoment(today, FROM_HOUR)) return
  for (const { id, visitId, sentAt, deadline, tilbudName, userId } of await listRunning(db, today)) {
    const kind = reminderOn(today, danishDay(sentAt), deadline)
    if (!kind) continue
    // A deadline that was moved is a new one to be reminded of.
    const uniqueKey = `${kind}/${id}/${deadline}/${userId}`
    const mail = { to: userId, kind, tilbudName, visitId, deadline, path: `/hearing/${visitId}`, uniqueKey }
    await db.transaction().execute(trx => queueMail(trx, mail, now))
  }
}

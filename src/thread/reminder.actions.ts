// The mail that asks for the half-yearly status: one for each leader and tilbud and half year, however often it is asked.
import type { Db } from '../db/tables.ts'
import { danishDay, danishMoment } from '../lib/danish-date.ts'
import { isWorkingDay } from '../lib/working-days.ts'
import { queueMail } from '../mail/mail.actions.ts'
import { listLeadersOf } from '../tilbud/tilbud.queries.ts'
import { missingRound } from './half-year.rules.ts'
import { listFollowed, listWaiting } from './thread.queries.ts'

/** Nobody is asked in the night. */
const FROM_HOUR = 8

/** Queues the mails that are due at `now`, where the status of an open thread is missing. */
export async function askForStatus(db: Db, now: Date): Promise<void> {
  const today = danishDay(now)
  if (!isWorkingDay(today) || now < danishMoment(today, FROM_HOUR)) return
  const waiting = Map.groupBy(await listWaiting(db), ({ tilbudId }) => tilbudId)
  for (const { id, name, publishedAt } of await listFollowed(db, [...waiting.keys()])) {
    const lastOns = (waiting.get(id) ?? []).map(({ lastOn }) => lastOn)
    const round = publishedAt && missingRound(danishDay(publishedAt), lastOns, today)
    if (!round) continue
    // A deadline that has gone, because nobody could be asked before, is none.
    const deadline = round.deadline < today ? null : round.deadline
    await db.transaction().execute(async trx => {
      for (const leader of await listLeadersOf(trx, id))
        await queueMail(
          trx,
          {
            ...{ to: leader.id, kind: 'threadStatus', tilbudName: name, deadline },
            path: `/thread/status?tilbudId=${id}`,
            uniqueKey: `threadStatus/${id}/${round.day}/${leader.id}`,
          },
          now,
        )
    })
  }
}

// Putting a mail in the queue, in the transaction of what it tells of; and a person's choice of how often mails come.
import { v7 as uuidv7 } from 'uuid'
import type { Db, MailFrequency, Trx } from '../db/tables.ts'
import { stale } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { findSetting, findWaiting, insertMail, saveSetting } from './mail.queries.ts'
import { dueAt, KINDS, type MailKind } from './mail.rules.ts'

/** What a mail may know: event, tilbud, deadline and where to read. There is no field that could hold a report's text. */
export type NewMail = {
  to: string
  kind: MailKind
  tilbudName: string
  /** The page that the mail leads to, which stands behind the login. */
  path: string
  visitId?: string | null
  deadline?: string | null
  causedBy?: string | null
  invitationId?: string
  /** It waits for this moment, however soon the person wants mails. */
  notBefore?: Date
  /** The same key is queued once, whoever asks and however often. */
  uniqueKey?: string
}

/** Queues a mail; it is sent when `trx` has committed, and never when it has not. */
export async function queueMail(trx: Trx, mail: NewMail, now: Date): Promise<void> {
  const { frequency } = await findSetting(trx, mail.to)
  const due = dueAt(mail.kind, frequency, now)
  if (!due) return
  const visitId = mail.visitId ?? null
  const { essential, gathers } = KINDS[mail.kind]
  if (gathers > 0 && (await findWaiting(trx, { userId: mail.to, kind: mail.kind, visitId }))) return
  await insertMail(trx, {
    id: uuidv7(),
    userId: mail.to,
    kind: mail.kind,
    essential,
    visitId,
    tilbudName: mail.tilbudName,
    deadline: mail.deadline ?? null,
    path: mail.path,
    invitationId: mail.invitationId ?? null,
    causedBy: mail.causedBy ?? null,
    uniqueKey: mail.uniqueKey ?? null,
    createdAt: now,
    dueAt: mail.notBefore && due < mail.notBefore ? mail.notBefore : due,
  })
}

/** Chooses how often mails come that are not essential. `version` null matches nothing. */
export function changeSetting(db: Db, user: RequestUser, version: number | null, frequency: MailFrequency) {
  return db.transaction().execute(async trx => {
    const before = await findSetting(trx, user.id)
    if (before.version !== version) throw stale(before)
    await saveSetting(trx, user.id, frequency)
    return findSetting(trx, user.id)
  })
}

// Every SQL statement about mails and what people have chosen about them.
import type { Insertable } from 'kysely'
import type { Db, MailFrequency, MailState, Tables, Trx } from '../db/tables.ts'

export const insertMail = (trx: Trx, mail: Insertable<Tables['mail']>) =>
  trx
    .insertInto('mail')
    .values(mail)
    .onConflict(conflict => conflict.column('uniqueKey').doNothing())
    .execute()

/** Whether a mail of the same kind about the same visit still waits for this person. */
export const findWaiting = (trx: Trx, mail: { userId: string; kind: string; visitId: string | null }) =>
  trx
    .selectFrom('mail')
    .select('id')
    .where('userId', '=', mail.userId)
    .where('kind', '=', mail.kind)
    .where('visitId', 'is not distinct from', mail.visitId)
    .where('state', '=', 'waiting')
    .where('attempts', '=', 0)
    .executeTakeFirst()

/**
 * Takes mails that are due for this process: `retryAt` is when they are due again should it die. Rows that another
 * process is taking are left to it.
 */
export async function claimDue(
  db: Db,
  { now, limit, retryAt }: { now: Date; limit: number; retryAt: (attempts: number) => Date },
) {
  return db.transaction().execute(async trx => {
    const due = await trx
      .selectFrom('mail')
      .innerJoin('user', 'user.id', 'mail.userId')
      .leftJoin('mailSetting', 'mailSetting.userId', 'mail.userId')
      .select(['mail.id', 'mail.userId', 'mail.kind', 'mail.essential', 'mail.tilbudName', 'mail.deadline'])
      .select(['mail.path', 'mail.invitationId', 'mail.createdAt', 'mail.dueAt', 'mail.attempts'])
      .select(['user.name', 'user.email', 'user.active', 'mailSetting.frequency'])
      .where('mail.state', '=', 'waiting')
      .where('mail.dueAt', '<=', now)
      .orderBy('mail.dueAt')
      .orderBy('mail.userId')
      .orderBy('mail.id')
      .limit(limit)
      .forUpdate('mail')
      .skipLocked()
      .execute()
    for (const { id, attempts } of due)
      await trx
        .updateTable('mail')
        .set({ attempts: attempts + 1, dueAt: retryAt(attempts + 1) })
        .where('id', '=', id)
        .execute()
    return due
  })
}

/** The first was sent; the others were part of its message. */
export const markSent = (db: Db, [first = '', ...others]: string[], sentAt: Date) =>
  db.transaction().execute(async trx => {
    const sent = { state: 'sent', sentAt, failure: null } as const
    await trx.updateTable('mail').set(sent).where('id', '=', first).execute()
    if (others.length > 0)
      await trx
        .updateTable('mail')
        .set({ ...sent, sentWith: first })
        .where('id', 'in', others)
        .execute()
  })

export const markFailed = (db: Db, ids: string[], outcome: { state: MailState; failure: string }) =>
  db.updateTable('mail').set(outcome).where('id', 'in', ids).execute()

/** The newest mails first, older than `before` (an id) when given. */
export const listMails = (
  db: Db,
  { before, limit, state }: { before: string | null; limit: number; state?: MailState | undefined },
) =>
  db
    .selectFrom('mail')
    .innerJoin('user', 'user.id', 'mail.userId')
    .select(['mail.id', 'mail.userId', 'user.name', 'user.email', 'mail.kind', 'mail.visitId', 'mail.tilbudName'])
    .select(['mail.deadline', 'mail.state', 'mail.createdAt', 'mail.dueAt', 'mail.attempts', 'mail.sentAt'])
    .select('mail.failure')
    // Ids grow with time.
    .$if(before !== null, query => query.where('mail.id', '<', before as string))
    .$if(state !== undefined, query => query.where('mail.state', '=', state as MailState))
    .orderBy('mail.id', 'desc')
    .limit(limit)
    .execute()

export const countMails = (db: Db) =>
  db
    .selectFrom('mail')
    .select(['state', eb => eb.fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute()

/** What came back or was given up since a person's newest mail got through: the address does not work. */
export const findTrouble = (db: Db, userIds: string[]) =>
  db
    .selectFrom('mail')
    .select(['userId', 'state', 'failure', 'createdAt'])
    .distinctOn('userId')
    .where('userId', '=', eb => eb.fn.any(eb.val(userIds)))
    .where('state', 'in', ['sent', 'bounced', 'givenUp'])
    .orderBy('userId')
    .orderBy('id', 'desc')
    .execute()

/** The mails about one visit that somebody should know did not arrive. */
export const listUndelivered = (db: Db, visitId: string) =>
  db
    .selectFrom('mail')
    .innerJoin('user', 'user.id', 'mail.userId')
    .select(['user.name', 'user.email', 'mail.kind', 'mail.state', 'mail.failure', 'mail.createdAt'])
    .where('mail.visitId', '=', visitId)
    .where('mail.state', 'in', ['bounced', 'givenUp'])
    .orderBy('mail.id', 'desc')
    .limit(20)
    .execute()

export const findSetting = async (
  db: Db | Trx,
  userId: string,
): Promise<{ frequency: MailFrequency; version: number }> =>
  (await db
    .selectFrom('mailSetting')
    .select(['frequency', 'version'])
    .where('userId', '=', userId)
    .executeTakeFirst()) ?? { frequency: 'atOnce', version: 0 }

export const saveSetting = (trx: Trx, userId: string, frequency: MailFrequency) =>
  trx
    .insertInto('mailSetting')
    .values({ userId, frequency })
    .onConflict(conflict =>
      conflict.column('userId').doUpdateSet(eb => ({ frequency, version: eb('mailSetting.version', '+', 1) })),
    )
    .execute()

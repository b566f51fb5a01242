// Every SQL statement about hearings and who got them.
import { type Insertable, sql, type Updateable } from 'kysely'
import type { Db, Tables, Trx } from '../db/tables.ts'

export const insertHearing = (trx: Trx, hearing: Insertable<Tables['hearing']>) =>
  trx.insertInto('hearing').values(hearing).execute()

export async function insertRecipients(
  trx: Trx,
  recipients: Omit<Insertable<Tables['hearingRecipient']>, 'noRemarksAt'>[],
) {
  if (recipients.length > 0) await trx.insertInto('hearingRecipient').values(recipients).execute()
}

/** Writes the change and counts the version up. */
export const updateHearing = (trx: Trx, id: string, change: Updateable<Tables['hearing']>) =>
  trx
    .updateTable('hearing')
    .set(eb => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute()

const hearings = (db: Db | Trx) =>
  db
    .selectFrom('hearing')
    .leftJoin('user as sender', 'sender.id', 'hearing.sentBy')
    .leftJoin('user as remarker', 'remarker.id', 'hearing.remarkBy')
    .select(['hearing.id', 'hearing.visitId', 'hearing.draftNumber', 'hearing.sentAt', 'sender.name as sentByName'])
    .select(['hearing.deadline', 'hearing.shorterBecause', 'hearing.remark', 'hearing.remarkAt'])
    .select(['remarker.name as remarkByName', 'hearing.closedAt', 'hearing.takenBackAt', 'hearing.version'])
    .select(sql<number>`(select count(*)::int from comment where comment.hearing_id = hearing.id)`.as('comments'))
    .select(
      sql<number>`(select count(*)::int from comment
        where comment.hearing_id = hearing.id and comment.answer is null)`.as('unanswered'),
    )
    .select(
      sql<Date | null>`(select max(comment.answered_at) from comment where comment.hearing_id = hearing.id)`.as(
        'lastAnsweredAt',
      ),
    )

export type HearingRow = NonNullable<Awaited<ReturnType<typeof findHearing>>>

/** The newest hearing of a visit, whatever became of it. */
export const findHearing = (db: Db | Trx, visitId: string) =>
  hearings(db).where('hearing.visitId', '=', visitId).orderBy('hearing.draftNumber', 'desc').limit(1).executeTakeFirst()

/** The newest hearing that belongs to the report that is being made: not one before the newest published version. */
export const findHearingOfDraft = (db: Db | Trx, visitId: string) =>
  hearings(db)
    .where('hearing.visitId', '=', visitId)
    .where(
      'hearing.sentAt',
      '>',
      sql<Date>`coalesce((select max(published_at) from report where report.visit_id = hearing.visit_id), '-infinity')`,
    )
    .orderBy('hearing.draftNumber', 'desc')
    .limit(1)
    .executeTakeFirst()

/** The draft as it was sent. */
export const findSnapshot = (db: Db | Trx, visitId: string, draftNumber: number) =>
  db
    .selectFrom('hearing')
    .select(['snapshot', 'sentAt', 'deadline', 'draftNumber'])
    .where('visitId', '=', visitId)
    .where('draftNumber', '=', draftNumber)
    .executeTakeFirst()

export const listRecipients = (db: Db | Trx, hearingId: string) =>
  db
    .selectFrom('hearingRecipient')
    .innerJoin('user', 'user.id', 'hearingRecipient.userId')
    .select(['hearingRecipient.userId', 'hearingRecipient.part', 'hearingRecipient.noRemarksAt'])
    .select(['user.name', 'user.email'])
    .where('hearingRecipient.hearingId', '=', hearingId)
    .orderBy('hearingRecipient.part', 'desc')
    .orderBy('user.name')
    .execute()

/** A leader who was not among those it was sent to has answered all the same. */
export const saveNoRemarks = (trx: Trx, hearingId: string, userId: string, noRemarksAt: Date | null) =>
  trx
    .insertInto('hearingRecipient')
    .values({ hearingId, userId, part: 'deputy', noRemarksAt })
    .onConflict(conflict => conflict.columns(['hearingId', 'userId']).doUpdateSet({ noRemarksAt }))
    .execute()

/** How many comments of a visit wait for an answer, those of drafts that were taken back too. */
export const countUnanswered = async (db: Db | Trx, visitId: string): Promise<number> =>
  (
    await db
      .selectFrom('comment')
      .select(eb => eb.fn.countAll<number>().as('count'))
      .where('visitId', '=', visitId)
      .where('answer', 'is', null)
      .executeTakeFirstOrThrow()
  ).count

/** The hearings that run, with the people who have not said that they are done. */
export const listRunning = (db: Db | Trx, today: string) =>
  db
    .selectFrom('hearing')
    .innerJoin('visit', 'visit.id', 'hearing.visitId')
    .innerJoin('tilbud', 'tilbud.id', 'visit.tilbudId')
    .innerJoin('hearingRecipient', 'hearingRecipient.hearingId', 'hearing.id')
    .select(['hearing.id', 'hearing.visitId', 'hearing.sentAt', 'hearing.deadline', 'tilbud.name as tilbudName'])
    .select('hearingRecipient.userId')
    .where('hearing.closedAt', 'is', null)
    .where('hearing.takenBackAt', 'is', null)
    .where('visit.status', '=', 'hearing')
    .where('hearing.deadline', '>=', today)
    .where('hearingRecipient.noRemarksAt', 'is', null)
    .execute()

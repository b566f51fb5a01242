// Every SQL statement about the comments of a hearing.
import { type Insertable, sql, type Updateable } from 'kysely'
import type { Db, Tables, Trx } from '../db/tables.ts'

const comments = (db: Db | Trx) =>
  db
    .selectFrom('comment')
    .innerJoin('hearing', 'hearing.id', 'comment.hearingId')
    .innerJoin('user as writer', 'writer.id', 'comment.writtenBy')
    .leftJoin('user as answerer', 'answerer.id', 'comment.answeredBy')
    .select(['comment.id', 'comment.visitId', 'comment.number', 'comment.textKey', 'comment.quote'])
    .select(['comment.quoteStart', 'comment.kind', 'comment.body', 'comment.writtenBy', 'writer.name as writtenByName'])
    .select(['comment.writtenAt', 'comment.answer', 'comment.answerText', 'answerer.name as answeredByName'])
    .select(['comment.answeredAt', 'comment.version', 'hearing.draftNumber', 'comment.hearingId'])

export type CommentRow = NonNullable<Awaited<ReturnType<typeof findComment>>>

export const findComment = (db: Db | Trx, visitId: string, id: string) =>
  comments(db).where('comment.visitId', '=', visitId).where('comment.id', '=', id).executeTakeFirst()

/** All comments of a visit, as they came. */
export const listComments = (db: Db | Trx, visitId: string) =>
  comments(db).where('comment.visitId', '=', visitId).orderBy('hearing.draftNumber').orderBy('comment.number').execute()

export const nextNumber = async (trx: Trx, hearingId: string): Promise<number> =>
  (
    await trx
      .selectFrom('comment')
      .select(sql<number>`coalesce(max(number), 0) + 1`.as('number'))
      .where('hearingId', '=', hearingId)
      .executeTakeFirstOrThrow()
  ).number

export const insertComment = (trx: Trx, comment: Insertable<Tables['comment']>) =>
  trx.insertInto('comment').values(comment).execute()

/** Writes the change and counts the version up. */
export const updateComment = (trx: Trx, id: string, change: Updateable<Tables['comment']>) =>
  trx
    .updateTable('comment')
    .set(eb => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute()

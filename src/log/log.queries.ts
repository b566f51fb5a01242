// The append-only log: who read, downloaded, changed and published what, and when. Never any report text.
import { sql } from 'kysely'
import type { Db, Trx } from '../db/tables.ts'

export type LogEntry = {
  userId: string | null
  action:
    | 'login'
    | 'loginRefused'
    | 'logout'
    | 'read'
    | 'download'
    | 'create'
    | 'change'
    | 'delete'
    | 'restore'
    | 'answer'
    | 'sendToHearing'
    | 'takeBack'
    | 'close'
    | 'giveUpCorrection'
    | 'publish'
    | 'correct'
    | 'revoke'
    | 'replace'
    | 'cancel'
    | 'confirm'
    | 'export'
    | 'import'
  subject:
    | 'session'
    | 'user'
    | 'device'
    | 'municipality'
    | 'centre'
    | 'tilbud'
    | 'model'
    | 'strategy'
    | 'visit'
    | 'point'
    | 'report'
    | 'conclusion'
    | 'poster'
    | 'compare'
    | 'plan'
    | 'action'
    | 'coverage'
    | 'proof'
    | 'finding'
    | 'hearing'
    | 'comment'
    | 'remark'
    | 'invitation'
    | 'description'
    | 'calendar'
    | 'thread'
    | 'idea'
    | 'release'
    | 'staffLink'
  subjectId?: string | null
  visitId?: string | null
  tilbudId?: string | null
  /** Names of fields and numbers of versions; no text of a report. */
  detail?: Record<string, string | number | boolean | string[]>
}

/** Writes one line. Inside the transaction of the change that it tells of, so that neither stands without the other. */
export const writeLog = (db: Db | Trx, { detail = {}, ...entry }: LogEntry) =>
  db
    .insertInto('log')
    .values({ ...entry, detail: JSON.stringify(detail) })
    .execute()

// What a line is about has its name in one of these, under the id that the line keeps.
const subjectName = sql<string | null>`case log.subject
  when 'user' then (select name from "user" where id::text = log.subject_id)
  when 'centre' then (select name from centre where id::text = log.subject_id)
  when 'tilbud' then (select name from tilbud where id::text = log.subject_id)
  when 'model' then (select name from model where id = log.subject_id)
  when 'strategy' then (select name from strategy where id = log.subject_id)
end`.as('subjectName')

/** The newest lines first, older than `before` (an id) when given. */
export const listLog = (db: Db, { before, limit }: { before: number | null; limit: number }) =>
  db
    .selectFrom('log')
    .leftJoin('user', 'user.id', 'log.userId')
    .leftJoin('tilbud', 'tilbud.id', 'log.tilbudId')
    .leftJoin('visit', 'visit.id', 'log.visitId')
    .select(['log.id', 'log.at', 'log.userId', 'user.name as userName', 'log.action', 'log.subject', 'log.subjectId'])
    .select(['log.visitId', 'log.tilbudId', 'tilbud.name as tilbudName', 'log.detail'])
    .select(['visit.visitedOn', subjectName])
    .$if(before !== null, query => query.where('log.id', '<', before as number))
    .orderBy('log.id', 'desc')
    .limit(limit)
    .execute()

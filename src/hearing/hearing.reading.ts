// A hearing as people read it: the draft as it was sent beside the texts as they stand now, and every comment with both.
import type { Db, Trx } from '../db/tables.ts'
import { notFound } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { findModel } from '../model/model.queries.ts'
import { findVisit } from '../visit/visit.queries.ts'
import { worksOn } from '../visit/visit.rules.ts'
import { type CommentRow, listComments } from './comment.queries.ts'
import { findHearing, findSnapshot, type HearingRow, listRecipients } from './hearing.queries.ts'
import { courseInWords } from './hearing.rules.ts'
import type { Comment, Hearing } from './hearing.schema.ts'
import { type HearingText, type Snapshot, textsOf } from './hearing.texts.ts'

/** The visit and its newest hearing, for those who work on it and for the leader. Refuses others with 404. */
export async function openHearing(db: Db, user: RequestUser, visitId: string) {
  const visit = await findVisit(db, user, visitId)
  const isTheirs = visit && (worksOn(user, visit) || user.role === 'leader')
  const hearing = isTheirs ? await findHearing(db, visitId) : undefined
  if (!visit || !hearing) throw notFound('Høringen')
  return { visit, hearing, recipients: await listRecipients(db, hearing.id) }
}

const stateOf = ({ closedAt, takenBackAt }: HearingRow) => (takenBackAt ? 'takenBack' : closedAt ? 'closed' : 'open')

/** The hearing as the API answers it. */
export async function readHearing(db: Db, user: RequestUser, visitId: string): Promise<Hearing> {
  const { hearing, recipients } = await openHearing(db, user, visitId)
  const { sentAt, remarkAt, closedAt, takenBackAt: _, lastAnsweredAt: __, ...rest } = hearing
  return {
    ...rest,
    state: stateOf(hearing),
    sentAt: sentAt.toISOString(),
    remarkAt: remarkAt?.toISOString() ?? null,
    closedAt: closedAt?.toISOString() ?? null,
    recipients: recipients.map(({ userId, name, part, noRemarksAt }) => ({
      ...{ userId, name, part },
      doneAt: noRemarksAt?.toISOString() ?? null,
    })),
    course: courseInWords(hearing),
  }
}

/** The texts of a visit as they stand. */
export async function textsNow(db: Db | Trx, visit: Snapshot['visit'] & { modelId: string }): Promise<HearingText[]> {
  const model = await findModel(db, visit.modelId)
  return textsOf({ visit, model: model ?? { themes: [] } })
}

/** The texts of one draft as they were sent. */
export async function textsAsSent(db: Db | Trx, visitId: string, draftNumber: number): Promise<HearingText[]> {
  const sent = await findSnapshot(db, visitId, draftNumber)
  return sent ? textsOf(sent.snapshot as unknown as Snapshot) : []
}

const byKey = (texts: readonly HearingText[]) => new Map(texts.map(text => [text.key, text]))

/** All comments of the visit, as they came, with the text as sent and as it stands. */
export async function readComments(
  db: Db,
  visit: Snapshot['visit'] & { id: string; modelId: string },
): Promise<Comment[]> {
  const rows = await listComments(db, visit.id)
  const now = byKey(await textsNow(db, visit))
  const drafts = new Map<number, Map<string, HearingText>>()
  for (const { draftNumber } of rows)
    if (!drafts.has(draftNumber)) drafts.set(draftNumber, byKey(await textsAsSent(db, visit.id, draftNumber)))
  return rows.map(row => toComment(row, drafts.get(row.draftNumber)?.get(row.textKey), now.get(row.textKey)))
}

function toComment(
  { writtenAt, answeredAt, hearingId: _, ...row }: CommentRow,
  sent: HearingText | undefined,
  now: HearingText | undefined,
): Comment {
  return {
    ...row,
    place: sent?.place ?? 'Rapporten som helhed',
    writtenAt: writtenAt.toISOString(),
    answeredAt: answeredAt?.toISOString() ?? null,
    textAsSent: sent?.text ?? '',
    textNow: now?.text ?? null,
    changed: (sent?.text ?? '') !== (now?.text ?? ''),
  }
}

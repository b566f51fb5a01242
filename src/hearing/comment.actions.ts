// A comment at a passage of the draft that was sent, and its answer.
import { v7 as uuidv7 } from 'uuid'
import { conflict, invalid, notFound, stale } from '../http/errors.ts'
import { requireNoCpr } from '../http/no-cpr.ts'
import type { RequestUser } from '../http/request-user.ts'
import { findPassage } from '../lib/passage.ts'
import { atVisit, changeRow, logVisit } from '../visit/at-visit.ts'
import { findComment, insertComment, listComments, nextNumber, updateComment } from './comment.queries.ts'
import { type HearingDeps, requireHearing, tell } from './hearing.actions.ts'
import { findSnapshot, listRecipients, saveNoRemarks } from './hearing.queries.ts'
import type { Answer, NewComment } from './hearing.schema.ts'
import { type Snapshot, textsOf } from './hearing.texts.ts'

const isSame = (one: { textKey: string; quote: string; kind: string; body: string }, other: typeof one) =>
  one.textKey === other.textKey && one.quote === other.quote && one.kind === other.kind && one.body === other.body

/**
 * Writes a comment. The marked words must stand in the text as it was sent; where they stand is worked out here. An id
 * that is taken by the same content answers what is there, so that a retry is safe.
 */
export function addComment({ db, now: clock }: HearingDeps, user: RequestUser, visitId: string, input: NewComment) {
  return atVisit(db, user, visitId, { step: 'comment' }, async at => {
    const { trx, visit } = at
    const now = clock()
    const hearing = await requireHearing(trx, visitId)
    const there = input.id ? await findComment(trx, visitId, input.id) : undefined
    if (there) {
      if (there.writtenBy === user.id && isSame(there, input)) return { id: there.id, created: false }
      throw conflict('Der er allerede en bemærkning med det id.')
    }
    if (hearing.closedAt) throw conflict('Høringen er lukket. Ring til konsulenterne, hvis der er mere.')
    const snapshot = (await findSnapshot(trx, visitId, hearing.draftNumber))?.snapshot as unknown as Snapshot
    const text = textsOf(snapshot).find(({ key }) => key === input.textKey)
    if (!text) throw invalid([{ path: '/textKey', message: 'Vælg, hvad bemærkningen handler om.' }])
    const passage = findPassage(text.text, input.quote, input.quoteStart)
    if (input.quote.trim() !== '' && !passage)
      throw invalid([
        {
          path: '/quote',
          message: `De ord står ikke i »${text.place}«. Kopiér dem fra udkastet, eller lad feltet være tomt.`,
        },
      ])
    requireNoCpr({ '/body': input.body })
    const id = input.id ?? uuidv7()
    await insertComment(trx, {
      id,
      hearingId: hearing.id,
      visitId,
      number: await nextNumber(trx, hearing.id),
      textKey: input.textKey,
      quote: passage ? text.text.slice(passage.start, passage.end) : '',
      quoteStart: passage?.start ?? 0,
      kind: input.kind,
      body: input.body,
      writtenBy: user.id,
      writtenAt: now,
    })
    // Whoever comments has something to say after all.
    const recipients = await listRecipients(trx, hearing.id)
    if (recipients.some(({ userId, noRemarksAt }) => userId === user.id && noRemarksAt))
      await saveNoRemarks(trx, hearing.id, user.id, null)
    await changeRow(at, { hearingCommentedAt: now })
    await tell(trx, visit, visit.consultantIds, { kind: 'hearingComment', by: user.id, now })
    await logVisit(trx, user, visit, { action: 'create', subject: 'comment', subjectId: id })
    return { id, created: true }
  })
}

/** Answers a comment, or answers it anew. When the last one is answered, those who wrote them are told. */
export function answerComment(
  { db, now: clock }: HearingDeps,
  user: RequestUser,
  visitId: string,
  commentId: string,
  version: number | null,
  { answer, answerText }: Answer,
) {
  return atVisit(db, user, visitId, { step: 'answer' }, async at => {
    const { trx, visit } = at
    const now = clock()
    const comment = await findComment(trx, visitId, commentId)
    if (!comment) throw notFound('Bemærkningen')
    if (comment.version !== version)
      throw stale({ id: comment.id, version: comment.version, answer: comment.answer, answerText: comment.answerText })
    await updateComment(trx, commentId, { answer, answerText, answeredBy: user.id, answeredAt: now })
    const all = await listComments(trx, visitId)
    if (visit.status === 'hearing' && comment.answer === null && all.every(one => one.answer !== null))
      await tell(
        trx,
        visit,
        all.map(({ writtenBy }) => writtenBy),
        { kind: 'hearingAnswered', by: user.id, now },
      )
    await logVisit(trx, user, visit, { action: 'answer', subject: 'comment', subjectId: commentId })
  })
}

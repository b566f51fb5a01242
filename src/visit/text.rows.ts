// The rows that texts belong to: a point, the visit itself, or a note to a theme.
import { findModel } from '../model/model.queries.ts'
import type { Text } from '../text/shared-text.ts'
import { LONGEST, subjectOf, type TextKey } from '../text/text.ts'
import { type At, changeRow } from './at-visit.ts'
import { selectNotes, upsertNote } from './note.queries.ts'
import { selectPointTexts, updatePoint } from './point.queries.ts'
import { selectVisitTexts } from './visit.queries.ts'
import { afterWriting, takesNotes } from './visit.rules.ts'

/** A text as its row has it. A note that nobody has written has version 0 and no row yet. */
export type TextRow = Text & { version: number; deleted: boolean }

/** The rows of these texts, without those that the visit does not have. */
export async function textRows(
  at: Pick<At, 'trx' | 'user' | 'visit'>,
  texts: readonly TextKey[],
): Promise<Map<TextKey, TextRow>> {
  const { trx, user, visit } = at
  const rows = new Map<TextKey, TextRow>()
  const subjects = texts.map(text => ({ text, ...subjectOf(text) }))
  const pointIds = subjects.flatMap(({ pointId }) => pointId ?? [])
  if (pointIds.length > 0)
    for (const { id, heading, body, version, deletedAt } of await selectPointTexts(trx, visit.id, pointIds))
      rows.set(`point/${id}`, { heading: heading ?? '', body, version, deleted: deletedAt !== null })
  if (subjects.some(({ field }) => field !== 'point' && field !== 'note')) {
    const { overallImpression, conclusion } = await selectVisitTexts(trx, visit.id)
    const own = { heading: '', version: visit.version, deleted: false }
    rows.set('overallImpression', { ...own, body: overallImpression })
    rows.set('conclusion', { ...own, body: conclusion })
  }
  // To everybody but the visit's own consultants, its notes do not exist.
  if (subjects.some(({ field }) => field === 'note') && takesNotes(user, visit)) {
    const notes = await selectNotes(trx, visit.id)
    for (const { key } of (await findModel(trx, visit.modelId))?.themes ?? []) {
      const note = notes.find(({ theme }) => theme === key) ?? { body: '', version: 0 }
      rows.set(`note/${key}`, { heading: '', body: note.body, version: note.version, deleted: false })
    }
  }
  return rows
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that a row does not have
const UNSEEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g

/** A text as a row can hold it. */
export const asRow = ({ heading, body }: Text): Text => ({
  heading: heading.toWellFormed().replace(UNSEEN, '').replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST),
  body: body.toWellFormed().replace(UNSEEN, ''),
})

/** The version that the row of `text` has after its next change. */
export const nextVersion = (text: TextKey, row: TextRow, { visit }: At) =>
  subjectOf(text).field === 'point' || subjectOf(text).field === 'note' ? row.version + 1 : visit.version + 1

/** Writes a text into its row. The first text of a planned visit makes it a draft. */
export async function writeRow(at: At, text: TextKey, { heading, body }: Text) {
  const { trx, user, visit } = at
  const subject = subjectOf(text)
  if (subject.field === 'point')
    await updatePoint(trx, subject.pointId, { heading: heading || null, body, updatedBy: user.id })
  else if (subject.field === 'note')
    await upsertNote(trx, { visitId: visit.id, modelId: visit.modelId, theme: subject.theme, body, updatedBy: user.id })
  else await changeRow(at, { [subject.field]: body, status: afterWriting(visit.status) })
  if (subject.field === 'point') await beginDraft(at)
}

/** A planned visit in which something is written is a draft. */
export async function beginDraft(at: At) {
  if (at.visit.status !== afterWriting(at.visit.status)) await changeRow(at, { status: afterWriting(at.visit.status) })
}

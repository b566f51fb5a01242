// Writing in a text, live or on purpose: the document, its update, and what history and colleagues are told.
import * as Y from 'yjs'
import { type Applied, applyUpdate, type Lost } from '../text/apply-update.ts'
import { mergeTexts, type Text } from '../text/shared-text.ts'
import type { OpenText } from '../text/shelf.ts'
import { noteUpdate, replaceText, storeUpdate, textAt, withWords } from '../text/text.actions.ts'
import { findOtherWriter, findWriter, markRevised } from '../text/text.queries.ts'
import { subjectOf, type TextKey } from '../text/text.ts'
import { type At, logVisit } from './at-visit.ts'
import { keepPassages, revise } from './history.ts'
import { writePointLive } from './point.queries.ts'
import { findRevisionAt } from './revision.queries.ts'
import { asRow, beginDraft, nextVersion, type TextRow, textRows, writeRow } from './text.rows.ts'

/** So long a silence, or another writer, and the access log tells anew that somebody writes. */
const PAUSE = 120_000

type Changed = Extract<Applied, { kind: 'changed' }>
export type Written = { seq: number; version: number; savedAt: Date }

/** Stores an update that is merged into `open`, and tells whose words it took away. The row is the caller's. */
async function store(at: At, open: OpenText, row: TextRow, { update, text, lost }: Changed): Promise<Written> {
  const { trx, user, visit, device, news } = at
  const version = nextVersion(open.text, row, at)
  const writer = { writtenBy: user.id, device }
  const { seq, writtenAt } = await storeUpdate(trx, visit.id, open, update, version, writer)
  news.seq = seq
  news.at = seq
  for (const loss of lost) await tellLoss(at, open, { ...asRow(text), version }, loss)
  return { seq, version, savedAt: writtenAt }
}

/** Keeps words that a merge took away as a revision of their writer's, and tells the writer. */
async function tellLoss({ trx, user, visit, news }: At, open: OpenText, now: Text & { version: number }, loss: Lost) {
  const writer = loss.mine ? user.id : await findWriter(trx, visit.id, open.text, loss.client)
  if (!writer || (!loss.mine && writer === user.id)) return
  const other = loss.mine ? await findOtherWriter(trx, visit.id, open.text, user.id) : user
  const whole = asRow(withWords(open, loss.words))
  const revision = { ...now, ...whole, writtenBy: writer, removed: true }
  const revisionId = await revise(trx, visit.id, open.text, revision)
  news.removed.push({ userId: writer, text: open.text, by: other?.id ?? null, byName: other?.name ?? null, revisionId })
}

/** Whether `open` was just written in by the same person: who did is known as long as the document is at hand. */
export const goesOn = ({ last }: OpenText, userId: string, at: Date) =>
  last?.by === userId && at.getTime() - last.at.getTime() < PAUSE

// One line a passage and person.
async function logWriting({ trx, user, visit }: At, open: OpenText, { savedAt }: Written) {
  const isLogged = goesOn(open, user.id, savedAt)
  open.last = { by: user.id, at: savedAt }
  if (isLogged) return
  const { field, pointId, theme } = subjectOf(open.text)
  await logVisit(trx, user, visit, {
    action: 'change',
    ...(pointId ? { subject: 'point', subjectId: pointId } : { subjectId: visit.id }),
    detail: { fields: [field === 'point' ? 'body' : theme ? `note/${theme}` : field] },
  })
}

/** An update of a text, as it comes from somebody who writes live. */
export async function writeLive(at: At, open: OpenText, row: TextRow, update: Uint8Array) {
  const applied = applyUpdate(open.doc, update)
  if (applied.kind === 'same') return applied
  if (applied.kind !== 'changed') {
    at.texts.drop(open.text)
    return applied
  }
  const written = await (subjectOf(open.text).field === 'point'
    ? storePoint(at, open, row, applied)
    : storeWithRow(at, open, row, applied))
  await logWriting(at, open, written)
  return { kind: 'saved' as const, ...written, deleted: row.deleted }
}

async function storeWithRow(at: At, open: OpenText, row: TextRow, applied: Changed) {
  const written = await store(at, open, row, applied)
  await writeRow(at, open.text, asRow(applied.text))
  return written
}

// What happens several times a second and writer: one statement for all of it.
async function storePoint(at: At, open: OpenText, row: TextRow, { update, text, lost }: Changed): Promise<Written> {
  const { trx, user, visit, device } = at
  const version = row.version + 1
  const { pointId } = subjectOf(open.text)
  const change = { visitId: visit.id, text: open.text, version, update, device, writtenBy: user.id }
  const { seq, writtenAt } = await writePointLive(trx, pointId ?? '', asRow(text), change)
  await noteUpdate(trx, visit.id, open, { seq, version })
  // The statement has told those who look on.
  at.news.at = seq
  for (const loss of lost) await tellLoss(at, open, { ...asRow(text), version }, loss)
  await beginDraft(at)
  return { seq, version, savedAt: writtenAt }
}

/**
 * A text that is saved whole, knowing the row as it was at `basedOn`. Answers the text that the row is to have, which
 * the caller writes; null when the text at `basedOn` is not known any more.
 */
export async function writeWhole(
  at: At,
  text: TextKey,
  row: TextRow,
  to: Partial<Text>,
  basedOn: number,
): Promise<(Text & { merged: boolean }) | null> {
  const { trx, visit } = at
  const open = (await at.texts.open([text])).get(text)
  if (open) await keepPassages(trx, visit.id, [text])
  const now: Text = { heading: row.heading, body: row.body }
  const base = basedOn === row.version ? now : await textSeen(at, text, basedOn, open)
  if (!base) return null
  const merged = base.heading !== now.heading || base.body !== now.body
  const wanted = merged ? mergeTexts(base, { ...base, ...to }, now) : { ...now, ...to }
  if (!open) return { ...wanted, merged }
  const applied = replaceText(open, wanted)
  if (applied.kind === 'same') return { ...wanted, merged }
  if (applied.kind !== 'changed') throw new Error(`the text ${text} cannot be written: ${applied.kind}`)
  const { seq, savedAt } = await store(at, open, row, applied)
  open.last = { by: at.user.id, at: savedAt }
  // It becomes a revision of its own.
  await markRevised(trx, visit.id, text, seq)
  return { ...wanted, merged }
}

/** Writes a text into its document when it has one; the row and the revision are the caller's. */
export async function putBackText(at: At, text: TextKey, to: Text) {
  const row = (await textRows(at, [text])).get(text)
  if (row) await writeWhole(at, text, row, to, row.version)
}

/** The text as somebody saw it whose page has this version of the row; null when that is not known any more. */
async function textSeen({ trx, visit }: At, text: TextKey, version: number, open?: OpenText): Promise<Text | null> {
  const live = open ? await textAt(trx, visit.id, text, version) : null
  if (live) return live
  const since = open?.since ?? null
  const revision = await findRevisionAt(trx, visit.id, subjectOf(text), version, since)
  if (revision) return { heading: revision.heading ?? '', body: revision.body }
  // What has no revision so far back was empty then.
  return since === null || version <= since ? { heading: '', body: '' } : null
}

/** Everything about `open` that somebody with this state vector lacks. */
export const lackOf = (open: OpenText, stateVector?: Uint8Array) => Y.encodeStateAsUpdate(open.doc, stateVector)

// The consultants' raw notes: written, and sorted into the boxes, where a piece of a note becomes a point.
import { v7 as uuidv7 } from 'uuid'
import type { Box, Db } from '../db/tables.ts'
import { conflict, invalid, notFound, stale } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { noteText } from '../text/text.ts'
import { type At, atVisit, logVisit } from './at-visit.ts'
import { applyChange } from './change.actions.ts'
import { revise } from './history.ts'
import { asPointText, cutNote, type Range } from './note.rules.ts'
import { writeWhole } from './text.change.ts'
import { nextVersion, type TextRow, textRows, writeRow } from './text.rows.ts'
import { takesNotes } from './visit.rules.ts'
import { NewPoint, type Point } from './visit.schema.ts'

export type Note = { theme: string; body: string; version: number }

async function noteAt(at: At, theme: string): Promise<TextRow> {
  if (!takesNotes(at.user, at.visit)) throw notFound('Noten')
  const row = (await textRows(at, [noteText(theme)])).get(noteText(theme))
  if (!row) throw notFound('Temaet')
  return row
}

const asNote = (theme: string, { body, version }: TextRow): Note => ({ theme, body, version })

/** Writes the whole note; null when the text that the writer saw is not known any more. */
async function write(at: At, theme: string, row: TextRow, body: string, basedOn: number) {
  const text = noteText(theme)
  const written = await writeWhole(at, text, row, { body }, basedOn)
  if (!written) return null
  if (written.body !== row.body) {
    const version = nextVersion(text, row, at)
    await writeRow(at, text, { heading: '', body: written.body })
    await revise(at.trx, at.visit.id, text, { heading: '', body: written.body, version, writtenBy: at.user.id })
    const detail = { fields: [text] }
    await logVisit(at.trx, at.user, at.visit, { action: 'change', subjectId: at.visit.id, detail })
  }
  return { note: asNote(theme, await noteAt(at, theme)), merged: written.merged }
}

const writing = { step: 'write' } as const

/** Writes a note; `version` null matches nothing. */
export function changeNote(
  db: Db,
  user: RequestUser,
  visitId: string,
  theme: string,
  version: number | null,
  body: string,
): Promise<Note> {
  return atVisit(db, user, visitId, writing, async at => {
    const row = await noteAt(at, theme)
    if (row.version !== version) throw stale(asNote(theme, row))
    const written = await write(at, theme, row, body, row.version)
    if (!written) throw stale(asNote(theme, row))
    return written.note
  })
}

/** A piece of a note that becomes a point, with the id that the point gets. */
export type Piece = Range & { id?: string }

/** Makes these pieces of the note into points at the end of a box of its theme, and takes them out of the note. */
async function sort(at: At, theme: string, row: TextRow, box: Box, pieces: readonly Piece[]) {
  const cut = cutNote(row.body, pieces)
  if (!cut || pieces.length === 0) throw invalid([{ path: '/pieces', message: 'Vælg det, der skal i boksen.' }])
  const order = pieces.toSorted((one, other) => one.start - other.start)
  const points: Point[] = []
  for (const [index, piece] of cut.pieces.entries()) {
    const body = asPointText(piece)
    if (body === '') throw invalid([{ path: '/pieces', message: 'Der er ingen tekst i det, du har valgt.' }])
    const input = NewPoint.safeParse({ theme, box, body })
    if (!input.success) throw invalid([{ path: '/pieces', message: input.error.issues[0]?.message ?? '' }])
    const point = { ...input.data, id: order[index]?.id ?? uuidv7() }
    points.push((await applyChange(at, { kind: 'createPoint', point })).point)
  }
  const written = await write(at, theme, row, cut.rest, row.version)
  if (!written) throw stale(asNote(theme, row))
  return { note: written.note, points }
}

/** Sorts pieces of a note into a box; `version` null matches nothing. All in one transaction: nothing is lost between. */
export function sortNote(
  db: Db,
  user: RequestUser,
  visitId: string,
  theme: string,
  version: number | null,
  { box, pieces }: { box: Box; pieces: readonly Piece[] },
) {
  return atVisit(db, user, visitId, writing, async at => {
    const row = await noteAt(at, theme)
    if (row.version !== version) throw stale(asNote(theme, row))
    return sort(at, theme, row, box, pieces)
  })
}

const GONE = 'En kollega har rettet det imens. Vælg igen i noten, som den er nu.'

/** Where these words stand in the note now; each stretch of it is taken once. */
function findPieces(body: string, words: readonly string[]): Range[] {
  const found: Range[] = []
  for (const piece of words) {
    const free = (start: number) => found.every(range => start >= range.end || start + piece.length <= range.start)
    let start = body.indexOf(piece)
    while (start !== -1 && !free(start)) start = body.indexOf(piece, start + 1)
    if (start === -1) throw conflict(GONE)
    found.push({ start, end: start + piece.length })
  }
  return found
}

/**
 * What the form of a note does: it writes the note, merged with what a colleague wrote since the version that the form
 * shows, and sorts the chosen words into a box when one is named.
 */
export function takeNote(
  db: Db,
  user: RequestUser,
  visitId: string,
  theme: string,
  { basedOn, body, box, words }: { basedOn: number; body: string; box: Box | null; words: readonly string[] },
) {
  return atVisit(db, user, visitId, writing, async at => {
    const row = await noteAt(at, theme)
    const written = await write(at, theme, row, body, basedOn)
    if (!written) throw stale(asNote(theme, row))
    if (!box) return { ...written, points: [] }
    const now = await noteAt(at, theme)
    const sorted = await sort(at, theme, now, box, findPieces(now.body, words))
    return { ...sorted, merged: written.merged }
  })
}

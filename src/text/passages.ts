// From updates to history: what was written live becomes passages, each one revision, such that whatever anybody had
// written when it was taken away stands in one of them.
import * as Y from 'yjs'
import { readText, type Text } from './shared-text.ts'

export type Update = { update: Uint8Array; version: number; writtenBy: string | null; writtenAt: Date }

/** The text at the end of a passage. */
export type Passage = Text & Omit<Update, 'update'>

/** So long a silence ends a passage. */
export const PAUSE = 120_000

/** Taking away so many letters, all in all, in one go, ends the passage before; writing something begins a new go. */
export const TAKEN = 4

/** How many letters that were there before the transaction it takes away. */
function lettersTaken(transaction: Y.Transaction) {
  let letters = 0
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, struct => {
    const isOld = struct.id.clock < (transaction.beforeState.get(struct.id.client) ?? 0)
    if (isOld && struct instanceof Y.Item && struct.content instanceof Y.ContentString) letters += struct.length
  })
  return letters
}

/** Applies the updates onto `doc`, one by one. */
function replay(doc: Y.Doc, updates: readonly Update[], each: (index: number, taken: number) => void) {
  let taken = 0
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    taken += lettersTaken(transaction)
  })
  for (const [index, { update }] of updates.entries()) {
    taken = 0
    Y.applyUpdate(doc, update)
    each(index, taken)
  }
  doc.destroy()
}

function docOf(base: readonly Uint8Array[]) {
  const doc = new Y.Doc()
  for (const update of base) Y.applyUpdate(doc, update)
  return doc
}

const takesAway = ({ update }: Update) => Y.decodeUpdate(update).ds.clients.size > 0

/** Whether the update brings letters: one may take away first and write then, and what it wrote may be what the next takes away. */
const brings = ({ update }: Update) =>
  Y.decodeUpdate(update).structs.some(struct => struct instanceof Y.Item && struct.content instanceof Y.ContentString)

/** How many letters each of the updates takes away. Where none names any, nothing need be replayed. */
function lettersTakenBy(base: readonly Uint8Array[], updates: readonly Update[]): number[] {
  const letters = updates.map(() => 0)
  if (updates.some(takesAway))
    replay(docOf(base), updates, (index, taken) => {
      letters[index] = taken
    })
  return letters
}

/** After which of the updates a passage ends: one yes or no for each. */
function ends(base: readonly Uint8Array[], updates: readonly Update[]): boolean[] {
  const cut = updates.map(() => false)
  let begun = 0
  let inAll = 0
  for (const [index, taken] of lettersTakenBy(base, updates).entries()) {
    const [previous, current] = [updates[index - 1], updates[index]]
    const leaves =
      previous !== undefined &&
      current !== undefined &&
      (previous.writtenBy !== current.writtenBy || current.writtenAt.getTime() - previous.writtenAt.getTime() >= PAUSE)
    if (leaves) cut[index - 1] = true
    if (taken === 0 || leaves || (previous && brings(previous))) inAll = 0
    if (inAll === 0) begun = index
    inAll += taken
    if (inAll >= TAKEN && begun > 0) cut[begun - 1] = true
  }
  if (cut.length > 0) cut[cut.length - 1] = true
  return cut
}

/**
 * The passages in `updates`, which came in this order onto `base`: cut where the writer changes, at a pause, and before
 * much is taken away. The open end counts as one. A passage that changed nothing one can read is left out.
 */
export function passages(base: readonly Uint8Array[], updates: readonly Update[]): Passage[] {
  const cut = ends(base, updates)
  const found: Passage[] = []
  const doc = docOf(base)
  let last: Text = readText(doc)
  replay(doc, updates, index => {
    const update = updates[index]
    if (!cut[index] || !update) return
    const text = readText(doc)
    const { version, writtenBy, writtenAt } = update
    if (text.heading !== last.heading || text.body !== last.body) found.push({ ...text, version, writtenBy, writtenAt })
    last = text
  })
  return found
}

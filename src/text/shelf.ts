// Documents that were just written in, kept in memory so that the next update does not begin with reading. Whoever
// opens one takes it from here and puts it back after the commit: what was not committed never lies on the shelf, and
// what another process wrote meanwhile is read before it is used.
import type * as Y from 'yjs'
import type { TextKey } from './text.ts'

/** A document as it stands after the update `seq`. */
export type OpenText = {
  text: TextKey
  doc: Y.Doc
  seq: number
  version: number
  /** From this version of its row on it was written live. */
  since: number
  /** How many updates its stored state lacks. */
  unsaved: number
  /** Who wrote last, as far as is known here. */
  last: { by: string | null; at: Date } | null
}

const MOST = 500

const shelf = new Map<string, OpenText>()

const place = (visitId: string, text: TextKey) => `${visitId}/${text}`

export function takeFromShelf(visitId: string, text: TextKey): OpenText | undefined {
  const found = shelf.get(place(visitId, text))
  shelf.delete(place(visitId, text))
  return found
}

/** Puts a document back; the one that has lain there longest makes room. */
export function putOnShelf(visitId: string, open: OpenText) {
  const there = shelf.get(place(visitId, open.text))
  if (there && there.seq > open.seq) return
  shelf.delete(place(visitId, open.text))
  shelf.set(place(visitId, open.text), open)
  const [oldest] = shelf.keys()
  if (shelf.size > MOST && oldest !== undefined) shelf.delete(oldest)
}

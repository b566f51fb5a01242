// What one request carries of the updates that wait.
import * as Y from 'yjs'
import type { Waiting } from './texts.ts'

/** Updates of one text that are sent as one. */
export type Part = { text: string; entries: Waiting[] }

const takesAway = ({ update }: Waiting) => Y.decodeUpdate(update).ds.clients.size > 0

/**
 * The first of `waiting`, text by text in the order in which they were written. Where somebody begins to take letters away
 * a new part begins: merged with what it takes away, nobody could ever see that it had stood there. One part at least,
 * otherwise no more than so many bytes and parts. The texts in `whole` are not divided: of one that was too long for a
 * while, only the end can be taken.
 */
export function parcel(
  waiting: readonly Waiting[],
  { bytes, parts: most, whole = new Set() }: { bytes: number; parts: number; whole?: ReadonlySet<string> },
): Part[] {
  const parts: Part[] = []
  const open = new Map<string, Part>()
  let load = 0
  for (const entry of waiting) {
    const isWhole = whole.has(entry.text)
    if (!isWhole) load += entry.update.length
    const part = open.get(entry.text)
    const before = part?.entries.at(-1)
    const goesOn = part && before && (isWhole || takesAway(before) || !takesAway(entry))
    if (parts.length > 0 && ((load > bytes && !(isWhole && goesOn)) || (!goesOn && parts.length >= most))) break
    if (goesOn) part.entries.push(entry)
    else {
      const next = { text: entry.text, entries: [entry] }
      open.set(entry.text, next)
      parts.push(next)
    }
  }
  return parts
}

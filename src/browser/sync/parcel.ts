// What one request carries of the updates that wait.
import * as Y from 'yjs'
import type { Waiting } from './texts.ts'

/** Updates of one text that are sent as one. */
export type Part = { text: string; entries: Waiting[] }

const takesAway = ({ update }: Waiting) => Y.decodeUpdate(update).ds.clients.size > 0

/**
 * The first of `waiting`, text by text in the order in which they were written. Where somebody begins to take letters away
 * a new part begins: merged with what it takes away, nobody could ever see that it had stood there. One part at least,
 * otherwise no more than so many bytes and parts.
 */
export function parcel(waiting: readonly Waiting[], { bytes, parts: most }: { bytes: number; parts: number }): Part[] {
  const parts: Part[] = []
  const open = new Map<string, Part>()
  let load = 0
  for (const entry of waiting) {
    load += entry.update.length
    const part = open.get(entry.text)
    const before = part?.entries.at(-1)
    const goesOn = part && before && (takesAway(before) || !takesAway(entry))
    if (parts.length > 0 && (load > bytes || (!goesOn && parts.length >= most))) break
    if (goesOn) part.entries.push(entry)
    else {
      const next = { text: entry.text, entries: [entry] }
      open.set(entry.text, next)
      parts.push(next)
    }
  }
  return parts
}

// One update comes into a document: what it changed, and which words it took away that its writer had not seen.
import * as Y from 'yjs'
import { readText, type Text } from './shared-text.ts'
import { LONGEST } from './text.ts'

/** Words that are gone though nobody who saw them took them away, by the document's own number of their writer. */
export type Lost = { client: number; mine: boolean; words: string }

export type Applied =
  | { kind: 'same' | 'broken' | 'incomplete' | 'tooLong' }
  | { kind: 'changed'; update: Uint8Array; text: Text; lost: Lost[] }

/** Fewer letters than these are the end of a word that was being typed, and no loss to tell of. */
const LEAST_LOST = 3

type Deletions = ReturnType<typeof Y.decodeUpdate>['ds']

/** Where the deletion ends that `clock` lies in; null when it lies in none. The deletions stand in order. */
function deletionEnd(deletions: Deletions, client: number, clock: number): number | null {
  const ranges = deletions.clients.get(client) ?? []
  let [low, high] = [0, ranges.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const { clock: from, len } = ranges[middle] ?? { clock: 0, len: 0 }
    if (clock < from) high = middle - 1
    else if (clock >= from + len) low = middle + 1
    else return from + len
  }
  return null
}

const isGone = (doc: Y.Doc, client: number, clock: number) => {
  const structs = doc.store.clients.get(client)
  if (!structs || clock >= Y.getState(doc.store, client)) return false
  return structs[Y.findIndexSS(structs, clock)]?.deleted ?? false
}

/** The letters of a struct that `deletions` do not name, and of which `isLost` says so. */
function unnamed(text: string, { client, clock }: Y.ID, deletions: Deletions, isLost: (clock: number) => boolean) {
  let letters = ''
  let at = clock
  while (at < clock + text.length) {
    const end = deletionEnd(deletions, client, at)
    if (end === null && isLost(at)) letters += text[at - clock]
    at = end ?? at + 1
  }
  return letters
}

/**
 * Applies `update` into `doc`. When the answer is neither "changed" nor "same", the document is spoilt: throw it away.
 * "incomplete" means that it builds on something that has not come.
 */
export function applyUpdate(doc: Y.Doc, update: Uint8Array): Applied {
  let own: ReturnType<typeof Y.decodeUpdate>
  try {
    own = Y.decodeUpdate(update)
  } catch {
    return { kind: 'broken' }
  }
  const before = Y.decodeStateVector(Y.encodeStateVector(doc))
  const isNew = (client: number, clock: number) => clock >= (before.get(client) ?? 0)
  const effective: Uint8Array[] = []
  const lost = new Map<number, Lost>()
  const lose = (client: number, mine: boolean, words: string) => {
    const entry = lost.get(client) ?? { client, mine, words: '' }
    if (words) lost.set(client, { ...entry, words: entry.words + words })
  }

  const hear = (part: Uint8Array) => effective.push(part)
  // Words of others that go with what held them: whoever took that away had not seen them.
  const look = (transaction: Y.Transaction) =>
    Y.iterateDeletedStructs(transaction, transaction.deleteSet, struct => {
      if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) return
      const { client, clock } = struct.id
      if (isNew(client, clock)) return
      lose(
        client,
        false,
        unnamed(struct.content.str, struct.id, own.ds, () => true),
      )
    })
  doc.on('update', hear)
  doc.on('afterTransaction', look)
  try {
    Y.applyUpdate(doc, update)
    if (doc.store.pendingStructs || doc.store.pendingDs) return { kind: 'incomplete' }
    if (effective.length === 0) return { kind: 'same' }
    // Words of this update whose place had been taken away before they came.
    for (const struct of own.structs) {
      if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) continue
      const { client } = struct.id
      const isLost = (at: number) => isNew(client, at) && isGone(doc, client, at)
      lose(client, true, unnamed(struct.content.str, struct.id, own.ds, isLost))
    }
    const text = readText(doc)
    if (text.heading.length + text.body.length > LONGEST) return { kind: 'tooLong' }
    return {
      kind: 'changed',
      update: Y.mergeUpdates(effective),
      text,
      lost: [...lost.values()].filter(({ words }) => words.trim().length >= LEAST_LOST),
    }
  } catch {
    return { kind: 'broken' }
  } finally {
    doc.off('update', hear)
    doc.off('afterTransaction', look)
  }
}

// Documents inside a transaction that holds the visit's lock: opening, writing, and letting old updates go.
import * as Y from 'yjs'
import type { Trx } from '../db/tables.ts'
import { type Applied, applyUpdate } from './apply-update.ts'
import { type Passage, passages } from './passages.ts'
import { readText, seed, type Text, writeText } from './shared-text.ts'
import { type OpenText, putOnShelf, takeFromShelf } from './shelf.ts'
import {
  dropUpdates,
  insertDocument,
  insertUpdate,
  markRevised,
  saveMark,
  saveState,
  selectDocuments,
  selectMark,
  selectStateBefore,
  selectUpdates,
} from './text.queries.ts'
import type { TextKey } from './text.ts'

/** After so many updates the stored state is brought up to date, so that opening never reads many. */
const SAVED_EVERY = 200

/** After so many updates in revisions the mark from which the next are made is moved. */
const MARKED_EVERY = 50

/** Whoever saves a text on purpose, knowing all of it, writes into its document under this number. */
const DELIBERATE = 1

/** The documents of one visit that this transaction has opened. */
export type Texts = {
  /** Those that exist; with `seedOf` the others are made from their rows, and those without a row left out. */
  open: (texts: readonly TextKey[], seedOf?: SeedOf) => Promise<ReadonlyMap<TextKey, OpenText>>
  /** Forgets a document that is spoilt. */
  drop: (text: TextKey) => void
  /** After the commit: what was opened is kept for the next one who asks. */
  release: () => void
}

type SeedOf = (text: TextKey) => (Text & { version: number }) | undefined

export function textsOf(trx: Trx, visitId: string): Texts {
  const opened = new Map<TextKey, OpenText>()

  async function open(wanted: readonly TextKey[], seedOf?: SeedOf) {
    const missing = wanted.filter(text => !opened.has(text))
    if (missing.length > 0) await load(missing, seedOf)
    return opened
  }

  async function load(wanted: readonly TextKey[], seedOf?: SeedOf) {
    const shelved = new Map(wanted.map(text => [text, takeFromShelf(visitId, text)]))
    const documents = await selectDocuments(
      trx,
      visitId,
      new Map(wanted.map(text => [text, shelved.get(text)?.seq ?? -1])),
    )
    const behind = new Map<TextKey, number>()
    for (const { text, seq, version, since, state, lastSeq } of documents) {
      const found = shelved.get(text) ?? { text, doc: new Y.Doc(), seq: -1, version, since, unsaved: 0, last: null }
      if (state) {
        Y.applyUpdate(found.doc, state)
        Object.assign(found, { seq, version, unsaved: 0 })
      }
      if (lastSeq > found.seq) behind.set(text, found.seq)
      opened.set(text, found)
    }
    if (behind.size > 0)
      for (const { text, update, seq, version, writtenBy, writtenAt } of await selectUpdates(trx, visitId, behind)) {
        const found = opened.get(text)
        if (!found) continue
        Y.applyUpdate(found.doc, update)
        Object.assign(found, { seq, version, unsaved: found.unsaved + 1, last: { by: writtenBy, at: writtenAt } })
      }
    for (const text of wanted) {
      const row = opened.has(text) ? undefined : seedOf?.(text)
      if (!row) continue
      const state = seed(row)
      const { version } = row
      const base = { base: state, baseSeq: 0, baseVersion: version, since: version }
      const start = { ...base, revisedSeq: 0, mark: state, markSeq: 0, markVersion: version }
      await insertDocument(trx, { visitId, text, state, seq: 0, version, ...start })
      const doc = new Y.Doc()
      Y.applyUpdate(doc, state)
      opened.set(text, { text, doc, seq: 0, version, since: version, unsaved: 0, last: null })
    }
  }

  return {
    open,
    drop: text => opened.delete(text),
    release: () => {
      for (const found of opened.values()) putOnShelf(visitId, found)
    },
  }
}

export type Writer = { writtenBy: string; device: string | null }

/** Stores an update that was merged into `open`; `version` is the row's after it. */
export async function storeUpdate(
  trx: Trx,
  visitId: string,
  open: OpenText,
  update: Uint8Array,
  version: number,
  writer: Writer,
) {
  const { seq, writtenAt } = await insertUpdate(trx, { visitId, text: open.text, version, update, ...writer })
  await noteUpdate(trx, visitId, open, { seq, version })
  return { seq, writtenAt }
}

/** Whether the next update stores the state, too. */
export const isStateDue = ({ unsaved }: OpenText) => unsaved + 1 >= SAVED_EVERY

/** An update that is merged into `open` is stored: now and then its state is, too. */
export async function noteUpdate(
  trx: Trx,
  visitId: string,
  open: OpenText,
  { seq, version }: { seq: number; version: number },
) {
  Object.assign(open, { seq, version, unsaved: open.unsaved + 1 })
  if (open.unsaved >= SAVED_EVERY) {
    await saveState(trx, visitId, open.text, { state: Y.encodeStateAsUpdate(open.doc), seq, version })
    open.unsaved = 0
  }
}

const copyOf = (states: readonly Uint8Array[]) => {
  const doc = new Y.Doc()
  for (const state of states) Y.applyUpdate(doc, state)
  return doc
}

/** What takes `doc` to this text, as an update. */
function updateTo(doc: Y.Doc, to: Partial<Text>) {
  const before = Y.encodeStateVector(doc)
  writeText(doc, to)
  return Y.encodeStateAsUpdate(doc, before)
}

/** Writes a text over the document as it stands. */
export function replaceText(open: Pick<OpenText, 'doc'>, to: Partial<Text>): Applied {
  const copy = copyOf([Y.encodeStateAsUpdate(open.doc)])
  copy.clientID = DELIBERATE
  return applyUpdate(open.doc, updateTo(copy, to))
}

/** The text as it was when its row had `version`; null when the updates that say so are gone. */
export async function textAt(trx: Trx, visitId: string, text: TextKey, version: number): Promise<Text | null> {
  const stored = await selectStateBefore(trx, visitId, text, version)
  if (!stored) return null
  const updates = await selectUpdates(trx, visitId, new Map([[text, stored.seq]]))
  return readText(
    copyOf([stored.state, ...updates.filter(update => update.version <= version).map(({ update }) => update)]),
  )
}

/** The passages that are in no revision yet; from now on they are taken to be. */
export async function takePassages(trx: Trx, visitId: string, text: TextKey): Promise<Passage[]> {
  const from = await selectMark(trx, visitId, text)
  if (!from) return []
  const updates = await selectUpdates(trx, visitId, new Map([[text, from.markSeq]]))
  const fresh = updates.filter(({ seq }) => seq > from.revisedSeq)
  const last = fresh.at(-1)
  if (!last) return []
  await markRevised(trx, visitId, text, last.seq)
  const revised = [from.mark, ...updates.filter(({ seq }) => seq <= from.revisedSeq).map(({ update }) => update)]
  if (updates.length >= MARKED_EVERY) {
    const mark = Y.encodeStateAsUpdate(copyOf([...revised, ...fresh.map(({ update }) => update)]))
    await saveMark(trx, visitId, text, { mark, markSeq: last.seq, markVersion: last.version })
  }
  return passages(revised, fresh)
}

/** Lets the updates of a text go; they must be in revisions. */
export async function compact(trx: Trx, visitId: string, open: OpenText) {
  await saveState(trx, visitId, open.text, {
    state: Y.encodeStateAsUpdate(open.doc),
    seq: open.seq,
    version: open.version,
  })
  open.unsaved = 0
  await dropUpdates(trx, visitId, open.text)
}

/** The text with these words as a last paragraph of its own. */
export function withWords(open: OpenText, words: string): Text {
  const copy = copyOf([Y.encodeStateAsUpdate(open.doc)])
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(words.trim())])
  copy.getXmlFragment('body').push([paragraph])
  return readText(copy)
}

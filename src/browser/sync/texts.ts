// The documents of a visit on this device: loaded from its records, written there as somebody types, and what of them
// the server has not got yet.
import * as Y from 'yjs'
import { readText, type Text } from '../../text/shared-text.ts'
import type { Found, Place, Records } from '../store/records.ts'
import { fromBase64, fromBytes, toBase64, toBytes } from './bytes.ts'

/** What came from elsewhere: another tab or the server. Anything else was typed here. */
export const FROM_ELSEWHERE = 'from elsewhere'

/** What stands in a text, beside its document: for pages that are printed without one. */
export type Stored = { state: string } & Text

/** An update that the server has not got. */
export type Waiting = { place: Place; text: string; update: Uint8Array; stored: boolean }

const STATE = 'state'
const UPDATE = 'update'

/** In the order in which they are made, whichever tab makes them. */
export const inOrder = () => `${Date.now().toString(36).padStart(10, '0')}-${crypto.randomUUID()}`

type Around = {
  /** Somebody typed here. */
  typed: (waiting: Waiting) => void
  /** What waits has come onto the device, or could not be put there. */
  stored: () => void
  /** A text says something else than before. */
  changed: (text: string) => void
  /** Words typed here that a change from elsewhere took away. */
  lost: (text: string, words: string) => void
}

export function createTexts(records: Records, visitId: string, around: Around) {
  const docs = new Map<string, Y.Doc>()
  const read = new Map<string, Text>()
  let waiting: Waiting[] = []
  /** What is to be put onto the device along with something else. */
  let gathered: Waiting[] | null = null

  function follow(text: string, doc: Y.Doc) {
    docs.set(text, doc)
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      read.delete(text)
      if (origin !== FROM_ELSEWHERE) keep(text, update)
      around.changed(text)
    })
    doc.on('afterTransaction', (transaction: Y.Transaction) => {
      if (transaction.origin !== FROM_ELSEWHERE) return
      const words = takenWords(transaction, doc.clientID)
      if (words.trim() !== '') around.lost(text, words)
    })
    return doc
  }

  /** Words of `client` that this transaction deletes. */
  function takenWords(transaction: Y.Transaction, client: number) {
    let words = ''
    if (transaction.deleteSet.clients.has(client))
      Y.iterateDeletedStructs(transaction, transaction.deleteSet, struct => {
        if (struct instanceof Y.Item && struct.id.client === client && struct.content instanceof Y.ContentString)
          words += struct.content.str
      })
    return words
  }

  function keep(text: string, update: Uint8Array) {
    const entry: Waiting = { place: [visitId, UPDATE, text, inOrder()], text, update, stored: false }
    waiting.push(entry)
    around.typed(entry)
    if (gathered) {
      gathered.push(entry)
      return
    }
    void records
      .write({ put: [{ place: entry.place, bytes: update }] })
      .then(() => areStored([entry]))
      .catch(around.stored)
  }

  function areStored(entries: readonly Waiting[]) {
    for (const entry of entries) entry.stored = records.lasting
    around.stored()
  }

  return {
    /** The document of a text; an empty one where there is none yet. */
    open: (text: string) => docs.get(text) ?? follow(text, new Y.Doc()),
    /** A document that is nowhere yet; with the first letter it becomes one of the visit's, after `born`. */
    openFresh(text: string, born: () => void): Y.Doc {
      const doc = new Y.Doc()
      const first = (update: Uint8Array) => {
        doc.off('update', first)
        follow(text, doc)
        born()
        keep(text, update)
        around.changed(text)
      }
      doc.on('update', first)
      return doc
    },

    /** Answers what `write` writes: its caller puts all of it onto the device in one go, and says when it is there. */
    together(write: () => void): readonly Waiting[] {
      gathered = []
      try {
        write()
        return gathered
      } finally {
        gathered = null
      }
    },
    areStored,

    has: (text: string) => docs.has(text),
    keys: () => [...docs.keys()],
    waiting: () => waiting,
    waitsFor: (text: string) => waiting.some(entry => entry.text === text),

    says(text: string): Text {
      const known = read.get(text)
      if (known) return known
      const doc = docs.get(text)
      const says = doc ? readText(doc) : { heading: '', body: '' }
      if (doc) read.set(text, says)
      return says
    },

    /** What came from the server or from another tab. */
    take: (text: string, update: Uint8Array) =>
      Y.applyUpdate(docs.get(text) ?? follow(text, new Y.Doc()), update, FROM_ELSEWHERE),

    /** What another tab of this device has put into the records, to be sent from here. */
    addWaiting(entry: Waiting) {
      if (!waiting.some(({ place }) => place[3] === entry.place[3])) waiting.push(entry)
    },

    /** All of the text waits, for the server lacks something that it builds on. */
    sendWhole: (text: string) => keep(text, Y.encodeStateAsUpdate(docs.get(text) ?? new Y.Doc())),

    /** The server has these. */
    forget(places: ReadonlySet<string | undefined>) {
      waiting = waiting.filter(({ place }) => !places.has(place[3]))
    },

    /** The records that hold these texts as they are now. */
    snapshots: (keys: Iterable<string>): Found[] =>
      [...keys].flatMap(text => {
        const doc = docs.get(text)
        if (!doc) return []
        const stored: Stored = { state: toBase64(Y.encodeStateAsUpdate(doc)), ...readText(doc) }
        return [{ place: [visitId, STATE, text], bytes: toBytes(stored) }]
      }),

    vector: (text: string) => toBase64(Y.encodeStateVector(docs.get(text) ?? new Y.Doc())),

    async load() {
      for (const { place, bytes } of await records.read([visitId, STATE])) {
        const [, , text = ''] = place
        const doc = new Y.Doc()
        Y.applyUpdate(doc, fromBase64(fromBytes<Stored>(bytes).state), FROM_ELSEWHERE)
        if (docs.has(text)) Y.applyUpdate(docs.get(text) as Y.Doc, Y.encodeStateAsUpdate(doc), FROM_ELSEWHERE)
        else follow(text, doc)
      }
      await this.loadWaiting()
    },

    async loadWaiting() {
      for (const { place, bytes } of await records.read([visitId, UPDATE])) {
        const [, , text = ''] = place
        this.take(text, bytes)
        this.addWaiting({ place, text, update: bytes, stored: true })
      }
    },
  }
}

/** Several updates of one text as one. */
export const merged = (entries: readonly Waiting[]) => Y.mergeUpdates(entries.map(({ update }) => update))

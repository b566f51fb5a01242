// Two editors and a program in one text, all the way from the editors' binding to history: apart for a while, together again.
import fc from 'fast-check'
import type { Node } from 'prosemirror-model'
import { expect, test } from 'vitest'
import { initProseMirrorDoc, updateYFragment } from 'y-prosemirror'
import * as Y from 'yjs'
import { parcel } from '../src/browser/sync/parcel.ts'
import { merged, type Waiting } from '../src/browser/sync/texts.ts'
import { applyUpdate } from '../src/text/apply-update.ts'
import { readyEmptyParagraphs } from '../src/text/empty-paragraph.ts'
import { schema } from '../src/text/grammar.ts'
import { passages, type Update } from '../src/text/passages.ts'
import { bodyOf, readText, seed } from '../src/text/shared-text.ts'
import { replaceText } from '../src/text/text.actions.ts'
import { sentence, sentencesIn } from './support/sentences.ts'

const FROM_SERVER = 'server'
const paragraph = (words: string) => schema.node('paragraph', null, words === '' ? [] : [schema.text(words)])

/** The text as the server has it, with what it keeps of it. */
function openServer() {
  const doc = new Y.Doc()
  const first = seed({ heading: '', body: 'Begyndelsen.' })
  Y.applyUpdate(doc, first)
  const revised = [first]
  let fresh: Update[] = []
  const told: string[] = []
  const store = (update: Uint8Array, writtenBy: string) => fresh.push({ update, writtenBy, version: 1, writtenAt: new Date(0) }) // biome-ignore format: one line
  const revise = () => {
    told.push(...passages(revised, fresh).map(({ body }) => body))
    revised.push(...fresh.map(({ update }) => update))
    fresh = []
  }
  return {
    doc,
    told,
    body: () => readText(doc).body,
    revise,
    take(update: Uint8Array, by: string) {
      const applied = applyUpdate(doc, update)
      expect(['changed', 'same']).toContain(applied.kind)
      if (applied.kind !== 'changed') return
      store(applied.update, by)
      told.push(...applied.lost.map(({ words }) => words))
    },
    replace(body: string) {
      revise()
      const applied = replaceText({ doc }, { body })
      if (applied.kind === 'changed') store(applied.update, 'program')
      revise()
    },
  }
}

/** An editor on a device of its own, on the network or off it; `client` is the device's number in the document. */
function openEditor(server: ReturnType<typeof openServer>, client: number) {
  const doc = new Y.Doc()
  doc.clientID = client
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(server.doc), FROM_SERVER)
  readyEmptyParagraphs(bodyOf(doc))
  let waiting: Waiting[] = []
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== FROM_SERVER) waiting.push({ place: [], text: 'conclusion', update, stored: true })
  })
  /** The last paragraph becomes these. */
  function writeLast(to: (last: string) => string[]) {
    const { doc: shown, meta } = initProseMirrorDoc(bodyOf(doc), schema)
    const all: Node[] = shown.childCount > 0 ? [...shown.children] : [paragraph('')]
    const next = [...all.slice(0, -1), ...to(all.at(-1)?.textContent ?? '').map(paragraph)]
    // What is not written in stays the same node, as it does in an editor.
    updateYFragment(doc, bodyOf(doc), schema.node('doc', null, next.map((node, i) => (all[i]?.eq(node) ? (all[i] as Node) : node))), meta) // biome-ignore format: one line
  }
  let online = true
  const sync = () => {
    if (!online) return
    for (const { entries } of parcel(waiting, { bytes: 400_000, parts: 200 })) server.take(merged(entries), `${client}`)
    waiting = []
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(server.doc, Y.encodeStateVector(doc)), FROM_SERVER)
  }
  return {
    sync,
    append: (words: string) => writeLast(last => [`${last} ${words}`]),
    begin: () => writeLast(last => [last, '']),
    type: (words: string) => writeLast(last => [last + words]),
    takeAway: () => writeLast(() => ['']),
    network(on: boolean) {
      online = on
    },
  }
}

const WAYS = [
  'append',
  'append',
  'paragraph',
  'paragraph',
  'takeAway',
  'api',
  'api',
  'apiTakesAway',
  'on',
  'off',
  'revise',
] as const
const edits = fc.array(
  fc.record({ who: fc.nat(1), way: fc.constantFrom(...WAYS), syncs: fc.boolean(), between: fc.boolean() }),
  { minLength: 40, maxLength: 90 },
)

test('each sentence stands once, or in the history, however apart they wrote', () => {
  fc.assert(
    fc.property(edits, edits => {
      const server = openServer()
      const editors = [openEditor(server, 1001), openEditor(server, 1002)]
      const typed: string[] = []
      for (const [number, { who, way, syncs, between }] of edits.entries()) {
        const editor = editors[who] as (typeof editors)[number]
        const word = `${'ab'[who]}${String(number).padStart(4, '0')}`
        if (way === 'on' || way === 'off') editor.network(way === 'on')
        else if (way === 'revise') server.revise()
        else if (way === 'apiTakesAway')
          server.replace(server.body().slice(0, Math.max(server.body().lastIndexOf('\n\n'), 1)))
        else if (way === 'takeAway') editor.takeAway()
        else {
          typed.push(word)
          if (way === 'append') editor.append(sentence(word))
          else if (way === 'api') server.replace(`${server.body()}\n\n${sentence(word)}`)
          else {
            editor.begin()
            if (between) for (const each of editors) each.sync()
            editor.type(sentence(word))
          }
        }
        if (syncs) editor.sync()
      }
      for (const editor of editors) editor.network(true)
      for (const editor of [...editors, ...editors]) editor.sync()
      server.revise()
      const standing = sentencesIn(server.body())
      expect(standing.filter((word, index) => standing.indexOf(word) !== index)).toEqual([])
      const known = new Set([...standing, ...server.told.flatMap(sentencesIn)])
      expect(typed.filter(word => !known.has(word))).toEqual([])
    }),
    { numRuns: 120, seed: 11 },
  )
}, 60_000)

// Two editors and a program in one text, as the editors' binding writes into it: apart for a while, together again.
import fc from 'fast-check'
import type { Node } from 'prosemirror-model'
import { expect, test } from 'vitest'
import { initProseMirrorDoc, updateYFragment } from 'y-prosemirror'
import * as Y from 'yjs'
import { applyUpdate } from '../src/text/apply-update.ts'
import { readyEmptyParagraphs } from '../src/text/empty-paragraph.ts'
import { schema } from '../src/text/grammar.ts'
import { bodyOf, readText, seed } from '../src/text/shared-text.ts'
import { replaceText } from '../src/text/text.actions.ts'
import { sentence, sentencesIn } from './support/sentences.ts'

const FROM_SERVER = 'server'
const paragraph = (words: string) => schema.node('paragraph', null, words === '' ? [] : [schema.text(words)])

/** An editor on a device of its own, on the network or off it; `client` is the device's number in the document. */
function openEditor(server: Y.Doc, client: number, told: string[]) {
  const doc = new Y.Doc()
  doc.clientID = client
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(server), FROM_SERVER)
  readyEmptyParagraphs(bodyOf(doc))
  const waiting: Uint8Array[] = []
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== FROM_SERVER) waiting.push(update)
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
    for (const update of waiting.splice(0)) {
      const applied = applyUpdate(server, update)
      expect(applied.kind).not.toBe('incomplete')
      told.push(readText(server).body, ...(applied.kind === 'changed' ? applied.lost.map(({ words }) => words) : []))
    }
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(server, Y.encodeStateVector(doc)), FROM_SERVER)
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
] as const
const edits = fc.array(
  fc.record({ who: fc.nat(1), way: fc.constantFrom(...WAYS), syncs: fc.boolean(), between: fc.boolean() }),
  { minLength: 40, maxLength: 90 },
)

test('each sentence stands once, or in what was told of it, however apart they wrote', () => {
  fc.assert(
    fc.property(edits, edits => {
      const server = new Y.Doc()
      Y.applyUpdate(server, seed({ heading: '', body: 'Begyndelsen.' }))
      const told: string[] = []
      const editors = [openEditor(server, 1001, told), openEditor(server, 1002, told)]
      const typed: string[] = []
      for (const [number, { who, way, syncs, between }] of edits.entries()) {
        const editor = editors[who] as (typeof editors)[number]
        const { body } = readText(server)
        const word = `${'ab'[who]}${String(number).padStart(4, '0')}`
        if (way === 'on' || way === 'off') editor.network(way === 'on')
        else if (way === 'api' || way === 'apiTakesAway') {
          if (way === 'api') typed.push(word)
          replaceText({ doc: server }, { body: way === 'api' ? `${body}\n\n${sentence(word)}` : body.slice(0, Math.max(body.lastIndexOf('\n\n'), 1)) }) // biome-ignore format: one line
          told.push(readText(server).body)
        } else if (way === 'takeAway') editor.takeAway()
        else {
          typed.push(word)
          if (way === 'append') editor.append(sentence(word))
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
      const standing = sentencesIn(readText(server).body)
      expect(standing.filter((word, index) => standing.indexOf(word) !== index)).toEqual([])
      const known = new Set([...standing, ...told.flatMap(sentencesIn)])
      expect(typed.filter(word => !known.has(word))).toEqual([])
    }),
    { numRuns: 120, seed: 11 },
  )
}, 60_000)

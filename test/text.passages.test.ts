// From updates to history: where a passage ends, and that whatever was written is found again after it was taken away.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { PAUSE, passages, TAKEN, type Update } from '../src/text/passages.ts'
import { readText, seed } from '../src/text/shared-text.ts'

const START = Date.parse('2026-05-12T09:00:00Z')

/** A text of one paragraph that several people write in; each change is one update. */
function written() {
  const base = seed({ heading: '', body: '' })
  const doc = new Y.Doc()
  Y.applyUpdate(doc, base)
  const fragment = doc.getXmlFragment('body')
  if (fragment.length === 0) fragment.push([new Y.XmlElement('paragraph')])
  const paragraph = fragment.get(0) as Y.XmlElement
  if (paragraph.length === 0) paragraph.push([new Y.XmlText()])
  const updates: Update[] = []
  let [now, writtenBy] = [START, 'signe']
  const start = Y.encodeStateAsUpdate(doc)
  doc.on('update', (update: Uint8Array) =>
    updates.push({ update, version: updates.length + 2, writtenBy, writtenAt: new Date(now) }),
  )
  const text = paragraph.get(0) as Y.XmlText
  return {
    start: [start],
    updates,
    text,
    by: (name: string) => {
      writtenBy = name
    },
    wait: (ms: number) => {
      now += ms
    },
    type: (words: string) => text.insert(text.length, words),
    erase: (letters: number) => text.delete(text.length - letters, letters),
  }
}

type Story = (write: ReturnType<typeof written>) => void

const STORIES: [string, Story, string[]][] = [
  ['nothing', () => {}, []],
  [
    'one who writes on',
    ({ type, wait }) => {
      for (const word of ['Vi', ' talte', ' om ro']) {
        type(word)
        wait(PAUSE - 1)
      }
    },
    ['Vi talte om ro'],
  ],
  [
    'one who rests',
    ({ type, wait }) => {
      type('Vi talte')
      wait(PAUSE)
      type(' om ro')
    },
    ['Vi talte', 'Vi talte om ro'],
  ],
  [
    'two who take turns',
    ({ type, by }) => {
      type('Vi')
      by('jonas')
      type(' talte')
      type(' om')
      by('signe')
      type(' ro')
    },
    ['Vi', 'Vi talte om', 'Vi talte om ro'],
  ],
  [
    'a slip of the keyboard',
    ({ type, erase }) => {
      type('Vi talte lænegt')
      for (let letter = 1; letter < TAKEN; letter += 1) erase(1)
      type('ge')
    },
    ['Vi talte længe'],
  ],
  [
    'a sentence taken away at once',
    ({ type, erase }) => {
      type('Vi talte om ro.')
      type(' Det var en fejl.')
      erase(17)
      type(' Og mad.')
    },
    ['Vi talte om ro. Det var en fejl.', 'Vi talte om ro. Og mad.'],
  ],
  [
    'a sentence taken away letter by letter',
    ({ type, erase }) => {
      type('Vi talte om ro.')
      for (let letter = 0; letter < TAKEN; letter += 1) erase(1)
    },
    ['Vi talte om ro.', 'Vi talte om'],
  ],
  [
    'two slips with writing between them',
    ({ type, erase }) => {
      type('Vi talte om ro og mad')
      erase(3)
      type('ture')
      erase(2)
      type('r')
    },
    ['Vi talte om ro og tur'],
  ],
]

describe('passages', () => {
  test.each(STORIES)('of %s', (_name, story, wanted) => {
    const write = written()
    story(write)
    const found = passages(write.start, write.updates)
    expect(found.map(({ body }) => body)).toEqual(wanted.map(body => body.trimEnd()))
    expect(found.at(-1)?.version).toBe(wanted.length > 0 ? write.updates.at(-1)?.version : undefined)
  })

  test('belong to whom wrote last in them, at that time', () => {
    const write = written()
    write.type('Vi')
    write.by('jonas')
    write.wait(1000)
    write.type(' talte')
    expect(passages(write.start, write.updates)).toMatchObject([
      { writtenBy: 'signe', writtenAt: new Date(START), version: 2 },
      { writtenBy: 'jonas', writtenAt: new Date(START + 1000), version: 3 },
    ])
  })

  // Everything that stood in the text after any update stands in the last text or in a passage, whole: writers who see
  // each other late, or not for a while, and take away sentences of their own and of others.
  test('hold every sentence that ever stood in the text', () => {
    const step = fc.record({
      writer: fc.nat(2),
      act: fc.constantFrom('write', 'write', 'take', 'takeTwo', 'meet'),
      place: fc.nat(1000),
      wait: fc.constantFrom(0, 250, 1000, PAUSE + 1),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), steps => {
        const { start } = written()
        const server = new Y.Doc()
        for (const update of start) Y.applyUpdate(server, update)
        const docs = [0, 1, 2].map(() => {
          const doc = new Y.Doc()
          for (const update of start) Y.applyUpdate(doc, update)
          return doc
        })
        const updates: Update[] = []
        const stood = new Set<string>()
        let now = START
        let number = 0
        for (const { writer, act, place, wait } of steps) {
          now += wait
          const doc = docs[writer] as Y.Doc
          const text = (doc.getXmlFragment('body').get(0) as Y.XmlElement).get(0) as Y.XmlText
          const sentences = text.toString().match(/Sentence\d{6}x /g) ?? []
          const known = Y.encodeStateVector(server)
          if (act === 'meet') Y.applyUpdate(doc, Y.encodeStateAsUpdate(server))
          else if (act === 'write') {
            number += 1
            text.insert((place % (sentences.length + 1)) * 16, `Sentence${String(number).padStart(6, '0')}x `)
          } else if (sentences.length > 0) {
            const many = act === 'takeTwo' ? Math.min(2, sentences.length) : 1
            text.delete((place % (sentences.length - many + 1)) * 16, many * 16)
          }
          const update = Y.encodeStateAsUpdate(doc, known)
          let changed = false
          const note = () => {
            changed = true
          }
          server.on('update', note)
          Y.applyUpdate(server, update)
          server.off('update', note)
          if (!changed) continue
          updates.push({ update, version: updates.length + 2, writtenBy: `${writer}`, writtenAt: new Date(now) })
          for (const [sentence] of readText(server).body.matchAll(/Sentence\d{6}x/g)) stood.add(sentence)
        }
        const kept = [readText(server), ...passages(start, updates)].map(({ body }) => body).join('\n')
        for (const sentence of stood) expect(kept).toContain(sentence)
      }),
      { numRuns: 300 },
    )
  })
})

// A text that several people write in: it says what was written into it, and what two wrote at once.
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { applyUpdate } from '../src/text/apply-update.ts'
import { documentOf } from '../src/text/body.ts'
import { documentToMarkdown, markdownToDocument } from '../src/text/rich-text.ts'
import { bodyOf, headingOf, mergeTexts, readText, seed, writeText } from '../src/text/shared-text.ts'
import { replaceText } from '../src/text/text.actions.ts'

vi.setConfig({ testTimeout: 30_000 })

const docOf = (...updates: Uint8Array[]) => {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc
}
const canonical = (markdown: string) => documentToMarkdown(markdownToDocument(markdown))
const text = (body: string, heading = '') => ({ heading, body })

const word = fc.constantFrom(...'Borgerne spiser sammen hver dag og vælger selv menuen i huset med hjælp'.split(' '))
const sentence = fc.array(word, { minLength: 2, maxLength: 8 }).map(words => `${words.join(' ')}.`)
const block = fc.oneof(
  sentence,
  fc.array(sentence, { minLength: 1, maxLength: 3 }).map(sentences => sentences.join(' ')),
  fc.array(sentence, { minLength: 1, maxLength: 3 }).map(items => items.map(item => `- ${item}`).join('\n')),
  fc
    .array(sentence, { minLength: 1, maxLength: 3 })
    .map(items => items.map((item, i) => `${i + 1}. ${item}`).join('\n')),
  sentence.map(quote => `> »${quote}«`),
  sentence.map(bold => `**${bold}** og *kursiv* [her](https://eksempel.dk)\nny linje, se [tema 4](#theme-4)`),
)
const body = fc.array(block, { maxLength: 6 }).map(blocks => blocks.join('\n\n'))

describe('a shared text', () => {
  test('is the document that was written into it, and each that is written over it', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(body, fc.string({ unit: 'grapheme' })), { minLength: 1, maxLength: 4 }), bodies => {
        const doc = new Y.Doc()
        for (const body of bodies) {
          writeText(doc, { body })
          expect(readText(doc).body).toBe(canonical(body))
          const stored = documentOf(bodyOf(docOf(Y.encodeStateAsUpdate(doc))))
          expect(documentToMarkdown(stored)).toBe(canonical(body))
        }
      }),
      { numRuns: 200 },
    )
  })

  test('document → shared text → document is the same document', () => {
    fc.assert(
      fc.property(body, body => {
        const document = markdownToDocument(canonical(body))
        const doc = new Y.Doc()
        writeText(doc, { body })
        expect(documentOf(bodyOf(doc)).toJSON()).toEqual(
          body === '' ? documentOf(bodyOf(doc)).toJSON() : document.toJSON(),
        )
      }),
      { numRuns: 200 },
    )
  })

  test('changes nothing when it says so already', () => {
    const doc = docOf(seed(text('* en\n* to', 'Tid')))
    const before = Y.encodeStateVector(doc)
    writeText(doc, { heading: 'Tid', body: '- en\n- to' })
    expect(Y.encodeStateVector(doc)).toEqual(before)
  })

  test('changes as little as it can: one word in a long text is a small update', () => {
    const long = Array.from({ length: 200 }, (_, i) => `Afsnit ${i} handler om mad og fællesskab.`).join('\n\n')
    const doc = docOf(seed(text(long)))
    const before = Y.encodeStateVector(doc)
    writeText(doc, { body: long.replace('Afsnit 120 handler', 'Afsnit 120 og 121 handler') })
    expect(Y.encodeStateAsUpdate(doc, before).length).toBeLessThan(60)
  })

  test('a seed is the same bytes each time', () => {
    expect(seed(text('a\n\n- b', 'H'))).toEqual(seed(text('a\n\n- b', 'H')))
    expect(readText(docOf(seed(text('a\n\n- b', 'H'))))).toEqual({ heading: 'H', body: 'a\n\n- b' })
  })

  test('two who write over the same seed at once keep both, whatever the order', () => {
    const first = seed(text('Borgerne spiser sammen.\n\n- Fælles måltider\n- Ture', 'Mad'))
    const [one, other] = [docOf(first), docOf(first)]
    writeText(one, {
      heading: 'Mad og måltider',
      body: 'Borgerne spiser sammen **tre gange om ugen**.\n\n- Fælles måltider\n- Ture',
    })
    writeText(other, {
      heading: 'God Mad',
      body: 'Borgerne spiser sammen.\n\n- Fælles måltider\n- Ture ud af huset\n- Musik',
    })
    const [a, b] = [one, other].map(doc => Y.encodeStateAsUpdate(doc)) as [Uint8Array, Uint8Array]
    const merged = readText(docOf(first, a, b, a))
    expect(merged).toEqual(readText(docOf(b, a, first)))
    expect(merged).toEqual({
      heading: 'God Mad og måltider',
      body: 'Borgerne spiser sammen **tre gange om ugen**.\n\n- Fælles måltider\n- Ture ud af huset\n- Musik',
    })
  })

  test('reads what a strange client wrote: no word is lost, nothing dangerous comes through', () => {
    const doc = new Y.Doc()
    const script = new Y.XmlElement('script')
    const words = new Y.XmlText()
    words.insert(0, 'alert(1)', { color: { red: true }, link: { href: 'javascript:alert(1)' } })
    script.insert(0, [words])
    const loose = new Y.XmlText()
    loose.insert(0, 'løs tekst')
    const list = new Y.XmlElement('bullet_list')
    const paragraph = new Y.XmlElement('paragraph')
    const inside = new Y.XmlText()
    inside.insert(0, 'uden punkt')
    paragraph.insert(0, [inside])
    list.insert(0, [paragraph])
    bodyOf(doc).insert(0, [loose, script, list, new Y.XmlElement('ordered_list'), new Y.XmlElement('img')])
    headingOf(doc).insert(0, ' To\nlinjer ')
    expect(readText(doc)).toEqual({ heading: 'To linjer', body: 'løs tekst\n\nalert(1)\n\n- uden punkt' })
  })
})

describe('merging', () => {
  const merge = (base: string, mine: string, theirs: string) => mergeTexts(text(base), text(mine), text(theirs)).body

  test.each([
    [
      'a different paragraph each',
      'A er her.\n\nB er her.',
      'A er her nu.\n\nB er her.',
      'A er her.\n\nB er her også.',
      'A er her nu.\n\nB er her også.',
    ],
    [
      'the same sentence',
      'Huset er stort.',
      'Huset er meget stort.',
      'Huset i byen er stort.',
      'Huset i byen er meget stort.',
    ],
    [
      'both ends',
      'Midten er her.',
      'Først dette. Midten er her. Så dette.',
      'Forrest. Midten er her. Bagest.',
      'Forrest. Først dette. Midten er her. Bagest. Så dette.',
    ],
    ['two items in one place', '- en\n- to', '- en\n- to\n- tre', '- en\n- to\n- fire', '- en\n- to\n- fire\n- tre'],
    [
      'the same addition',
      'En ting.',
      'En ting. Og en ting mere i huset.',
      'En ting. Og en ting mere i huset.',
      'En ting. Og en ting mere i huset.',
    ],
    [
      'the same addition, and one more',
      'En ting.',
      'En ting.\n\nTo ting.',
      'En ting.\n\nTo ting.\n\nTre ting.',
      'En ting.\n\nTo ting.\n\nTre ting.',
    ],
    [
      'a paragraph that one takes away and the other writes in',
      'A er her.\n\nB er her.',
      'A er her.',
      'A er her.\n\nB er her og bliver.',
      'A er her. og bliver',
    ],
    [
      'the same split',
      'Det ene er sagt. Det andet er sagt.',
      'Det ene er sagt.\n\nDet andet er sagt.',
      'Det ene er sagt.\n\nDet andet er sagt nu.',
      'Det ene er sagt.\n\nDet andet er sagt nu.',
    ],
    [
      'the same move',
      'Det første afsnit.\n\nDet andet afsnit.',
      'Det andet afsnit.\n\nDet første afsnit.',
      'Det andet afsnit.\n\nDet første afsnit.',
      'Det andet afsnit.\n\nDet første afsnit.',
    ],
    ['nothing in common', 'Gammelt.', 'Helt nyt og andet', 'Noget tredje', 'Helt nyt og andet Noget tredje'],
  ])('%s', (_, base, mine, theirs, expected) => {
    expect(merge(base, mine, theirs)).toBe(expected)
    expect(merge(base, theirs, mine)).toBe(expected)
  })

  /** A base of sentences with a mark of their own; a side keeps them and adds marked ones anywhere. */
  const marked = (sign: string, count: number) =>
    Array.from({ length: count }, (_, i) => `Sætning ${sign}${i} om huset.`)
  const additions = fc.array(fc.tuple(fc.nat(20), fc.constantFrom(' ', '\n\n', '\n\n- ', '\n')), { maxLength: 6 })
  const added = (base: readonly string[], sign: string, places: readonly (readonly [number, string])[]) => {
    const parts = base.map((sentence, index) => `${index === 0 ? '' : index % 3 === 0 ? '\n\n' : ' '}${sentence}`)
    for (const [index, [place, before]] of places.entries())
      parts.splice(1 + (place % parts.length), 0, `${before}Sætning ${sign}${index} om huset.`)
    return parts.join('')
  }
  const times = (whole: string, sentence: string) => whole.split(sentence).length - 1

  test('both sides’ additions survive, once each, and the order of the sides does not count', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), additions, additions, (count, one, other) => {
        const base = marked('b', count)
        const [mine, theirs] = [added(base, 'm', one), added(base, 't', other)]
        const merged = merge(added(base, '', []), mine, theirs)
        expect(merge(added(base, '', []), theirs, mine)).toBe(merged)
        for (const sentence of [...base, ...marked('m', one.length), ...marked('t', other.length)])
          expect([sentence, times(merged, sentence)]).toEqual([sentence, 1])
      }),
      { numRuns: 300 },
    )
  })

  test('every word that either added stands in what comes of it, whatever they did', () => {
    fc.assert(
      fc.property(body, body, body, fc.array(sentence), (base, one, other, headings) => {
        const [mine, theirs] = [`${one}\n\nminenytilføjelse`, `${other} deresnytilføjelse`]
        const merged = mergeTexts(text(base, headings[0]), text(mine, headings[1]), text(theirs, headings[2]))
        expect(merged.body).toContain('minenytilføjelse')
        expect(merged.body).toContain('deresnytilføjelse')
        expect(mergeTexts(text(base, headings[0]), text(theirs, headings[2]), text(mine, headings[1]))).toEqual(merged)
        expect(canonical(merged.body)).toBe(merged.body)
      }),
      { numRuns: 200 },
    )
  })

  test('a text of 100,000 letters that was written anew is merged in a moment', () => {
    const long = (sign: string) => Array.from({ length: 3000 }, (_, i) => `${sign}${i} er et ord for sig.`).join(' ')
    const start = performance.now()
    merge(long('a'), long('b'), `${long('a')} Slut.`)
    expect(performance.now() - start).toBeLessThan(15_000)
  })
})

describe('eight who write at the ends of one text, live, over the API and with old forms', () => {
  const edits = fc.array(fc.record({ who: fc.nat(7), way: fc.nat(3), age: fc.nat(5) }), {
    minLength: 60,
    maxLength: 150,
  })

  test('put each sentence in whole, once, and apart from the others', () => {
    fc.assert(
      fc.property(edits, edits => {
        const server = { doc: docOf(seed(text('Begyndelsen.'))) }
        const devices = Array.from({ length: 8 }, () => ({
          doc: docOf(Y.encodeStateAsUpdate(server.doc)),
          known: Y.encodeStateVector(server.doc),
        }))
        const told: string[] = []
        const seen = [readText(server.doc).body]
        for (const [number, { who, way, age }] of edits.entries()) {
          const device = devices[who] as (typeof devices)[number]
          // Short ones that are nearly alike: nothing but their order tells them apart.
          const sentence = `${'abcdefgh'[who]}-${number}.`
          const now = readText(server.doc)
          if (way < 2) {
            writeText(device.doc, { body: `${readText(device.doc).body} ${sentence}` })
            applyUpdate(server.doc, Y.encodeStateAsUpdate(device.doc, device.known))
            Y.applyUpdate(device.doc, Y.encodeStateAsUpdate(server.doc, Y.encodeStateVector(device.doc)))
            device.known = Y.encodeStateVector(server.doc)
          } else if (way === 2) replaceText(server, { body: `${now.body} ${sentence}` })
          else {
            const base = seen.at(-1 - age) ?? readText(server.doc).body
            replaceText(server, mergeTexts(text(base), text(`${base}\n\n${sentence}`), now))
          }
          told.push(sentence)
          seen.push(readText(server.doc).body)
        }
        const stands = (seen.at(-1) ?? '').split(/\s+/)
        expect(stands.sort()).toEqual(['Begyndelsen.', ...told].sort())
      }),
      { numRuns: 60, seed: 7 },
    )
  })
})

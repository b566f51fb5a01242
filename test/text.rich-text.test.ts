// What people write, as Markdown and as a document: one round leaves it as it was.
import fc from 'fast-check'
import { Mark, type Node } from 'prosemirror-model'
import { describe, expect, test, vi } from 'vitest'
import { markdownToHtml, refusedMarkdown } from '../src/lib/markdown.ts'
import { schema } from '../src/text/grammar.ts'
import { documentToMarkdown, markdownToDocument } from '../src/text/rich-text.ts'

vi.setConfig({ testTimeout: 30_000 })

const round = (text: string) => documentToMarkdown(markdownToDocument(text))

/**
 * The HTML with bold, italics and links as sets a letter, so that their nesting does not count; and without paragraphs
 * that show nothing, which are not kept.
 */
function shown(text: string): string {
  const open = new Set<string>()
  const nameReference = (target: string, words: string) =>
    // what it said when it was written is shown nowhere, and its white space is not kept
    ({ words: words.replace(/\s+/g, ' ').trim(), tag: 'a', attributes: { href: `#${target}` }, note: null }) as const
  return markdownToHtml(text, { nameReference })
    .replace(/\n/g, '')
    .replace(/<(\/?)(strong|em|a)([^>]*)>|(<[^>]*>)|([^<])/g, (_, end, tag, rest, block, letter) => {
      if (tag === 'a' && !end) open.add(`a${rest}`)
      else if (tag === 'a') for (const name of [...open].filter(name => name.startsWith('a '))) open.delete(name)
      else if (tag) end ? open.delete(tag) : open.add(tag)
      if (block === '<br>') return '\n'
      // a reference is a thing of its own: it has no letters to be bold
      const formats = [...open].filter(name => name.startsWith('a href="#') || ![...open].join().includes('a href="#'))
      return block ?? (letter ? `{${formats.sort().join(',')}}${letter}` : '')
    })
    .replace(/\{[^}]*\}(\s)/gu, '$1')
    .replace(/[ \t]*\n[ \t]*/g, '\n')
    .replace(/>\s+/g, '>')
    .replace(/[ \n\t]+</g, '<')
    .replaceAll('<p></p>', '')
}

/**
 * Whether a paragraph comes after a list or a quotation in an item of a tight list: only Markdown that is indented in an
 * odd way says that, and what is written instead sets the items apart.
 */
function hasClingingParagraph(document: Node): boolean {
  let found = false
  document.descendants((item, _, list) => {
    found ||= list?.attrs.tight && item.children.some(({ type }, index) => index > 0 && type === schema.nodes.paragraph)
  })
  return found
}

const withoutParagraphs = (html: string) => html.replaceAll(/<\/?p>/g, '')

const plainDocument = (...paragraphs: string[]) =>
  schema.nodes.doc.create(
    null,
    paragraphs.map(text => schema.nodes.paragraph.create(null, text === '' ? [] : schema.text(text))),
  )

const HOSTILE = [
  '<b>',
  '<script>alert(1)</script>',
  '<!-- skjult -->',
  '1) ',
  '1. en',
  '* x',
  '- x',
  '+ x',
  '-',
  '> citat',
  '12. november talte vi',
  '1. maj holdt vi fri',
  '2025. Det var året',
  '_x_',
  '__x__',
  'snake_case_navn',
  '*x* og **y**',
  '3 * 4 * 5',
  '![x](y)',
  '![x] (y)',
  '[a](javascript:1)',
  '[a](https://eksempel.dk)',
  '[tema 4](#theme-4)',
  '<https://eksempel.dk>',
  '\\',
  '\\*',
  'C:\\mappe\\fil',
  '`',
  '```',
  '# x',
  '---',
  '===',
  '| a | b |',
  '&amp;',
  '&#60;b&#62;',
  'a\u00a0b\u00a0',
  'med\u00adbestemmelse',
  '\u200fשלום\u200e',
  '👩‍👩‍👧 og 🇩🇰',
  'a < b & c > 3',
  'vi <3 vores borgere!',
  'Sikke et hus! [sic]',
  'x'.repeat(20_000),
  `${'ord og '.repeat(3000)}slut`,
]

describe('what is typed as plain text', () => {
  test.each(HOSTILE.map(text => [text.slice(0, 40), text]))('%j comes back as plain text', (_, text) => {
    const markdown = documentToMarkdown(plainDocument(text))
    const back = markdownToDocument(markdown)
    expect(back.toJSON()).toEqual(plainDocument(text.replace(/[ \t]+$/, '')).toJSON())
    expect(refusedMarkdown(markdown)).toEqual([])
  })

  test('lines and paragraphs stay', () => {
    expect(documentToMarkdown(plainDocument('a\nb', '', 'c  ', '  d'))).toBe('a\nb\n\nc\n\nd')
  })

  test('what is nobody’s Markdown is not escaped', () => {
    const text = 'Vi talte om 3 * 4, [sic], snake_case, #1 og a < b. Hvad nu? – »Ja!«'
    expect(documentToMarkdown(plainDocument(text))).toBe(text)
    expect(documentToMarkdown(plainDocument('12. november talte vi'))).toBe('12. november talte vi')
  })

  test('whatever it is, it comes back, and the API takes it', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 60 }), snippets)
    fc.assert(
      fc.property(fc.array(text, { maxLength: 4 }), paragraphs => {
        const markdown = documentToMarkdown(plainDocument(...paragraphs))
        const lines = (texts: string[]) => texts.map(bare).filter(line => line !== '')
        expect(lines(textsOf(markdownToDocument(markdown)))).toEqual(lines(paragraphs.map(text => text)))
        expect(markdownToDocument(markdown).children.every(({ type }) => type === schema.nodes.paragraph)).toBe(true)
        expect(refusedMarkdown(markdown)).toEqual([])
        expect(round(markdown)).toBe(markdown)
      }),
      { numRuns: 1000 },
    )
  })
})

const bare = (text: string) =>
  text
    .replace(/\r\n?/g, '\n')
    .replaceAll('\0', '\uFFFD')
    .replace(/[ \t\f\v]*\n[ \t\f\v]*/g, '\n')
    .replace(/^[ \t\f\v\n]+|[ \t\f\v\n]+$/g, '')

const textsOf = (document: ReturnType<typeof markdownToDocument>) =>
  document.children.map(block => block.textBetween(0, block.content.size, '\n', () => '\n'))

const SNIPPETS = [
  ...['<', '>', '<b>', '![', '[', '](', ')', '](https://a.dk)', '[x](https://a.dk/?a=1&amp;b)', '<https://a.dk>', '"'],
  ...[
    '\n',
    '\n\n',
    '    ',
    '  ',
    '# ',
    '- ',
    '* ',
    '+ ',
    '1. ',
    '2) ',
    '1) ',
    '> ',
    '>',
    '```',
    '`',
    '12. maj',
    '1. maj',
  ],
  ...['**', '*', '_', '__', '***', '|', '\\', '\\\n', '<!--', 'a', 'ø', ' ', '.', '!', '»', '😀', '\t', '&amp;'],
  ...['[tema 4](#theme-4)', '[x](#theme-4)', '\n- ', '\n  - ', '\n1. ', '\n   ', '\n> ', '\n\n  ', 'maj', 'ord '],
]
const snippets = fc.array(fc.constantFrom(...SNIPPETS), { maxLength: 25 }).map(parts => parts.join(''))

describe('formatting that was set with the buttons', () => {
  const { strong, em, link } = schema.marks
  const A = link.create({ href: 'https://a.dk' })
  const B = link.create({ href: 'https://b.dk' })
  const [bold, italic] = [strong.create(), em.create()]
  const reference = schema.nodes.reference.create({ target: 'theme-4', words: 'tema 4' })
  const words = (text: string, ...marks: Mark[]) => schema.text(text, Mark.setFrom(marks))
  const documentOf = (...nodes: Node[]) => schema.nodes.doc.create(null, schema.nodes.paragraph.create(null, nodes))

  test.each([
    // Bold that ends within a link, or within one of its words, is cut where the link begins.
    [[words('se ', bold), words('vores', bold, A), words(' side', A)], '**se** [**vores** side](https://a.dk)'],
    [[words('se ', bold), words('hus', bold, A), words('et', A)], '**se** [**hus**et](https://a.dk)'],
    [[words('se ', bold), reference, words(' ', bold), reference], '**se** [tema 4](#theme-4) [tema 4](#theme-4)'],
    [[words('»Se', bold), words('t', bold, A), words('!« her', A)], '**»Se**[**t**!« her](https://a.dk)'],
    [[words('1. '), words('maj', bold), words(' holdt vi fri')], '1\\. **maj** holdt vi fri'],
    [[words('1. '), reference, words('maj')], '1\\. [tema 4](#theme-4)maj'],
    [[words('1. maj', bold), words(' holdt vi fri')], '**1. maj** holdt vi fri'],
  ])('%# is kept', (nodes, expected) => expect(documentToMarkdown(documentOf(...nodes))).toBe(expected))

  test('a link stays where too much else cannot be said', () => {
    const odd = [words('a', italic), words('b', bold, italic), words('c', bold), words('d ')]
    const markdown = documentToMarkdown(documentOf(...Array.from({ length: 40 }, () => odd).flat(), words('siden', A)))
    expect(markdown).toBe(`${'abcd '.repeat(40)}[siden](https://a.dk)`)
  })

  // Bold and italics give way where Markdown cannot say them; words and where they lead never do.
  test('costs no word and no link, whatever is formatted', () => {
    const marks = fc
      .subarray([bold, italic])
      .chain(formats => fc.constantFrom(formats, [...formats, A], [...formats, B]))
    const text = fc.constantFrom(
      'ord',
      'en ',
      ' to',
      ' ',
      '.',
      ' (',
      ') ',
      '»',
      'x*',
      '_y',
      '1. ',
      '[',
      '](',
      '<b>',
      '!',
    )
    const node = fc.oneof(
      { weight: 8, arbitrary: fc.tuple(text, marks).map(([letters, formats]) => words(letters, ...formats)) },
      { weight: 1, arbitrary: fc.constantFrom(reference, schema.nodes.hard_break.create()) },
    )
    const linked = (document: Node) => {
      const letters: string[] = []
      document.descendants(node => {
        const to = node.marks.find(({ type }) => type === link)?.attrs.href ?? ''
        if (node.type === schema.nodes.reference) letters.push(`${node.attrs.target}`)
        for (const letter of (node.text ?? '').replace(/\s/g, '')) letters.push(letter + to)
      })
      return letters.join(' ')
    }
    fc.assert(
      fc.property(fc.array(node, { minLength: 1, maxLength: 12 }), nodes => {
        const document = documentOf(...nodes)
        const markdown = documentToMarkdown(document)
        expect(linked(markdownToDocument(markdown))).toBe(linked(document))
        expect(round(markdown)).toBe(markdown)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('Markdown → document → Markdown', () => {
  test.each([
    ['Et afsnit.\n\nEt til.'],
    ['Første linje\nanden linje'],
    ['**fed** og *kursiv*'],
    ['**fed med *kursiv* i**'],
    ['- en\n- to\n  - under\n  - under igen\n- tre'],
    ['1. en\n2. to\n3. tre'],
    ['1. en\n\n   et afsnit til\n\n2. to'],
    ['> »Vi lytter«\n>\n> - og gør\n> - noget'],
    ['[siden](https://eksempel.dk/a_b?c=1&d=2 "en titel")'],
    ['<https://eksempel.dk> og [skriv](mailto:hus@eksempel.dk)'],
    ['Se [tema 4, punkt 2](#point-0190a1b2-0000-7000-8000-00000000abcd) og [tema 3a](#theme-3a).'],
    ['- en\n\n* to'],
    ['1) maj er en måned\n2) juni er'],
    // A list after a list of its kind stays one of its own, also where a month follows the number.
    ['1. en\n\n1) to\n\n1. tre'],
    ['1.\n\n1) maj'],
    ['1) maj\n\n1. en'],
    ['1) maj\n\n1.\n   juni'],
    ['- en\n\n* to\n\n- tre'],
    // An empty item touches a quotation, and a list of another sign, without moving the others apart.
    ['- > en\n  -\n- to'],
    ['- en\n  - to\n  *\n- tre'],
    ['en \\*stjerne\\*'],
    ['a\n\\\nb'],
  ])('%j stands as it stood', text => expect(round(text)).toBe(text))

  test.each([
    ['* en\n* to', '- en\n- to'],
    ['__fed__ _kursiv_', '**fed** *kursiv*'],
    ['1. en\n1. to', '1. en\n2. to'],
    ['> a\nb', '> a\n> b'],
    ['- \n- b', '-\n- b'],
    ['[se <https://a.dk> \\[x](#theme-4) her', '[se https://a.dk \\[x](#theme-4) her'],
  ])('%j is written as %j', (text, expected) => expect(round(text)).toBe(expected))

  test.each(['>'.repeat(300), '- '.repeat(200), '*'.repeat(300), '['.repeat(300)])(
    'loses no text when %j… is deep',
    signs => expect(documentToMarkdown(markdownToDocument(`${signs} ord`))).toContain('ord'),
  )

  test('is stable after one round, and looks the same, whatever is written', () => {
    fc.assert(
      fc.property(fc.oneof(snippets, fc.string({ unit: 'grapheme' })), text => {
        const once = round(text)
        expect(round(once)).toBe(once)
        // Set apart, but the same words in the same places.
        const asSeen = hasClingingParagraph(markdownToDocument(text)) ? withoutParagraphs : (html: string) => html
        expect(asSeen(shown(once))).toBe(asSeen(shown(text)))
        if (refusedMarkdown(text).length === 0) expect(refusedMarkdown(once)).toEqual([])
      }),
      { numRuns: 1000, examples: [['1. + a\n\t2) b']] },
    )
  })
})

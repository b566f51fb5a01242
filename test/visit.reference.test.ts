// References in people's texts: what is one, what it leads to, and that marking them changes no word.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Mark, markdownToHtml } from '../src/lib/markdown.ts'
import { findReferences } from '../src/visit/reference.ts'

const focusPoints = new Map([
  ['1', ['a', 'b']],
  ['2', []],
  ['3a', ['c']],
  ['3b', []],
  ['4', ['d', 'e', 'f']],
  ['5', ['g']],
])

/** "[tema 4]→4", with the focus point's id where one is meant and "?" where nothing is there. */
const told = (text: string) =>
  findReferences(text, focusPoints)
    .map(({ start, end, theme, pointId, dead }) => {
      const target = pointId === null ? theme : `${theme}/${pointId}`
      return `[${text.slice(start, end)}]→${dead ? '?' : target}`
    })
    .join(' ')

describe('a reference', () => {
  test.each([
    ['se tema 3a', '[tema 3a]→3a'],
    ['Tema 4.', '[Tema 4]→4'],
    ['(tema 3B)', '[tema 3B]→3b'],
    ['tema 4, punkt 2.', '[tema 4, punkt 2]→4/e'],
    ['tema 4 punkt 2', '[tema 4 punkt 2]→4/e'],
    ['tema 4, fokuspunkt 3', '[tema 4, fokuspunkt 3]→4/f'],
    ['tema 4, punkt 1 og 2', '[tema 4, punkt 1]→4/d [2]→4/e'],
    ['fokuspunkt 1 i tema 5', '[fokuspunkt 1 i tema 5]→5/g'],
    ['temaerne 2 og 5', '[temaerne 2]→2 [5]→5'],
    ['Temaerne 1, 3a og 4 viser', '[Temaerne 1]→1 [3a]→3a [4]→4'],
    ['tema 4 og 5 om ledelse', '[tema 4]→4 [5]→5'],
    ['tema 4, punkt 2 og tema 5', '[tema 4, punkt 2]→4/e [tema 5]→5'],
    ['tema 1–2', '[tema 1]→1 [2]→2'],
    ['tema 4s formål', '[tema 4s]→4'],
    ["tema 3a's formål", "[tema 3a's]→3a"],
    ['tema 4 (s. 6)', '[tema 4]→4'],
    ['tema 9', '[tema 9]→?'],
    ['tema 3', '[tema 3]→?'],
    ['tema 4, punkt 7', '[tema 4, punkt 7]→?'],
    ['temaerne 2 og 9', '[temaerne 2]→2 [9]→?'],
  ])('%j: %s', (text, expected) => expect(told(text)).toBe(expected))

  test.each([
    'temadag 3',
    'skema 4',
    'tema 2 gange om ugen',
    'tema 1 år senere',
    'et tema 9. maj',
    'tema 1,5',
    'tema 2026',
    'tema 40b8',
    'se side 6',
    's. 6',
    'punkt 2',
  ])('is not %j', text => expect(told(text)).toBe(''))

  test('counts nothing else: "tema 4 og 12 medarbejdere" is about theme 4', () => {
    expect(told('I tema 4 og 12 medarbejdere')).toBe('[tema 4]→4')
  })
})

const mark = ({ start, end, theme }: { start: number; end: number; theme: string }): Mark => ({
  start,
  end,
  tag: 'a',
  attributes: { href: `#tema-${theme}` },
  note: { text: ' (s. 4)', class: 'page' },
})
const marksIn = (text: string) => findReferences(text, focusPoints).map(mark)
const html = (text: string) => markdownToHtml(text, { marksIn }).replaceAll('\n', '')
const link = (label: string, theme: string) => `<a href="#tema-${theme}">${label}</a><span class="page"> (s. 4)</span>`

describe('in what people write', () => {
  test.each([
    ['Se tema 4 & <b>', `<p>Se ${link('tema 4', '4')} &amp; &lt;b&gt;</p>`],
    ['- *tema 5*', `<ul><li><em>${link('tema 5', '5')}</em></li></ul>`],
    ['> Tema 1', `<blockquote><p>${link('Tema 1', '1')}</p></blockquote>`],
    ['tema\\_4 og te\\ma 4', '<p>tema_4 og te\\ma 4</p>'],
    ['[tema 1](https://a.dk)', '<p><a href="https://a.dk">tema 1</a></p>'],
    [
      '[**tema 1** her](https://a.dk), tema 2',
      `<p><a href="https://a.dk"><strong>tema 1</strong> her</a>, ${link('tema 2', '2')}</p>`,
    ],
    ['<https://a.dk/tema4>', '<p><a href="https://a.dk/tema4">https://a.dk/tema4</a></p>'],
  ])('%j', (text, expected) => expect(html(text)).toBe(expected))

  test('marking changes no word and adds no element but its own', () => {
    const snippet = fc.constantFrom(
      ...[
        'tema 4',
        'Temaerne 2 og 5',
        'tema 3a, punkt 1',
        'tema 9',
        'punkt 2 i tema 1',
        ' og ',
        ', ',
        '(s. 6)',
        '.',
        ' ',
      ],
      ...[
        '<b>',
        '</a>',
        '"',
        '&',
        '[',
        '](',
        ')',
        'https://a.dk',
        '**',
        '*',
        '_',
        '\\',
        '\n',
        '\n\n',
        '- ',
        '> ',
        '1. ',
        'å',
      ],
    )
    const text = fc.array(snippet, { maxLength: 30 }).map(parts => parts.join(''))
    fc.assert(
      fc.property(text, written => {
        const bare = markdownToHtml(written)
        const marked = markdownToHtml(written, { marksIn })
        const ours = /<a href="#tema-\d+[a-z]?">([^<]*)<\/a><span class="page"> \(s\. 4\)<\/span>/g
        expect(marked.replaceAll(ours, '$1')).toBe(bare)
      }),
      { numRuns: 2000 },
    )
  })
})

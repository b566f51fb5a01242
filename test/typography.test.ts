import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { markdownToHtml } from '../src/lib/markdown.ts'
import { typeset, typesetPieces } from '../src/lib/typography.ts'

// A tilde stands for a space that does not break.
const shown = (text: string) => text.replaceAll('\u00a0', '~')

describe('signs', () => {
  test.each([
    // quotation marks
    ['Han sagde "kom igen".', 'Han sagde »kom igen«.'],
    ['"Sådan arbejder vi," stod der.', '»Sådan arbejder vi,« stod der.'],
    ['Et skilt: “Sådan arbejder vi”', 'Et skilt: »Sådan arbejder vi«'],
    ['Et skilt: „Sådan arbejder vi“', 'Et skilt: »Sådan arbejder vi«'],
    ['("kom")', '(»kom«)'],
    ['"Hun sagde "nej" to gange"', '»Hun sagde ›nej‹ to gange«'],
    ['»Hun sagde "nej" to gange«', '»Hun sagde ›nej‹ to gange«'],
    ['"et" og "to"', '»et« og »to«'],
    // apostrophes
    ["leder's og 60'erne", 'leder’s og 60’erne'],
    ["Hans' bil", "Hans' bil"],
    // dashes
    ['dag - og aften', 'dag~– og aften'],
    ['dag -- og aften', 'dag~– og aften'],
    ['kl. 10-12', 'kl.~10–12'],
    ['2024-2026', '2024–2026'],
    ['side 6-7', 'side~6–7'],
    // ellipses
    ['Og så videre ...', 'Og så videre~…'],
    ['Vent....', 'Vent…'],
    // a number and what it counts
    ['25 % af 1.000 kr. på 3 timer', '25~% af 1.000~kr. på 3~timer'],
    ['se tema 3a, punkt 2 (s. 6)', 'se tema~3a, punkt~2 (s.~6)'],
    ['§ 85 og nr. 4', '§~85 og nr.~4'],
    ['den 12. november 2026', 'den 12.~november 2026'],
    ['f. eks. og bl. a.', 'f.~eks. og bl.~a.'],
  ])('%s', (typed, set) => expect(shown(typeset(typed))).toBe(set))

  test.each([
    'Skærmen er 24" bred',
    'Et " alene',
    '"åbnet, aldrig lukket',
    '2026-05-12',
    '010190-1234',
    '38 20 10-11-12',
    '3-årig, covid-19, A4-2',
    'Borger- og medarbejderråd',
    'https://eksempel.dk/a-1-2/10-12?q="a"&b=...',
    'Skriv til a.b-c@eksempel.dk',
    'Vi var 5 medarbejdere',
    'og.. så',
    '»sat som det skal«',
    'temaer 3 gode',
  ])('stays as typed: %s', typed => expect(typeset(typed)).toBe(typed.replace('temaer 3', 'temaer\u00a03')))

  test('quotation marks find each other across a bold word', () => {
    expect(typesetPieces(['Han sagde "', 'kom', ' igen".'])).toEqual(['Han sagde »', 'kom', ' igen«.'])
  })
})

describe('in any text', () => {
  const letters = (text: string) => text.replaceAll(/[^\p{L}\p{N}]/gu, '')
  const written = fc
    .array(
      fc.constantFrom('"', "'", '-', '--', '...', ' ', '12', 'kr.', 'ord', '»', '(', ')', ',', '\n', 'tema', '3a', '“'),
    )
    .map(parts => parts.join(''))

  test('no letter and no digit is changed, and setting twice changes nothing more', () => {
    fc.assert(
      fc.property(fc.oneof(written, fc.string({ unit: 'binary' })), text => {
        const set = typeset(text)
        expect(letters(set)).toBe(letters(text))
        expect(typeset(set)).toBe(set)
      }),
      { numRuns: 500 },
    )
  })
})

test.each(['a', '"', '"a ', 'a" ', '- ', '. ', '1 ', 'a@', 'tema '])(
  'a text of nothing but %j is set at once',
  piece => {
    const before = performance.now()
    typeset(piece.repeat(20_000 / piece.length))
    expect(performance.now() - before).toBeLessThan(1000)
  },
)

describe('in Markdown', () => {
  const html = (text: string) => shown(markdownToHtml(text, { typeset: true })).trim()

  test.each([
    ['"**Kom**" - sagde *han*', '<p>»<strong>Kom</strong>«~– sagde <em>han</em></p>'],
    ['Et\n"to"', '<p>Et<br>\n»to«</p>'],
    ['[se "her"](https://eksempel.dk/a-1-2/10-12)', '<p><a href="https://eksempel.dk/a-1-2/10-12">se »her«</a></p>'],
    ['<https://eksempel.dk/10-12>', '<p><a href="https://eksempel.dk/10-12">https://eksempel.dk/10-12</a></p>'],
    ['1 < 2 & "3"', '<p>1 &lt; 2 &amp; »3«</p>'],
  ])('%s', (typed, set) => expect(html(typed)).toBe(set))

  test('marks are looked for in the text as it is set', () => {
    const marksIn = (text: string) => {
      const start = text.search(/tema\s3a/)
      return start < 0 ? [] : [{ start, end: start + 7, tag: 'mark' as const, attributes: {}, note: null }]
    }
    expect(shown(markdownToHtml('Vent... "se tema 3a"', { marksIn, typeset: true }))).toContain(
      '»se <mark>tema~3a</mark>«',
    )
  })

  test('is as typed where it is not asked for', () =>
    expect(markdownToHtml('"a" - b')).toBe('<p>&quot;a&quot; - b</p>\n'))
})

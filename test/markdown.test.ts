import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { markdownToHtml, refusedMarkdown } from '../src/lib/markdown.ts'

const html = (text: string) => markdownToHtml(text).replaceAll('\n', '')

describe('what may be written', () => {
  test.each([
    ['Et afsnit.\n\nEt til.', '<p>Et afsnit.</p><p>Et til.</p>'],
    ['Første linje\nanden linje', '<p>Første linje<br>anden linje</p>'],
    ['**fed** og *kursiv*', '<p><strong>fed</strong> og <em>kursiv</em></p>'],
    ['- en\n- to', '<ul><li>en</li><li>to</li></ul>'],
    ['1. en\n2. to\n12. tolv', '<ol><li>en</li><li>to</li><li>tolv</li></ol>'],
    ['> »Vi lytter«', '<blockquote><p>»Vi lytter«</p></blockquote>'],
    ['[siden](https://eksempel.dk)', '<p><a href="https://eksempel.dk">siden</a></p>'],
    ['<https://eksempel.dk>', '<p><a href="https://eksempel.dk">https://eksempel.dk</a></p>'],
    ['[skriv](mailto:hus@eksempel.dk)', '<p><a href="mailto:hus@eksempel.dk">skriv</a></p>'],
    ['[to](https://a.dk/?a=1&amp;b=2)', '<p><a href="https://a.dk/?a=1&amp;b=2">to</a></p>'],
    ['[navn](https://a.dk/?a&lt;=1&aring;)', '<p><a href="https://a.dk/?a&amp;lt;=1&amp;aring;">navn</a></p>'],
    ['en \\*stjerne\\*', '<p>en *stjerne*</p>'],
    [
      '[siden <https://a.dk/> *her*](https://b.dk)',
      '<p><a href="https://b.dk">siden https://a.dk/ <em>her</em></a></p>',
    ],
  ])('%j', (text, expected) => expect(html(text)).toBe(expected))
})

describe('what stays text', () => {
  test.each([
    ['# Overskrift', '<p># Overskrift</p>'],
    ['<b>fed</b>', '<p>&lt;b&gt;fed&lt;/b&gt;</p>'],
    ['`kode`', '<p>`kode`</p>'],
    ['    indrykket', '<p>indrykket</p>'],
    ['---', '<p>---</p>'],
    ['[løgn](javascript:alert)', '<p>[løgn](javascript:alert)</p>'],
    ['[fil](file:///etc/passwd)', '<p>[fil](file:///etc/passwd)</p>'],
    ['[tom]()', '<p>[tom]()</p>'],
    ['[](https://eksempel.dk)', '<p>[](https://eksempel.dk)</p>'],
    ['[her](/visit/1)', '<p>[her](/visit/1)</p>'],
    ['a < b & c > 3', '<p>a &lt; b &amp; c &gt; 3</p>'],
  ])('%j', (text, expected) => expect(html(text)).toBe(expected))
})

describe('a number with a full stop that opens a sentence', () => {
  test.each([
    ['12. november talte vi om tid', '<p>12. november talte vi om tid</p>'],
    ['1. januar holdt tilbuddet lukket', '<p>1. januar holdt tilbuddet lukket</p>'],
    ['1. maj', '<p>1. maj</p>'],
    ['1. og 2. juni var alle samlet', '<p>1. og 2. juni var alle samlet</p>'],
    ['1. kvartal gik med oplæring', '<p>1. kvartal gik med oplæring</p>'],
    ['3. sal er taget i brug', '<p>3. sal er taget i brug</p>'],
    ['2025. Det var året', '<p>2025. Det var året</p>'],
    ['Vi mødtes\n1. dec. og igen', '<p>Vi mødtes<br>1. dec. og igen</p>'],
    ['> 14. maj sagde vi ja', '<blockquote><p>14. maj sagde vi ja</p></blockquote>'],
    ['- først\n\n  12. marts igen', '<ul><li><p>først</p><p>12. marts igen</p></li></ul>'],
    ['1. en\n2. to\n\n12. maj var vi der', '<ol><li>en</li><li>to</li></ol><p>12. maj var vi der</p>'],
  ])('%j stays a sentence', (text, expected) => expect(html(text)).toBe(expected))

  test.each(['1. majs og ærter', '1. salat', '1. en'])('%j opens a list', text =>
    expect(html(text)).toMatch(/^<ol><li>/),
  )
})

const ELEMENTS =
  /^<(\/?(p|ul|ol|li|strong|em|blockquote)|\/a|br|a href="(https?:|mailto:)[^"<>]*"( title="[^"<>]*")?)>/i

test('the html holds no element outside the subset, whatever is written', () => {
  const snippet = fc.constantFrom(
    ...['<', '>', '</', '<script>', '<img src=x onerror=y>', '![', '[', '](', ')', 'javascript:', 'https://a.dk/', '"'],
    ...['<https://a.dk/>', '](https://b.dk)'],
    ...[
      'mailto:',
      '&lt;',
      '\n',
      '\n\n',
      '    ',
      '# ',
      '- ',
      '1. ',
      '> ',
      '```',
      '`',
      '**',
      '_',
      '|',
      '\\',
      '<!--',
      'a',
      ' ',
    ],
  )
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.array(snippet, { maxLength: 40 }).map(parts => parts.join('')),
  )
  fc.assert(
    fc.property(text, written => {
      const rendered = markdownToHtml(written)
      for (const { index } of rendered.matchAll(/</g)) expect(rendered.slice(index)).toMatch(ELEMENTS)
      expect(rendered).not.toMatch(/<a [^>]*>((?!<\/a>).)*<a /s)
    }),
    { numRuns: 2000 },
  )
})

describe('what the API refuses', () => {
  test.each([
    ['<b>fed</b>', ['html']],
    ['</div>', ['html']],
    ['<br/>', ['html']],
    ['<img src="x" onerror="y">', ['html']],
    ['<!-- skjult -->', ['html']],
    ['![kort](https://eksempel.dk/kort.png)', ['image']],
    ['<i>x</i> ![a][b]', ['html', 'image']],
    ['a < b', []],
    ['x > 3', []],
    ['vi <3 vores borgere', []],
    ['<https://eksempel.dk>', []],
    ['Sikke et hus! [Se her](https://eksempel.dk)', []],
  ])('%j: %j', (text, kinds) => expect(refusedMarkdown(text)).toEqual(kinds))
})

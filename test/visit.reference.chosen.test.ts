// A reference that was chosen is a link to the thing: it is called what the thing is called now, wherever it has moved.
import { describe, expect, test } from 'vitest'
import { markdownToHtml } from '../src/lib/markdown.ts'
import { reportView } from '../src/report/report.view.ts'
import { focusPointsOf, referenceNamesOn } from '../src/visit/reference.ts'
import { point, source } from './report.example.ts'

const [FIRST, SECOND, TEXT] = [1, 2, 3].map(n => `0190a1b2-0000-7000-8000-00000000000${n}`) as [string, string, string]
const TOLD = `Se [tema 2, punkt 2](#point-${SECOND}) og [Tema 3a](#theme-3a).`

const first = point(FIRST, '2', 'purple', { position: 0 })
const second = point(SECOND, '2', 'purple', { position: 1 })
const text = point(TEXT, '1', 'grey', { body: TOLD })
const PAGES = { 'tema-3a': 7, [`punkt-${SECOND}`]: 12 }

/** What the report's text, and the conclusion that stands alone, say. */
function said(points: ReturnType<typeof point>[]) {
  const report = source(points, { conclusion: TOLD })
  const view = reportView(report, PAGES)
  const [body = ''] = JSON.stringify(view.themes).match(/<p>Se .*?<\/p>/) ?? []
  return {
    body: JSON.parse(`"${body}"`).replaceAll('\u00a0', ' '),
    alone: view.conclusionAloneHtml.replaceAll('\u00a0', ' '),
  }
}

const link = (words: string, anchor: string, page: string) =>
  `<a class="reference" href="#${anchor}">${words}</a><span class="${page.length > 1 ? 'page' : 'page short'}"> (s. ${page})</span>`
const theme3a = link('Tema 3a', 'tema-3a', '7')
const DEAD = '<mark class="dead-reference">tema 2, punkt 2</mark><span class="dead-note"> (findes ikke)</span>'

describe('in the report', () => {
  test('a reference says where the point stands, with its page', () => {
    const { body, alone } = said([text, first, second])
    expect(body).toBe(`<p>Se ${link('tema 2, punkt 2', `punkt-${SECOND}`, '12')} og ${theme3a}.</p>`)
    expect(alone).toContain('<p>Se tema 2, punkt 2 og Tema 3a.</p>')
  })

  test.each([
    ['the point before it is deleted', [text, second], 'tema 2, punkt 1'],
    ['the two change places', [text, second, first], 'tema 2, punkt 1'],
    ['another comes before it', [text, first, { ...first, id: 'x' }, second], 'tema 2, punkt 3'],
    ['it moves to another theme', [text, first, { ...second, theme: '3a' }], 'tema 3a, punkt 1'],
  ])('it follows when %s', (_, points, words) => {
    const inOrder = points.map((each, position) => ({ ...each, position }))
    expect(said(inOrder).body).toBe(`<p>Se ${link(words, `punkt-${SECOND}`, '12')} og ${theme3a}.</p>`)
    expect(said(inOrder).alone).toContain(`<p>Se ${words} og Tema 3a.</p>`)
  })

  test.each([
    ['is deleted', [text, first]],
    ['is no focus point any more', [text, first, { ...second, box: 'grey' as const }]],
  ])('it is dead when the point %s', (_, points) => {
    expect(said(points).body).toBe(`<p>Se ${DEAD} og ${theme3a}.</p>`)
    expect(said(points).alone).toContain(`<p>Se ${DEAD} og Tema 3a.</p>`)
  })
})

describe('on a page', () => {
  const focusPoints = focusPointsOf([text, first, second], ['1', '2', '3a'])
  const shown = (markdown: string) =>
    markdownToHtml(markdown, { nameReference: referenceNamesOn('v1', focusPoints) }).trim()

  test('it leads to the page where the point is written', () => {
    expect(shown(TOLD)).toBe(
      `<p>Se <a class="reference" href="/visit/v1/theme/2#point-${SECOND}">tema 2, punkt 2</a> og <a class="reference" href="/visit/v1/theme/3a">Tema 3a</a>.</p>`,
    )
    expect(shown('[tema 9](#theme-9)')).toContain('<mark class="dead-reference">tema 9</mark>')
  })

  test('where nobody knows the visit it is the words that were written', () => {
    expect(markdownToHtml(TOLD).trim()).toBe('<p>Se tema 2, punkt 2 og Tema 3a.</p>')
    expect(markdownToHtml('[x](#theme-<b>) [y](#andet)').trim()).toBe('<p>[x](#theme-&lt;b&gt;) [y](#andet)</p>')
  })
})

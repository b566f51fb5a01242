// What the poster says at each of its levels.
import { describe, expect, test } from 'vitest'
import { LEVELS, mayFit, posterView, shortened } from '../src/report/poster.view.ts'
import { reportView } from '../src/report/report.view.ts'
import { point, source } from './report.example.ts'

const shown = (text: string) => text.replaceAll('\u00a0', ' ')
const level = (wanted: Partial<(typeof LEVELS)[number]>) => ({ ...LEVELS[0], ...wanted }) as (typeof LEVELS)[number]

const report = reportView(
  source([
    point('a', '1', 'purple', { heading: 'Tid til ro', body: 'se på tiden, også i tema 2.', position: 1 }),
    point('b', '1', 'purple', { body: 'finde en ramme. Og mere endnu.', position: 2 }),
    point('c', '1', 'yellow', { body: 'Pauser efter klokken et.', answers: ['a'], position: 3 }),
    point('d', '1', 'yellow', { body: 'Kortere møder.', answers: ['a', 'b'], position: 4 }),
    point('e', '1', 'yellow', { body: 'Løst og fast.', position: 5 }),
    point('f', '2', 'yellow', { body: 'Et forslag alene.', position: 1 }),
    point('g', '3a', 'grey', { body: 'Kun talt om.' }),
  ]),
  { 'tema-1': 4, 'tema-2': 5 },
)

describe('a level', () => {
  test('with all words has the suggestions under the focus point that they answer', () => {
    const { themes, more, isEmpty } = posterView(report, level({}))
    expect([themes.map(({ key }) => key), more, isEmpty]).toEqual([['1', '2'], '', false])
    const [first, second] = themes[0]?.points ?? []
    expect(first).toMatchObject({ number: 1, heading: 'Tid til ro' })
    expect(first?.suggestions.map(({ html }) => html)).toEqual(['<p>Pauser efter klokken et.</p>\n'])
    expect(second?.suggestions).toEqual([])
    // One answers all of them, one none.
    expect(themes[0]?.others.map(({ html }) => html)).toEqual(['<p>Kortere møder.</p>\n', '<p>Løst og fast.</p>\n'])
    expect(themes[0]?.more).toBe('')
  })

  test('has no links, which lead nowhere on a wall, and no pages of them', () => {
    const html = posterView(report, level({})).themes[0]?.points[0]?.html ?? ''
    expect(shown(html)).toBe('<p>se på tiden, også i tema 2.</p>\n')
  })

  test('with few words takes the heading, or the first sentence', () => {
    const { themes } = posterView(report, level({ points: 'short', suggestions: 'short' }))
    expect(themes[0]?.points.map(({ text, html, heading }) => [text, html, heading])).toEqual([
      ['Tid til ro', '', null],
      ['finde en ramme.', '', null],
    ])
  })

  test('without suggestions counts them, and names the page', () => {
    const { themes, more } = posterView(report, level({ points: 'short', suggestions: 'none', perTheme: 1 }))
    expect(shown(themes[0]?.more ?? '')).toBe('… og 1 fokuspunkt og 3 forslag i rapporten, s. 4')
    expect(themes).toHaveLength(1)
    expect(shown(more)).toBe('Tema 2 (s. 5) står i rapporten.')
  })

  test('of a report that was never printed names no page', () => {
    const unprinted = { ...report, contents: report.contents.map(entry => ({ ...entry, page: '' })) }
    const { themes, more } = posterView(unprinted, level({ points: 'short', suggestions: 'none' }))
    expect(shown(themes[0]?.more ?? '')).toBe('… og 3 forslag i rapporten')
    expect(shown(more)).toBe('Tema 2 står i rapporten.')
  })

  test('says so when there is nothing to say', () => {
    const empty = posterView(reportView(source()), level({}))
    expect([empty.isEmpty, empty.themes]).toEqual([true, []])
  })

  test('that is far too long is not even measured', () => {
    const long = reportView(source([point('a', '1', 'purple', { body: 'Et ord. '.repeat(2000) })]))
    expect(LEVELS.map(each => mayFit(posterView(long, each)))).toEqual(LEVELS.map(({ points }) => points === 'short'))
  })
})

describe('shortened', () => {
  test.each([
    ['Første sætning. Anden.', 40, 'Første sætning.'],
    ['Kl. 10 er en god tid', 40, 'Kl.'],
    ['et ord og så et meget langt ord', 12, 'et ord …'],
    ['Tavlen får tre farver opgaver: ti minutter, en time og en hel dag', 52, 'Tavlen får tre farver opgaver …'],
    [
      'Vi bruger en halv pædagogisk dag på at skrive én side om den nye rolle',
      62,
      'Vi bruger en halv pædagogisk dag …',
    ],
    ['Når vi taler mål med en borger, tegner vi sammen et kort', 48, 'Når vi taler mål med en borger …'],
    ['Rehabiliteringscentret', 10, 'R …'],
    ['', 10, ''],
  ])('%s', (text, letters, short) => expect(shown(shortened(text, letters))).toBe(short))
})

import { describe, expect, test } from 'vitest'
import type { PageNote } from '../src/report/report.links.ts'
import { participantsInWords } from '../src/report/report.phrases.ts'
import type { ReportPoint } from '../src/report/report.source.ts'
import type { AnswersView, BoxView, ThemeView } from '../src/report/report.theme.ts'
import { reportFileName, reportView } from '../src/report/report.view.ts'
import { point, source } from './report.example.ts'

const themes = (points: ReportPoint[], pages = {}) =>
  Object.fromEntries(reportView(source(points), pages).themes.map(theme => [theme.key, theme])) as Record<
    '1' | '2' | '3a',
    ThemeView
  >

const inWords = (links: { before: string; label: string; page: PageNote | null }[]) =>
  links.map(({ before, label, page }) => before + label + (page?.text.replaceAll('\u00a0', ' ') ?? '')).join('')
const answersInWords = (answers: AnswersView | null) =>
  answers &&
  (answers.all ? 'alle' : answers.own.map(link => link.before + link.label).join('')) +
    answers.others.map(link => link.before + link.label).join('')
const phraseInWords = ({ phrase }: BoxView) => phrase && phrase.text + inWords(phrase.links)

describe('order and numbers', () => {
  const points = [
    point('d', '2', 'purple', { position: 9 }),
    point('b', '1', 'purple', { position: 2 }),
    point('c', '2', 'purple', { position: 3 }),
    point('g', '1', 'grey', { position: 1 }),
    point('a', '1', 'purple', { position: 1 }),
  ]

  test('themes stand in the order of the model, also those without points', () => {
    expect(reportView(source(points)).themes.map(theme => theme.key)).toEqual(['1', '2', '3a'])
  })

  test('points stand by position, and focus points are numbered within their theme', () => {
    const numbered = (theme: ThemeView) => theme.purple.points.map(({ anchor, number }) => `${number} ${anchor}`)
    expect(numbered(themes(points)['1'])).toEqual(['1 punkt-a', '2 punkt-b'])
    expect(numbered(themes(points)['2'])).toEqual(['1 punkt-c', '2 punkt-d'])
    expect(themes(points)['1'].grey.points[0]?.number).toBeNull()
  })
})

describe('which focus points a suggestion answers', () => {
  const focus = ['a', 'b', 'c'].map((id, position) => point(id, '1', 'purple', { position }))
  const lone = [point('x', '2', 'purple'), point('z', '3a', 'purple', { position: 1 })]

  test.each<[string[], string | null]>([
    [[], null],
    [['gone'], null],
    [['b'], '2'],
    [['c', 'a'], '1, 3'],
    [['a', 'b', 'c'], 'alle'],
    [['x'], 'tema 2, punkt 1'],
    [['x', 'z'], 'tema 2, punkt 1 og tema 3a, punkt 1'],
    [['b', 'x'], '2 og tema 2, punkt 1'],
    [['c', 'b', 'a', 'x'], 'alle og tema 2, punkt 1'],
  ])('%j reads %j', (answers, words) => {
    const suggestion = point('s', '1', 'yellow', { answers })
    expect(answersInWords(themes([...focus, ...lone, suggestion])['1'].yellow.points[0]?.answers ?? null)).toBe(words)
  })

  test('a theme with one focus point has no "all"', () => {
    const suggestion = point('s', '2', 'yellow', { answers: ['x'] })
    expect(answersInWords(themes([...lone, suggestion])['2'].yellow.points[0]?.answers ?? null)).toBe('1')
  })
})

describe('what an empty box says', () => {
  const also = (...ids: string[]) => ids.map(theme => point(`f${theme}`, theme, 'purple', { alsoThemes: ['2'] }))

  test.each<[string, ReportPoint[], keyof Pick<ThemeView, 'grey' | 'purple' | 'yellow'>, string | null]>([
    ['grey without points', [], 'grey', 'Det stemmer.'],
    ['grey with points', [point('g', '2', 'grey')], 'grey', null],
    ['purple without points', [], 'purple', 'Ingen feedback.'],
    ['purple named by one theme', also('1'), 'purple', 'Feedback står andre steder: se tema 1'],
    ['purple named by two themes', also('3a', '1'), 'purple', 'Feedback står andre steder: se tema 1 og 3a'],
    ['purple named and with points', [...also('1'), point('p', '2', 'purple')], 'purple', null],
    ['purple that only names itself', [point('g', '2', 'grey', { alsoThemes: ['2'] })], 'purple', 'Ingen feedback.'],
    ['yellow without points', also('1'), 'yellow', 'Ingen forslag.'],
    ['yellow with points', [point('y', '2', 'yellow')], 'yellow', null],
  ])('%s', (_, points, box, phrase) => expect(phraseInWords(themes(points)['2'][box])).toBe(phrase))

  test('pages are named when they are known', () => {
    const told = themes(also('1', '3a'), { 'tema-1': 4, 'tema-3a': 8 })['2']
    expect(phraseInWords(told.purple)).toBe('Feedback står andre steder: se tema 1 (s. 4) og 3a (s. 8)')
    expect(inWords(told.seeAlso)).toBe('tema 1, punkt 1 (s. 4) og tema 3a, punkt 1 (s. 8)')
  })
})

describe('the left column', () => {
  const theme = themes([
    point('a', '1', 'purple', { alsoThemes: ['3a', '2', '1'], topics: ['Tid', 'Ro'] }),
    point('b', '1', 'purple', { position: 1, saidOnTheDay: false, topics: ['Tid'] }),
    point('g', '2', 'grey', { alsoThemes: ['1'] }),
    point('c', '3a', 'purple', { alsoThemes: ['1'] }),
    point('d', '3a', 'purple', { alsoThemes: ['1'], position: 1 }),
  ])['1']

  test.each([
    ['the themes that its points also concern', inWords(theme.alsoBelongsTo), 'tema 2 og tema 3a'],
    ['the points elsewhere that concern it', inWords(theme.seeAlso), 'tema 2 og tema 3a, punkt 1 og 2'],
    ['topics, each once', theme.topics, 'Tid\u00a0· Ro'],
    ['how much was said on the day', theme.saidOnTheDay, '1 af 2 fokuspunkter'],
    ['which was added after', theme.purple.points.map(({ note }) => note).join('/'), '/Tilføjet efter dagen'],
  ])('tells %s', (_, told, expected) => expect(told).toBe(expected))

  test('is silent where there is nothing to tell', () => {
    const empty = themes([])['1']
    expect([empty.topics, empty.saidOnTheDay, empty.alsoBelongsTo, empty.seeAlso]).toEqual(['', '', [], []])
  })

  test('that may grow longer than a page is told apart, for it must flow', () => {
    const topics = Array.from({ length: 40 }, (_, index) => `Et emne med nummer ${index}`)
    expect(themes([point('a', '1', 'grey', { topics })])['1'].longColumn).toBe(true)
    expect(theme.longColumn).toBe(false)
  })

  test('one focus point is counted in the singular', () => {
    expect(themes([point('a', '1', 'purple')])['1'].saidOnTheDay).toBe('1 af 1 fokuspunkt')
  })
})

test.each([
  [
    [
      { group: 'medarbejdere', count: 4 },
      { group: 'leder', count: 1 },
    ],
    '4 medarbejdere og 1 leder',
  ],
  [
    [
      { group: 'leder', count: 2 },
      { group: 'Borgere', count: 1 },
    ],
    '2 ledere og 1 borger',
  ],
  [
    [
      { group: 'medarbejdere', count: 5 },
      { group: 'ledere', count: 0 },
    ],
    '5 medarbejdere',
  ],
  [
    [
      { group: 'medarbejdere', count: 5 },
      { group: 'leder', count: 1 },
      { group: 'pårørende', count: 3 },
    ],
    '5 medarbejdere, 1 leder og 3 pårørende',
  ],
  [[{ group: 'fra brugerrådet', count: 2 }], '2 fra brugerrådet'],
  [[], ''],
])('participants %j are "%s"', (met, words) => expect(participantsInWords(met)).toBe(words))

describe('facts and edition', () => {
  test('a number of staff that nobody gave is said to be missing, never blank', () => {
    const { facts } = reportView(source([], { participants: { employeesTotal: null, met: [] } }))
    expect(facts).toContainEqual({ label: 'Antal ansatte', text: 'Ikke oplyst' })
    expect(facts).toContainEqual({ label: 'Vi talte med', text: 'Ikke oplyst' })
    expect(facts.every(({ text }) => text !== '')).toBe(true)
  })

  test('an edition names itself on the cover and at each foot', () => {
    const published = { kind: 'published', version: 2, publishedOn: '2026-06-14' } as const
    const editions = [source().edition, published, { ...published, hash: '7f3a9c' }]
    expect(editions.map(edition => reportView({ ...source(), edition }).footEdition)).toEqual([
      'Udkast',
      'Version 2',
      'Version 2 · 7f3a9c, kan efterprøves på /verify',
    ])
    expect(reportView({ ...source(), edition: published }).edition).toBe('Version 2 · offentliggjort 14. juni 2026')
  })

  test('files carry the name of the tilbud and the day', () => {
    const edition = { kind: 'published', version: 1, publishedOn: '2026-06-14' } as const
    const view = reportView({ ...source(), edition })
    expect(reportFileName(view, 'report')).toBe('Feedbackrapport – Åhuset – 12. maj 2026.pdf')
    expect(reportFileName(view, 'conclusion')).toBe('Konklusion – Åhuset – 12. maj 2026.pdf')
    expect(reportFileName(reportView(source()), 'report')).toBe('Feedbackrapport – Åhuset – 12. maj 2026 – udkast.pdf')
    const hostile = { ...source().tilbud, name: '../Hus\n"A/B"' }
    expect(reportFileName(reportView({ ...source(), edition, tilbud: hostile }), 'report')).toBe(
      'Feedbackrapport – ..-Hus-A-B- – 12. maj 2026.pdf',
    )
  })
})

// What a comparison counts, as tables: period, columns across quality models, and the pivot.
import { describe, expect, test } from 'vitest'
import { type Count, periodOf, periodProblems, themeColumns, toTable } from '../src/compare/compare.rules.ts'

describe('the period', () => {
  test.each([
    ['nothing chosen: the last five years', {}, { from: '2021-11-22', to: '2026-11-22' }],
    ['only an end: the five years before it', { to: '2024-02-29' }, { from: '2019-02-28', to: '2024-02-29' }],
    ['only a beginning: until today', { from: '2010-01-01' }, { from: '2010-01-01', to: '2026-11-22' }],
    ['both', { from: '2020-01-01', to: '2020-12-31' }, { from: '2020-01-01', to: '2020-12-31' }],
  ])('%s', (_what, chosen, expected) => expect(periodOf(chosen, '2026-11-22')).toEqual(expected))

  test('may be one day long, but not end before it begins', () => {
    expect(periodProblems({ from: '2026-01-01', to: '2026-01-01' })).toEqual([])
    expect(periodProblems({ from: '2026-01-02', to: '2026-01-01' })).toMatchObject([{ path: 'querystring/from' }])
  })
})

const theme = (key: string, name: string, successorOf: string | null = null) => ({ key, name, successorOf })
const NEW = { id: 'new', themes: [theme('1', 'Arbejde'), theme('2', 'Hverdag', '7'), theme('3', 'Ny')] }
const OLD = { id: 'old', themes: [theme('1', 'Arbejde'), theme('3', 'Noget andet'), theme('7', 'Sundhed')] }

describe('the columns', () => {
  test('are the themes of the one model in use, in its order', () => {
    expect(themeColumns([NEW, OLD], ['old']).map(column => column.name)).toEqual(['Arbejde', 'Hverdag', 'Noget andet'])
    expect(themeColumns([NEW, OLD], ['new']).map(column => column.key)).toEqual(['1', '2', '3'])
  })

  test('are those of the newest model when there is no visit', () => {
    expect(themeColumns([NEW, OLD], []).map(column => column.key)).toEqual(['1', '2', '3'])
  })

  test.each([
    [
      'the same key and name: one column',
      '1',
      [
        { modelId: 'new', theme: '1' },
        { modelId: 'old', theme: '1' },
      ],
    ],
    [
      'a successor: one column under its name',
      '2',
      [
        { modelId: 'new', theme: '2' },
        { modelId: 'old', theme: '7' },
      ],
    ],
    ['the same key but another name: a column of its own', '3', [{ modelId: 'new', theme: '3' }]],
    ['and the older one tells its model', '3 old', [{ modelId: 'old', theme: '3' }]],
  ])('across two models, %s', (_what, key, parts) => {
    expect(themeColumns([NEW, OLD], ['new', 'old']).find(column => column.key === key)?.parts).toEqual(parts)
  })
})

describe('the table', () => {
  const columns = themeColumns([NEW, OLD], ['new', 'old'])
  const cell = (modelId: string, key: string, points: number, alsoPoints = 0) => ({
    modelId,
    theme: key,
    points,
    alsoPoints,
  })
  const row = (key: string, name: string, cells: Count['cells'] = []): Count => ({ key, name, visits: 2, cells })

  test('has every theme in every row, and adds up what earlier models called otherwise', () => {
    const table = toTable([row('a', 'A', [cell('new', '2', 1, 1), cell('old', '7', 2)])], columns, 'tilbud')
    expect(table.rows[0]?.themes).toEqual([
      { key: '1', points: 0, alsoPoints: 0 },
      { key: '2', points: 3, alsoPoints: 1 },
      { key: '3', points: 0, alsoPoints: 0 },
      { key: '3 old', points: 0, alsoPoints: 0 },
    ])
  })

  test('adds visits and focus points, and no point twice', () => {
    const table = toTable([row('a', 'A', [cell('new', '1', 3, 2)]), row('b', 'B')], columns, 'tilbud')
    expect(table).toMatchObject({ visits: 4, points: 3 })
  })

  test('puts rows by Danish name, however much stands in them', () => {
    const names = ['Åhuset', 'Zebra', 'Aabenraa', 'Ærø', 'Ølgod', 'Birk']
    const rows = names.map((name, i) => row(name, name, [cell('new', '1', i * 3)]))
    for (const by of ['tilbud', 'centre', 'type'] as const)
      expect(toTable(rows, columns, by).rows.map(({ name }) => name)).toEqual([
        'Birk',
        'Zebra',
        'Ærø',
        'Ølgod',
        'Aabenraa',
        'Åhuset',
      ])
  })

  test('puts years newest first', () => {
    const years = ['2024', '2026', '2025'].map(year => row(year, year))
    expect(toTable(years, columns, 'year').rows.map(({ key }) => key)).toEqual(['2026', '2025', '2024'])
  })
})

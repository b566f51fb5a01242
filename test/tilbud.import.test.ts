// What an import will do is known before it is done.
import { describe, expect, test } from 'vitest'
import type { TilbudRow } from '../src/tilbud/tilbud.file.ts'
import { planImport, problemInWords } from '../src/tilbud/tilbud.import.ts'

const NORD = { id: '0197a000-0000-7000-8000-000000000001', name: 'Center Nord' }
const tilbud = (name: string, shortNames: string[] = []) => ({
  id: `id of ${name}`,
  name,
  shortNames,
  type: 'Botilbud',
  centreId: NORD.id,
  selfGoverning: false,
  employees: { count: 12, confirmedOn: '2026-01-01' },
  active: true,
  version: 1,
})
const EXISTING = { centres: [NORD], tilbud: [tilbud('Åhuset', ['Huset']), tilbud('N.A.B.O.')] }
const row = (name: string, more: Partial<TilbudRow> = {}): TilbudRow => ({
  row: 2,
  name,
  shortNames: null,
  type: null,
  centre: null,
  selfGoverning: null,
  employees: null,
  ...more,
})
const plan = (...rows: TilbudRow[]) =>
  planImport(
    rows.map((one, i) => ({ ...one, row: i + 2 })),
    EXISTING,
  )

describe('a row about a tilbud that is there', () => {
  test.each<[string, TilbudRow, string[]]>([
    ['says nothing new', row('Åhuset'), []],
    [
      'says the same again',
      row('Åhuset', { type: 'Botilbud', centre: 'center  nord', employees: 12, shortNames: ['Huset'] }),
      [],
    ],
    ['changes its type', row('Åhuset', { type: 'Værested' }), ['type: Botilbud → Værested']],
    ['changes its number', row('Åhuset', { employees: 0 }), ['employees: 12 → 0']],
    ['changes its owner', row('Åhuset', { selfGoverning: true }), ['selfGoverning: nej → ja']],
    ['writes its name in another way', row('åhuset'), ['name: Åhuset → åhuset']],
    ['takes its short names away', row('Åhuset', { shortNames: [] }), ['shortNames: Huset → –']],
  ])('%s', (_what, given, changes) => {
    const { rows, problems } = plan(given)
    expect(problems).toEqual([])
    expect(rows[0]?.known?.name).toBe('Åhuset')
    expect(rows[0]?.changes.map(({ column, from, to }) => `${column}: ${from} → ${to}`)).toEqual(changes)
  })
})

const NEW = { type: 'Botilbud', centre: 'Center Nord' }

test('a row about a new tilbud needs a type and a centre', () => {
  expect(plan(row('Nyt', NEW)).problems).toEqual([])
  expect(plan(row('Nyt', NEW)).rows[0]?.known).toBe(null)
  expect(plan(row('Nyt')).problems.map(problemInWords)).toEqual([
    'Række 2, Type: Skriv, hvad det er for et sted. Et nyt tilbud skal have en type.',
    'Række 2, Center: Skriv, hvilket center det hører til. Et nyt tilbud skal have et center.',
  ])
})

test.each([
  ['NABO', 'N.A.B.O.'],
  ['n a b o', 'N.A.B.O.'],
  ['HUSET', 'Åhuset'],
  ['Å-huset', 'Åhuset'],
])('»%s« is not made a tilbud beside »%s«', (name, known) => {
  expect(plan(row(name, NEW)).problems.map(problemInWords)).toEqual([
    `Række 2, Navn: »${name}« ligner tilbuddet »${known}«. Skriv navnet som dér, eller ret tilbuddets navn først.`,
  ])
})

test('a name that stands twice in the file is refused where it stands again', () => {
  expect(plan(row('Nyt', NEW), row('NYT.', NEW)).problems.map(problemInWords)).toEqual([
    'Række 3, Navn: »NYT.« står også i række 2. Slet den ene.',
  ])
})

test('centres that are not there are named once, with the first row', () => {
  const { newCentres } = plan(row('A', { ...NEW, centre: 'Center Syd' }), row('B', { ...NEW, centre: 'center syd' }))
  expect(newCentres).toEqual([{ name: 'Center Syd', row: 2 }])
})

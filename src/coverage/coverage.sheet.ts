// A strategy's coverage as a file for a spreadsheet, for people outside: few tilbud are not told apart.
import { stringify } from 'csv-stringify/sync'
import { goalName } from '../strategy/strategy.rules.ts'
import type { Reading } from './coverage.reading.ts'
import { toldTilbud } from './coverage.rules.ts'
import { levelsOf } from './coverage.view.ts'

const HEADINGS = ['Nøgle', 'Niveau', 'Pejlemærke eller mål', 'Punkter', 'Handlinger', 'Tilbud', 'Rørt', 'Afløst af']

/** CSV as Danish spreadsheets open it: byte order mark, semicolons, CRLF. */
export function toCsv({ nodes }: Reading): string {
  const levels = levelsOf(nodes)
  const lines = nodes.map(({ key, name, points, actions, tilbud, untouched, heirs }) => [
    key,
    levels.get(key) ?? 1,
    name,
    points,
    actions,
    toldTilbud(tilbud),
    untouched ? 'nej' : 'ja',
    [...new Set(heirs.map(goalName))].join(', '),
  ])
  return stringify([HEADINGS, ...lines], {
    bom: true,
    delimiter: ';',
    record_delimiter: 'windows',
    escape_formulas: true,
  })
}

/** "Strategi i praksis norddjurs-socialomraadet 2026-01-01 til 2026-06-30.csv" */
export const fileName = ({ selection: { strategyId, from, to } }: Reading, ending: 'csv' | 'pdf') =>
  `Strategi i praksis ${strategyId} ${from} til ${to}.${ending}`

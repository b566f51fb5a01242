// A comparison as a file for a spreadsheet: Danish headings, no cell that a spreadsheet would run as a formula.
import { stringify } from 'csv-stringify/sync'
import writeExcelFile from 'write-excel-file/node'
import { danishDate } from '../lib/danish-date.ts'
import type { Rows, Table } from './compare.rules.ts'
import { type Choice, choiceInWords, ROW_NAMES } from './compare.view.ts'

type Sheet = { table: Table; choice: Choice }

const headings = ({ themes }: Table, rows: Rows) => [
  ROW_NAMES[rows].heading,
  'Besøg',
  ...themes.flatMap(({ key, name }) => [`Tema ${key}: ${name}`, `Tema ${key}: handler også om`]),
  'Fokuspunkter i alt',
]

const lines = ({ rows }: Table) =>
  rows.map(({ name, visits, themes }) => [
    name,
    visits,
    ...themes.flatMap(({ points, alsoPoints }) => [points, alsoPoints]),
    themes.reduce((total, theme) => total + theme.points, 0),
  ])

/** CSV as Danish spreadsheets open it: byte order mark, semicolons, CRLF. */
export const toCsv = ({ table, choice }: Sheet): string =>
  stringify([headings(table, choice.rows), ...lines(table)], {
    bom: true,
    delimiter: ';',
    record_delimiter: 'windows',
    escape_formulas: true,
  })

/** A workbook with the table, and a second sheet that says what was chosen. */
export function toXlsx({ table, choice }: Sheet): Promise<Buffer> {
  const bold = (value: string) => ({ value, type: String, fontWeight: 'bold' as const, wrap: true })
  const text = (value: string) => ({ value, type: String })
  return writeExcelFile([
    {
      sheet: 'Fokuspunkter',
      data: [
        headings(table, choice.rows).map(bold),
        ...lines(table).map(line => line.map(cell => (typeof cell === 'string' ? text(cell) : cell))),
      ],
      columns: [
        { width: 32 },
        { width: 8 },
        ...table.themes.flatMap(() => [{ width: 22 }, { width: 18 }]),
        { width: 14 },
      ],
      stickyRowsCount: 1,
      stickyColumnsCount: 1,
    },
    {
      sheet: 'Udvalg',
      data: [
        [bold('Periode'), text(`${danishDate(choice.from)} – ${danishDate(choice.to)}`)],
        ...choiceInWords(choice).map(({ term, text: words }) => [bold(term), text(words)]),
        [bold('Besøg'), table.visits],
        [bold('Fokuspunkter'), table.points],
      ],
      columns: [{ width: 16 }, { width: 60 }],
    },
  ]).toBuffer()
}

/** "Fokuspunkter pr. tilbud 2020-12-31 til 2025-12-31.csv" */
export const sheetName = ({ rows, from, to }: Choice, ending: 'csv' | 'xlsx') =>
  `Fokuspunkter ${ROW_NAMES[rows].per} ${from} til ${to}.${ending}`

// A file of tilbud, as spreadsheets make it: CSV or .xlsx, columns in any order. In: bytes; out: rows, and in words what
// is wrong with them. Nothing here knows which centres and tilbud there are: that is tilbud.import.ts.
import { z } from 'zod'
import { line, words } from '../lib/fields.ts'
import { readTableFile } from './table-file.ts'

export const ROW_LIMIT = 1000

/** The columns, by what stands over them. Only the first must be there. */
export const HEADINGS = {
  name: 'Navn',
  shortNames: 'Kortnavne',
  type: 'Type',
  centre: 'Center',
  selfGoverning: 'Selvejende',
  employees: 'Antal ansatte',
} as const

export type Column = keyof typeof HEADINGS
export type Problem = { row: number | null; column: Column | null; text: string }

/** A row as it was meant. Null: nothing was written, and nothing is to change. `row` is the number in the spreadsheet. */
export const TilbudRow = z.strictObject({
  row: z.int().min(1),
  name: line(120),
  shortNames: words.nullable(),
  type: line(80).nullable(),
  centre: line(120).nullable(),
  selfGoverning: z.boolean().nullable(),
  employees: z.int().min(0).max(100_000).nullable(),
})
export const TilbudRows = z.array(TilbudRow).min(1).max(ROW_LIMIT)
export type TilbudRow = z.infer<typeof TilbudRow>

export type TilbudFile = { rows: TilbudRow[]; problems: Problem[]; ignored: string[] }

const COLUMNS = Object.keys(HEADINGS) as Column[]
const simple = (text: string) => text.normalize('NFC').trim().toLocaleLowerCase('da')

const YES = ['ja', 'j', 'x', '1', 'sand', 'true', 'selvejende']
const NO = ['nej', 'n', '0', 'falsk', 'false', 'kommunal', 'kommunalt']

const READ = {
  name: (text: string) => text,
  shortNames: (text: string) => text.split(/[,;|\n]/).flatMap(word => word.trim() || []),
  type: (text: string) => text,
  centre: (text: string) => text,
  selfGoverning: (text: string) => (YES.includes(simple(text)) ? true : NO.includes(simple(text)) ? false : text),
  employees: (text: string) => Number(/^(\d{1,6})([.,]0+)?$/.exec(text)?.[1] ?? Number.NaN),
} satisfies Record<Column, (text: string) => unknown>

const UNREADABLE: Partial<Record<Column, (text: string) => string>> = {
  selfGoverning: text => `Skriv ja eller nej, ikke »${text}«.`,
  employees: text => `Skriv et helt tal, ikke »${text}«.`,
}

function readCell(column: Column, text: string): { value: unknown } | { fault: string } {
  if (/^[=@]/.test(text)) return { fault: 'Feltet begynder som en formel. Skriv det, der skal stå.' }
  const checked = TilbudRow.shape[column].safeParse(READ[column](text))
  if (checked.success) return { value: checked.data }
  const fault = UNREADABLE[column]?.(text.slice(0, 40)) ?? checked.error.issues[0]?.message
  return { fault: fault ?? 'Kan ikke læses.' }
}

function readRow(row: number, cells: string[], columnAt: Map<Column, number>, problems: Problem[]): TilbudRow {
  const values: Record<string, unknown> = { row }
  for (const column of COLUMNS) {
    const at = columnAt.get(column)
    const text = at === undefined ? '' : (cells[at] ?? '').trim()
    values[column] = column === 'name' ? text : null
    if (text === '' && column !== 'name') continue
    const cell = readCell(column, text)
    if ('value' in cell) values[column] = cell.value
    else problems.push({ row, column, text: cell.fault })
  }
  return values as TilbudRow
}

const refused = (text: string): TilbudFile => ({ rows: [], problems: [{ row: null, column: null, text }], ignored: [] })

const isKnown = (heading: string) => COLUMNS.some(column => simple(HEADINGS[column]) === simple(heading))

function readTable(table: string[][]): TilbudFile {
  const filled = table.flatMap((cells, i) => (cells.some(cell => cell.trim() !== '') ? [{ row: i + 1, cells }] : []))
  const [head, ...body] = filled
  if (!head) return refused('Filen er tom.')
  if (body.length > ROW_LIMIT)
    return refused(
      `Filen har ${body.length.toLocaleString('da-DK')} rækker. Der er plads til ${ROW_LIMIT.toLocaleString('da-DK')} ad gangen: del den op.`,
    )
  const headings = head.cells.map(simple)
  const columnAt = new Map<Column, number>()
  const problems: Problem[] = []
  for (const column of COLUMNS) {
    const wanted = simple(HEADINGS[column])
    const at = headings.indexOf(wanted)
    if (at >= 0) columnAt.set(column, at)
    if (headings.lastIndexOf(wanted) !== at)
      problems.push({ row: null, column, text: `Kolonnen »${HEADINGS[column]}« er der to gange. Slet den ene.` })
  }
  if (!columnAt.has('name'))
    return refused(
      `Kolonnen »Navn« mangler. Den første række skal være overskrifterne: ${Object.values(HEADINGS).join(', ')}.`,
    )
  if (body.length === 0) return refused('Der står ingen tilbud under overskrifterne.')
  const ignored = head.cells.filter(cell => cell.trim() !== '' && !isKnown(cell))
  const rows = body.map(({ row, cells }) => readRow(row, cells, columnAt, problems))
  return { rows, problems, ignored: ignored.map(cell => cell.trim().slice(0, 60)) }
}

/** The tilbud in a file that somebody uploaded. Always answers; what cannot be read is a problem in words. */
export async function readTilbudFile(bytes: Uint8Array, fileName: string): Promise<TilbudFile> {
  const read = await readTableFile(bytes, fileName)
  return 'refused' in read ? refused(read.refused) : readTable(read.table)
}

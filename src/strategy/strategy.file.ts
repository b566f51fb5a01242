// A strategy as municipalities have it: a table with a row per guiding star, goal or sub-goal (CSV, .xlsx), or the JSON
// of this product. In: bytes; out: what the strategy will be, and in words what is wrong with it, each with its place.
import { readJsonFile } from '../lib/json-file.ts'
import { readTableFile } from '../tilbud/table-file.ts'
import { type NodeProblem, treeProblems } from './strategy.rules.ts'
import { Strategy, StrategyNode } from './strategy.schema.ts'

export const ROW_LIMIT = 500

/** The columns, by what may stand over them. The first word is ours. */
export const HEADINGS = {
  key: ['Nøgle', 'Nummer', 'Nr', 'Key'],
  parentKey: ['Hører under', 'Under', 'Overordnet', 'Parent'],
  name: ['Navn', 'Overskrift', 'Name'],
  text: ['Tekst', 'Beskrivelse', 'Text'],
  keywords: ['Nøgleord', 'Keywords'],
  successorOf: ['Afløser', 'SuccessorOf'],
} as const
type Column = keyof typeof HEADINGS
const COLUMNS = Object.keys(HEADINGS) as Column[]

/** What a file says of the strategy itself, as texts for a form. */
export type About = { id: string; name: string; version: string; owner: string; successorOf: string }
export type StrategyFile = { about: Partial<About>; nodes: StrategyNode[]; faults: string[]; ignored: string[] }

const simple = (text: string) =>
  text
    .normalize('NFC')
    .replace(/^\uFEFF/, '')
    .trim()
    .toLocaleLowerCase('da')
const refused = (fault: string): StrategyFile => ({ about: {}, nodes: [], faults: [fault], ignored: [] })
const columnOf = (heading: string) => COLUMNS.find(column => HEADINGS[column].some(word => simple(word) === heading))

/** Spreadsheets that count in Danish write 1.1 as 1,1. */
const asKey = (cell: string) => {
  const key = simple(cell)
  return /^\d+(,\d+)+$/.test(key) ? key.replaceAll(',', '.') : key.replace(/\.$/, '')
}
const isDate = (key: string) => /^\d{4}-\d{2}-\d{2}$/.test(key)

const FIELD_NAMES: Record<NodeProblem['field'], string> = {
  key: HEADINGS.key[0],
  parentKey: HEADINGS.parentKey[0],
  successorOf: HEADINGS.successorOf[0],
}

function readRow(cells: string[], columnAt: ReadonlyMap<Column, number>) {
  const cell = (column: Column) => (cells[columnAt.get(column) ?? -1] ?? '').trim()
  const key = asKey(cell('key'))
  // Without a column for it, 2.1 stands under 2.
  const above = columnAt.has('parentKey') ? asKey(cell('parentKey')) : key.split('.').slice(0, -1).join('.')
  return {
    key,
    parentKey: above || null,
    name: cell('name').replaceAll(/\s+/g, ' '),
    text: cell('text'),
    keywords: cell('keywords')
      .split(/[;|\n]/)
      .flatMap(word => word.trim() || []),
    successorOf: asKey(cell('successorOf')) || null,
  }
}

function readTable(table: string[][]): StrategyFile {
  const filled = table.flatMap((cells, i) => (cells.some(cell => cell.trim() !== '') ? [{ row: i + 1, cells }] : []))
  const [head, ...body] = filled
  if (!head) return refused('Filen er tom.')
  const columnAt = new Map<Column, number>()
  const faults: string[] = []
  head.cells.forEach((heading, at) => {
    const column = columnOf(simple(heading))
    if (column && columnAt.has(column)) faults.push(`Kolonnen »${heading.trim()}« er der to gange. Slet den ene.`)
    else if (column) columnAt.set(column, at)
  })
  for (const column of ['key', 'name'] as const)
    if (!columnAt.has(column))
      return refused(
        `Kolonnen »${HEADINGS[column][0]}« mangler. Den første række skal være overskrifterne: ${Object.values(HEADINGS)
          .map(([word]) => word)
          .join(', ')}.`,
      )
  if (body.length === 0) return refused('Der står ingen pejlemærker under overskrifterne.')
  if (body.length > ROW_LIMIT) return refused(`Filen har ${body.length} rækker. Der er plads til ${ROW_LIMIT}.`)
  const nodes = body.map(({ row, cells }) => {
    const read = readRow(cells, columnAt)
    const checked = StrategyNode.safeParse(read)
    if (isDate(read.key))
      faults.push(
        `Række ${row}, Nøgle: Regnearket har lavet nøglen om til en dato. Gør kolonnen til tekst, og skriv den igen.`,
      )
    for (const { path, message } of checked.error?.issues ?? [])
      faults.push(`Række ${row}, ${HEADINGS[path[0] as Column]?.[0] ?? path[0]}: ${message}`)
    return checked.data ?? { ...read, name: read.name || '(intet navn)', keywords: [], text: '' }
  })
  for (const { index, field, message } of treeProblems(nodes))
    faults.push(`Række ${body[index]?.row}, ${FIELD_NAMES[field]}: ${message}`)
  const ignored = head.cells.map(cell => cell.trim()).filter(cell => cell !== '' && !columnOf(simple(cell)))
  return { about: {}, nodes, faults, ignored: ignored.map(cell => cell.slice(0, 60)) }
}

const isJson = (bytes: Uint8Array, fileName: string) => /\.json$/i.test(fileName) || bytes[0] === '{'.charCodeAt(0)

/** The strategy in a file that somebody uploaded. Always answers; what is wrong with it is told in words. */
export async function readStrategyFile(bytes: Uint8Array, fileName: string): Promise<StrategyFile> {
  if (isJson(bytes, fileName)) {
    const file = readJsonFile(Strategy, bytes)
    if ('faults' in file) return { about: {}, nodes: [], faults: file.faults, ignored: [] }
    const { nodes, successorOf, ...about } = file.content
    return { about: { ...about, successorOf: successorOf ?? '' }, nodes, faults: [], ignored: [] }
  }
  const read = await readTableFile(bytes, fileName)
  return 'refused' in read ? refused(read.refused) : readTable(read.table)
}

/** The table that a person begins from: a strategy there is, as CSV that Danish spreadsheets open. */
export const tableOf = (nodes: readonly StrategyNode[]): string[][] => [
  Object.values(HEADINGS).map(([word]) => word),
  ...nodes.map(({ key, parentKey, name, text, keywords, successorOf }) => [
    key,
    parentKey ?? '',
    name,
    text,
    keywords.join('; '),
    successorOf ?? '',
  ]),
]

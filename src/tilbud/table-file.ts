// A table that somebody uploaded, as spreadsheets make it: CSV in any of their dialects, or .xlsx. In: bytes; out: cells.
import { parse } from 'csv-parse/sync'
import { readWorkbook } from './workbook.ts'

/** The cells, row by row; or in words why there are none. */
export type TableFile = { table: string[][] } | { refused: string }

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

// Control characters other than those that end lines: no text has them.
const UNSEEN = /[^\P{Cc}\t\n\v\f\r]/u

function readCsv(bytes: Uint8Array): TableFile {
  // Some spreadsheets say in a first line of its own which character stands between the fields.
  const text = decode(bytes).replace(/^sep=.\r?\n/i, '')
  if (UNSEEN.test(text)) return { refused: 'Filen er hverken CSV eller Excel (.xlsx). Gem den som en af dem.' }
  const firstLine = text.trimStart().split(/\r?\n/, 1)[0] ?? ''
  const delimiter = [';', ',', '\t'].toSorted((a, b) => firstLine.split(b).length - firstLine.split(a).length)[0]
  try {
    const options = { delimiter, relax_column_count: true, relax_quotes: true, max_record_size: 100_000 }
    return { table: parse(text, options) as string[][] }
  } catch {
    return { refused: 'Filen kan ikke læses som CSV. Se efter anførselstegn, der mangler, eller gem den som .xlsx.' }
  }
}

const startsWith = (bytes: Uint8Array, signature: number[]) => signature.every((byte, i) => bytes[i] === byte)
const ZIP = [0x50, 0x4b]
const OLD_EXCEL = [0xd0, 0xcf, 0x11, 0xe0]

/** The table in a file. Always answers; what cannot be read is refused in words. */
export async function readTableFile(bytes: Uint8Array, fileName: string): Promise<TableFile> {
  if (startsWith(bytes, OLD_EXCEL))
    return { refused: 'Det er en gammel Excel-fil (.xls). Gem den som .xlsx eller CSV, og prøv igen.' }
  if (!startsWith(bytes, ZIP) && !/\.xlsx$/i.test(fileName)) return readCsv(bytes)
  const table = await readWorkbook(bytes)
  return table ? { table } : { refused: 'Regnearket kan ikke læses. Gem det igen som .xlsx eller CSV, og prøv igen.' }
}

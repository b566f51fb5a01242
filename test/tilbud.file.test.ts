// A file of tilbud becomes rows, or says in words what is wrong with it, whatever is in it.
import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import { readTilbudFile } from '../src/tilbud/tilbud.file.ts'
import { problemInWords } from '../src/tilbud/tilbud.import.ts'
import { workbook } from './support/zip.ts'

const utf8 = (text: string) => Buffer.from(text)
const read = (content: Uint8Array | string, name = 'tilbud.csv') =>
  readTilbudFile(typeof content === 'string' ? utf8(content) : content, name)
const problemsOf = async (content: Uint8Array | string, name?: string) =>
  (await read(content, name)).problems.map(problemInWords)

const ROW = {
  row: 2,
  name: 'Åhuset',
  shortNames: ['Huset'],
  type: 'Værested',
  centre: 'Center Å',
  selfGoverning: true,
  employees: 14,
}
const TEXT = 'Navn;Kortnavne;Type;Center;Selvejende;Antal ansatte\r\nÅhuset;Huset;Værested;Center Å;ja;14\r\n'

describe('a row is read the same', () => {
  test.each<[string, Uint8Array]>([
    ['from UTF-8', utf8(TEXT)],
    ['with a byte order mark', utf8(`\uFEFF${TEXT}`)],
    ['from Windows-1252', Buffer.from(TEXT, 'latin1')],
    ['from UTF-16', Buffer.from(`\uFEFF${TEXT}`, 'utf16le')],
    ['with commas', utf8(TEXT.replaceAll(';', ','))],
    ['with tabs', utf8(TEXT.replaceAll(';', '\t'))],
    ['when the first line names the separator', utf8(`sep=;\r\n${TEXT}`)],
    ['with quotes', utf8(TEXT.replace('Åhuset', '"Åhuset"').replace('Huset;', '" Huset ";'))],
    ['with headings in capitals', utf8(TEXT.replace('Navn', 'NAVN '))],
    [
      'with columns in another order',
      utf8('Antal ansatte;Center;Type;Selvejende;Kortnavne;Navn\n14;Center Å;Værested;X;Huset;Åhuset'),
    ],
    ['with å written as two characters', utf8(TEXT.normalize('NFD'))],
  ])('%s', async (_how, bytes) => {
    expect(await read(bytes)).toEqual({ rows: [ROW], problems: [], ignored: [] })
  })

  test('from a workbook, with numbers and booleans as a spreadsheet has them', async () => {
    const bytes = await writeExcelFile([
      ['Navn', 'Kortnavne', 'Type', 'Center', 'Selvejende', 'Antal ansatte'].map(value => ({ value })),
      [
        { value: 'Åhuset' },
        { value: 'Huset' },
        { value: 'Værested' },
        { value: 'Center Å' },
        { value: true, type: Boolean },
        { value: 14, type: Number },
      ],
    ]).toBuffer()
    expect(await read(bytes, 'tilbud.xlsx')).toEqual({ rows: [ROW], problems: [], ignored: [] })
    expect((await read(bytes, 'omdøbt.csv')).rows).toEqual([ROW])
  })
})

test('an empty field means no change, a row of empty fields nothing, and row numbers are those of the spreadsheet', async () => {
  const { rows, problems } = await read('Navn;Type;Antal ansatte\n\n;;\nÅhuset;;\n')
  expect(problems).toEqual([])
  expect(rows).toEqual([
    { row: 4, name: 'Åhuset', shortNames: null, type: null, centre: null, selfGoverning: null, employees: null },
  ])
})

test('unknown columns are named and left out', async () => {
  expect((await read('Navn;Telefon; P-nummer ;\nÅhuset;1;2;3')).ignored).toEqual(['Telefon', 'P-nummer'])
})

test.each([
  ['Selvejende', 'måske', 'Række 2, Selvejende: Skriv ja eller nej, ikke »måske«.'],
  ['Antal ansatte', 'ti', 'Række 2, Antal ansatte: Skriv et helt tal, ikke »ti«.'],
  ['Antal ansatte', '-3', 'Række 2, Antal ansatte: Skriv et helt tal, ikke »-3«.'],
  ['Antal ansatte', '3,5', 'Række 2, Antal ansatte: Skriv et helt tal, ikke »3,5«.'],
  ['Type', '=HYPERLINK("x")', 'Række 2, Type: Feltet begynder som en formel. Skriv det, der skal stå.'],
  ['Type', 'x'.repeat(81), 'Række 2, Type: Teksten er for lang. Der er plads til 80 tegn.'],
  ['Type', '"to\nlinjer"', 'Række 2, Type: Teksten skal stå på én linje.'],
])('%s "%s" is refused with its place', async (column, text, problem) => {
  expect(await problemsOf(`Navn\t${column}\nÅhuset\t${text}`)).toEqual([problem])
})

test('a row without a name is refused with its place', async () => {
  expect(await problemsOf('Navn;Type\n;Botilbud')).toEqual(['Række 2, Navn: Udfyld feltet.'])
})

describe('a file that is no list of tilbud is answered in words', () => {
  const sparse = (reference: string, row: string) =>
    `<row r="1"><c r="A1" t="str"><v>Navn</v></c></row><row r="${row}"><c r="${reference}" t="str"><v>x</v></c></row>`
  const UNREADABLE = /Regnearket kan ikke læses/
  const cells = (row: number) => `<row r="${row}"><c r="A${row}" t="str"><v>Sted ${row}</v></c></row>`

  test.each<[string, Uint8Array | string, string, RegExp]>([
    ['nothing', ' \n', 'a.csv', /Filen er tom/],
    ['only headings', 'Navn;Type', 'a.csv', /ingen tilbud under overskrifterne/],
    ['other headings', 'Sted;Type\nx;y', 'a.csv', /Kolonnen »Navn« mangler/],
    ['a heading twice', 'Navn;Type;type\nx;y;z', 'a.csv', /»Type« er der to gange/],
    ['binary rubbish', randomBytes(5000), 'a.csv', /hverken CSV eller Excel/],
    ['binary rubbish called .xlsx', randomBytes(5000), 'a.xlsx', UNREADABLE],
    ['half a zip', Buffer.from('PK\x03\x04rubbish'), 'a.xlsx', UNREADABLE],
    ['a zip of something else', workbook('').subarray(0, 300), 'a.xlsx', UNREADABLE],
    ['the old Excel format', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'a.xls', /gammel Excel-fil/],
    ['quotes that never end', `Navn\n"${'x'.repeat(200_000)}`, 'a.csv', /kan ikke læses som CSV/],
    ['10,000 rows', `Navn\n${'Sted\n'.repeat(10_000)}`, 'a.csv', /10.000 rækker. Der er plads til 1.000/],
    [
      '10,000 rows in a workbook',
      workbook(
        `<row r="1"><c r="A1" t="str"><v>Navn</v></c></row>${Array.from({ length: 10_000 }, (_, i) => cells(i + 2)).join('')}`,
      ),
      'a.xlsx',
      /10.000 rækker/,
    ],
    [
      'only a cell with an error',
      workbook('<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>'),
      'a.xlsx',
      /Filen er tom/,
    ],
    ['a row number of a billion', workbook(sparse('A1000000000', '1000000000')), 'a.xlsx', UNREADABLE],
    ['a column far out', workbook(sparse('ZZZZZZ2', '2')), 'a.xlsx', UNREADABLE],
    [
      '200 MB of spaces in a small zip',
      workbook('', [{ name: 'xl/worksheets/sheet2.xml', content: Buffer.alloc(200 * 1_048_576, 32) }]),
      'a.xlsx',
      UNREADABLE,
    ],
    [
      'a zip that lies about its size',
      workbook('', [{ name: 'xl/worksheets/sheet2.xml', content: 'x', claims: 4_000_000_000 }]),
      'a.xlsx',
      UNREADABLE,
    ],
  ])('%s', { timeout: 30_000 }, async (_what, content, name, words) => {
    const { rows, problems } = await read(content, name)
    expect(problems.map(problemInWords).join(' ')).toMatch(words)
    expect(rows.length).toBeLessThan(2)
  })

  test('a zip that unpacks to more than it says is answered as well', { timeout: 30_000 }, async () => {
    const bomb = workbook('', [{ name: 'xl/styles.xml', content: Buffer.alloc(100 * 1_048_576, 32), claims: 1000 }])
    expect((await read(bomb, 'a.xlsx')).problems).toHaveLength(1)
  })
})

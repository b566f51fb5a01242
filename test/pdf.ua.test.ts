// The PDFs that people get keep PDF/UA-1: every sample report, and every rule of the checker shown to find its fault.
import { readFileSync } from 'node:fs'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeFile } from '../src/pdf/accessible/write-file.ts'
import { makeAccessible } from '../src/pdf/accessible.ts'
import { readForCheck } from '../src/pdf/check/document.ts'
import { checkPdfUa, RULES } from '../src/pdf/check.ts'
import { PrintFailed } from '../src/pdf/errors.ts'
import { textAt } from '../src/pdf/objects.ts'
import { createPrinter, type Printer } from '../src/pdf/printer.ts'
import { openPdf } from '../src/pdf/read-file.ts'
import { marksIn } from '../src/pdf/structure.ts'
import { textOfMark } from '../src/pdf/surfaces.ts'
import type { ReportSource } from '../src/report/report.source.ts'
import { PLANTS } from './pdf.ua.plants.ts'
import { html, point, source } from './report.example.ts'

const CACHE = 'node_modules/.cache/kvalitetsbesoeg/browser'
const seed = (path: string) => JSON.parse(readFileSync(new URL(`../seeds/${path}`, import.meta.url), 'utf8'))

let printer: Printer
beforeAll(() => {
  printer = createPrinter({ cacheFolder: CACHE })
})
afterAll(() => printer.close())

/** A document as the browser prints it and as people get it. */
async function print(document: string) {
  let raw = new Uint8Array()
  const bytes = await printer.print(document, async seen => {
    raw = seen.slice()
    return null
  })
  return { raw, bytes }
}

const page = (body: string, title = 'Prøve') =>
  `<!doctype html><html lang="da"><head><title>${title}</title></head><body>${body}</body></html>`

function realVisit(times = 1): ReportSource {
  const visit = seed('demo/visit/aahuset-2026-05.json')
  const points = Array.from({ length: times }, (_, time) =>
    visit.points.map((seeded: { key: string; answers?: string[] }, position: number) => ({
      ...seeded,
      id: `${seeded.key}-${time}`,
      answers: seeded.answers?.map(answer => `${answer}-${time}`) ?? [],
      position: time * 1000 + position,
    })),
  ).flat()
  return { ...source(), model: seed('model/kvalitetsmodel-3.0.json'), visit: { id: 'v1', ...visit, points } }
}

const SHORT = source([
  point('a', '1', 'grey'),
  point('b', '1', 'purple', { body: 'Se **tema 2** og [en side](https://eksempel.dk).', alsoThemes: ['2'] }),
  point('c', '1', 'yellow', { answers: ['b'] }),
])

/** Each page's words with their places. */
async function pagesOf(bytes: Uint8Array) {
  const loading = getDocument({ data: bytes.slice(), verbosity: 0 })
  const pdf = await loading.promise
  const pages = await Promise.all(Array.from({ length: pdf.numPages }, (_, index) => pdf.getPage(index + 1)))
  const texts = await Promise.all(
    pages.map(async each =>
      (await each.getTextContent()).items
        .map(item => ('str' in item ? [item.str, ...item.transform] : []).join(' '))
        .join('\n'),
    ),
  )
  await loading.destroy()
  return texts
}

/** What is read aloud, element by element: its type and its own text. */
async function spoken(bytes: Uint8Array) {
  const { elements, surfaces } = await readForCheck(bytes)
  return elements.map(({ element, type }) => {
    const own = element.kids.filter(kid => kid.kind === 'mark')
    const texts = marksIn(own).map(({ surface, mcid }) => {
      const on = surfaces.get(surface)
      return on ? textOfMark(on, mcid) : ''
    })
    return { type, text: texts.join('').trim() }
  })
}

describe.each([
  ['short', SHORT],
  ['real', realVisit()],
  ['long, with boxes over several pages', realVisit(4)],
] as const)('a %s report', (_, report) => {
  test.each(['report', 'conclusion'])('keeps every rule: %s', async template => {
    const { raw, bytes } = await print(await html(report, { template }))
    expect(await checkPdfUa(bytes)).toEqual([])
    expect(await pagesOf(bytes)).toEqual(await pagesOf(raw))
    if (template === 'report') expect(bytes.length).toBeLessThanOrEqual(raw.length * 0.75)
  })
})

describe('what is read aloud', () => {
  test('a heading that Chromium repeats over the pages is read once, and no foot', async () => {
    const read = await spoken((await print(await html(realVisit(4)))).bytes)
    expect(read.filter(({ type }) => type === 'H2').filter(({ text }) => text.startsWith('TEMA1'))).toHaveLength(1)
    expect(read.filter(({ type, text }) => type === 'H3' && text === 'Vi talte om')).toHaveLength(8)
    expect(read.every(({ text }) => !text.includes('Vi talte omVi talte om'))).toBe(true)
    expect(read.map(({ text }) => text).join('\n')).not.toMatch(/side \d+ af \d+/)
  })

  test('a focus point is a list item whose number is its label', async () => {
    const read = await spoken((await print(await html(SHORT))).bytes)
    const label = read.findIndex(({ type, text }) => type === 'Lbl' && text === '1')
    expect(read[label - 1]?.type).toBe('LI')
    expect(read[label + 1]?.type).toBe('LBody')
  })

  test('a table that runs over the page says its header once', async () => {
    const rows = Array.from({ length: 80 }, (_, row) => `<tr><td>${row}</td></tr>`).join('')
    const table = `<table><thead><tr><th>Hoved</th></tr></thead><tbody>${rows}</tbody></table>`
    const { bytes } = await print(page(`<h1>Tabel</h1>${table}`))
    expect((await spoken(bytes)).filter(({ text }) => text.includes('Hoved'))).toEqual([{ type: 'TH', text: 'Hoved' }])
  })

  test('text outside paragraphs gets one; headings skip no level; a picture without words is none', async () => {
    const picture =
      '<img width="9" height="9" src="data:image/gif;base64,R0lGODlhAQABAIAAAP8AAAAAACwAAAAAAQABAAACAkQBADs=">'
    const { bytes } = await print(page(`<h1>Et</h1><h3>Tre</h3><dl><dt>Dato</dt><dd>12. maj</dd></dl>${picture}`))
    expect(await checkPdfUa(bytes)).toEqual([])
    expect(await spoken(bytes)).toEqual([
      { type: 'Document', text: '' },
      { type: 'H1', text: 'Et' },
      { type: 'H2', text: 'Tre' },
      { type: 'P', text: 'Dato' },
      { type: 'P', text: '12. maj' },
    ])
  })
})

describe('the file', () => {
  test('says what it is: title, Danish of Denmark, the product, one date in both places', async () => {
    const { raw } = await print(page('<p>Æblegrød</p>', 'Rød & grøn <grød>'))
    const bytes = await makeAccessible(raw, { createdAt: new Date('2026-05-12T10:00:00Z') })
    expect(await checkPdfUa(bytes)).toEqual([])
    const { info, xmp, catalog } = await readForCheck(bytes)
    expect(info && textAt(info, 'Title')).toBe('Rød & grøn <grød>')
    expect(info && textAt(info, 'Producer')).toMatch(/^Kvalitetsbesøg \d+\.\d+\.\d+$/)
    expect(info && textAt(info, 'CreationDate')).toBe('D:20260512100000Z')
    expect(textAt(catalog, 'Lang')).toBe('da-DK')
    expect(xmp).toContain('2026-05-12T10:00:00Z')
    expect(xmp).toContain('Rød &amp; grøn &lt;grød&gt;')
    expect(Buffer.from(await makeAccessible(raw, { createdAt: new Date('2026-05-12T10:00:00Z') }))).toEqual(
      Buffer.from(bytes),
    )
  })

  test('lets no link to a script, a file or data leave the house, and keeps its words', async () => {
    const bad = ['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x'].map(
      href => `<a href="${href}">ord ${href.length}</a>`,
    )
    const { bytes } = await print(
      page(`<h1>Links</h1><p>${bad.join(' ')} <a href="https://eksempel.dk/">godt link</a></p>`),
    )
    const { annotations } = await readForCheck(bytes)
    expect(annotations.map(({ dict }) => textAt(dict, 'Contents'))).toEqual(['godt link'])
    expect((await pagesOf(bytes)).join('')).toMatch(/ord 19[\s\S]*ord 18[\s\S]*ord 16/)
    expect(Buffer.from(bytes).toString('latin1')).not.toMatch(/javascript:|file:|data:text/)
  })

  test('without title, language or any text it keeps the rules', async () => {
    for (const empty of ['', '<p>Hej</p>', '<p></p>']) expect(await checkPdfUa((await print(empty)).bytes)).toEqual([])
  })

  test('with a letter that no font has it is refused, and the person is told where', async () => {
    const refusal = printer.print(page('<h1>Pil</h1><p style="break-before: page">\uF0E0</p>'))
    await expect(refusal).rejects.toThrow(PrintFailed)
    await expect(refusal).rejects.toThrow(/side 2; 7\.21/)
    // A draft may be looked at all the same.
    const draft = printer.print(page('<p>\uF0E0</p>'), undefined, { lenient: true })
    await expect(draft).resolves.toBeInstanceOf(Uint8Array)
  })
})

describe('the checker', async () => {
  let good: Uint8Array
  beforeAll(async () => {
    const cells =
      '<tr><th scope="col">A</th><th scope="col">B</th></tr><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr>'
    const picture =
      '<img alt="Rød" width="9" height="9" src="data:image/gif;base64,R0lGODlhAQABAIAAAP8AAAAAACwAAAAAAQABAAACAkQBADs=">'
    const body = `<h1>Prøve</h1><p>Et afsnit</p><p>Et til</p><h2>Under</h2><ol><li>punkt</li></ol>${picture}
      <table><caption>Tal</caption>${cells}</table><p><a href="https://eksempel.dk/">link</a></p>`
    good = (await print(page(body))).bytes
  })

  test('finds nothing in a good document, also when it is written again', async () => {
    expect(await checkPdfUa(good)).toEqual([])
    expect(await checkPdfUa(writeFile(await openPdf(good)))).toEqual([])
  })

  test('has a planted fault for each rule', () => {
    expect(Object.keys(PLANTS).sort()).toEqual(RULES.map(({ clause }) => clause).sort())
  })

  test.each(Object.entries(PLANTS))('finds what breaks %s', async (clause, plant) => {
    const pdf = await openPdf(good)
    plant(pdf)
    const bytes = writeFile(pdf)
    if (clause === '6.1-1') Buffer.from(bytes.buffer, bytes.byteOffset).write('%PDF-2.0', 'latin1')
    const faults = await checkPdfUa(bytes)
    expect(faults.map(fault => fault.clause)).toContain(clause)
    expect(faults.every(({ message, where }) => message !== '' && where !== '')).toBe(true)
  })

  test('refuses what is no PDF', async () => {
    await expect(checkPdfUa(Buffer.from('Hej'))).rejects.toThrow()
  })
})

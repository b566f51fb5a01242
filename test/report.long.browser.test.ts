// A report of some sixty pages: accessible as the short ones, its references right, and what runs on over a page says so.
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { templateRenderer } from '../src/http/views.ts'
import { readForCheck } from '../src/pdf/check/document.ts'
import { checkPdfUa } from '../src/pdf/check.ts'
import { createPrinter, type Printer } from '../src/pdf/printer.ts'
import { marksIn } from '../src/pdf/structure.ts'
import { textOfMark } from '../src/pdf/surfaces.ts'
import { createPress, type Printed } from '../src/report/press.ts'
import { createWorkshop } from '../src/report/workshop.ts'
import { longReport } from './support/long-report.ts'
import { pdfPages, squeezed } from './support/pdf.ts'

let printer: Printer
let report: Printed
let conclusion: Printed
let pages: string[]

beforeAll(async () => {
  const render = await templateRenderer()
  printer = createPrinter({
    cacheFolder: join(import.meta.dirname, '../node_modules/.cache/kvalitetsbesoeg/browser'),
    timeoutMs: 90_000, // what is asked here is how it looks, however busy the machine is
  })
  const press = createPress(render, createWorkshop(render, printer))
  report = await press.print(longReport(), 'report')
  conclusion = await press.print(longReport(), 'conclusion')
  pages = (await pdfPages(report.pdf)).map(squeezed)
}, 180_000)
afterAll(async () => {
  await printer.close()
})

/** The pages of the parts, by the list of contents: from its own to the one before the next. */
const parts = () =>
  report.view().contents.map(({ key, name, page }, index, all) => ({
    key,
    name: squeezed(name),
    first: Number(page),
    last: Number(all[index + 1]?.page ?? pages.length + 1) - 1,
  }))

test('is long, and keeps every rule', async () => {
  expect(pages.length).toBeGreaterThan(50)
  expect(await checkPdfUa(report.pdf)).toEqual([])
  expect(await checkPdfUa(conclusion.pdf)).toEqual([])
})

test('every part begins on the page that the list of contents names', () => {
  for (const { name, first } of parts()) expect(pages[first - 1], `page ${first}`).toContain(name)
})

test('every theme and box that continues on a later page says so there, and begins once', () => {
  const themes = parts().filter(({ key, first, last }) => key !== '' && last > first)
  expect(themes.length).toBeGreaterThan(4)
  for (const { key, first, last } of themes) {
    expect(pages[first - 1]).toContain(`TEMA${key}`)
    expect(pages[first - 1]).not.toContain('TEMA,FORTSAT')
    for (const later of pages.slice(first, last)) {
      expect(later).toContain(`TEMA,FORTSAT${key}`)
    }
    // Each box begins once, under its heading without more.
    for (const heading of ['Vitalteom', 'Dettepegerpåat…', 'Ledereogmedarbejderepegerpå…']) {
      const begins = pages
        .slice(first - 1, last)
        .map(page => page.replaceAll(`${heading}fortsat`, '').split(heading).length - 1)
      expect(
        begins.reduce((sum, times) => sum + times),
        `${key}: ${heading}`,
      ).toBe(1)
    }
  }
})

test('a long impression and a long conclusion say so, too', () => {
  const prose = parts().filter(({ key, first, last }) => key === '' && last > first)
  expect(prose).toHaveLength(2)
  for (const { name, first, last } of prose)
    for (const later of pages.slice(first, last)) expect(later).toContain(`${name}fortsat`)
})

test('who listens hears each heading once, and no "fortsat"', async () => {
  const { elements, surfaces } = await readForCheck(report.pdf)
  const heard = elements.map(({ element, type }) => {
    const texts = marksIn(element.kids.filter(kid => kid.kind === 'mark')).map(({ surface, mcid }) => {
      const on = surfaces.get(surface)
      return on ? textOfMark(on, mcid) : ''
    })
    return `${type} ${texts.join('')}`
  })
  expect(heard.join('\n')).not.toMatch(/fortsat/i)
  expect(heard.filter(text => text === 'H3 Vi talte om')).toHaveLength(8)
})

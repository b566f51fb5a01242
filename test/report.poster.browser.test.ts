// The poster takes one page, whatever was written, keeps every rule, and names the right pages.
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { templateRenderer } from '../src/http/views.ts'
import { checkPdfUa } from '../src/pdf/check.ts'
import { createPrinter, type Printer } from '../src/pdf/printer.ts'
import { LEVELS } from '../src/report/poster.view.ts'
import { createPress, type Press } from '../src/report/press.ts'
import type { ReportSource } from '../src/report/report.source.ts'
import { createWorkshop } from '../src/report/workshop.ts'
import { point, source } from './report.example.ts'
import { longReport } from './support/long-report.ts'
import { pdfPages, squeezed } from './support/pdf.ts'
import { png } from './support/picture.ts'

let printer: Printer
let press: Press

beforeAll(async () => {
  const render = await templateRenderer()
  printer = createPrinter({
    cacheFolder: join(import.meta.dirname, '../node_modules/.cache/kvalitetsbesoeg/browser'),
    timeoutMs: 90_000, // what is asked here is how it looks, however busy the machine is
  })
  press = createPress(render, createWorkshop(render, printer))
})
afterAll(async () => {
  await printer.close()
})

const short = source([
  point('a', '1', 'purple', { heading: 'Tid til ro', body: 'finde en ramme for pauserne' }),
  point('b', '1', 'yellow', { body: 'Pauser efter klokken et.', answers: ['a'] }),
])

/** More than any page holds, in every way. */
function monstrous(): ReportSource {
  const themes = Array.from({ length: 40 }, (_, index) => ({
    key: `${index + 1}`,
    name: 'Et temanavn som ingen ville vælge, fordi det fylder to linjer på plakaten',
    purpose: '',
  }))
  const points = themes.flatMap(({ key }) =>
    Array.from({ length: 12 }, (_, index) =>
      point(`${key}-${index}`, key, index % 2 ? 'yellow' : 'purple', {
        heading: `${'Overskrift'.repeat(8)} ${index}`,
        body: 'Der er meget at sige om det. '.repeat(9),
        position: index,
      }),
    ),
  )
  const tilbud = { ...source().tilbud, name: 'Rehabiliteringscentret '.repeat(8).trim() }
  return { ...source(points), tilbud, model: { ...source().model, themes } }
}

async function poster(report: ReportSource) {
  const printed = await press.print(report, 'report')
  const made = await press.poster.print(printed.view())
  return { ...made, report: printed, pages: await pdfPages(made.pdf) }
}

test.each([
  ['short', short, 0, 0],
  ['empty', source(), 0, 0],
  ['long', longReport(), 10, LEVELS.length - 1],
  ['monstrous', monstrous(), LEVELS.length - 1, LEVELS.length - 1],
] as const)(
  'of a %s report has one page and keeps every rule',
  async (_, report, least, most) => {
    const { pages, pdf, level } = await poster(report)
    expect(pages).toHaveLength(1)
    expect(await checkPdfUa(pdf)).toEqual([])
    expect(level).toBeGreaterThanOrEqual(least)
    expect(level).toBeLessThanOrEqual(most)
  },
  180_000,
)

test('a short one says all, in large type', async () => {
  const { pages } = await poster(short)
  for (const words of [
    'Det kan vi arbejde med',
    'Tid til ro',
    'finde en ramme for pauserne',
    'Pauser efter klokken et.',
  ])
    expect(squeezed(pages.join())).toContain(squeezed(words))
})

test('what is left out is counted, with the page on which it stands in the report', async () => {
  const { pages, report } = await poster(longReport())
  const told = [...pages.join(' ').matchAll(/rapporten,\s+s\.\s+(\d+)/g)].map(([, page]) => Number(page))
  const themes = report
    .view()
    .contents.filter(({ key }) => key !== '')
    .map(({ page }) => Number(page))
  expect(told.length).toBeGreaterThan(4)
  expect(told.every(page => themes.includes(page))).toBe(true)
})

test('is printed once, as long as the report says the same', async () => {
  const view = (await press.print(short, 'report')).view()
  const [one, two] = [await press.poster.print(view), await press.poster.print(view)]
  expect(two.sha256).toBe(one.sha256)
})

test('a logo stands on it with its name, for who cannot see it', async () => {
  const logo = `data:image/png;base64,${png().toString('base64')}`
  const municipality = { name: 'Prøve Kommune', colour: '#7a1f1f', logo }
  const { report, level, pdf, pages } = await poster({ ...short, municipality })
  expect(await press.poster.html(report.view(), level)).toContain('alt="Prøve Kommune"')
  expect(pages).toHaveLength(1)
  expect(await checkPdfUa(pdf)).toEqual([])
  for (const document of ['report', 'conclusion'] as const)
    expect(await checkPdfUa((await press.print({ ...short, municipality }, document)).pdf)).toEqual([])
})

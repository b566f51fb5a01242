// Page numbers that cannot be wrong: every "(s. 8)" is held against the page on which the theme stands in the PDF.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { templateRenderer } from '../src/http/views.ts'
import { createPrinter, type Printer } from '../src/pdf/printer.ts'
import { createPress, type Press } from '../src/report/press.ts'
import type { ReportSource } from '../src/report/report.source.ts'
import type { ReportView } from '../src/report/report.view.ts'
import { createWorkshop } from '../src/report/workshop.ts'
import { html, point, source } from './report.example.ts'
import { pdfPages, pdfPlaces, squeezed } from './support/pdf.ts'

const seed = (path: string) => JSON.parse(readFileSync(join(import.meta.dirname, '../seeds', path), 'utf8'))

/** A visit of real size whose texts refer to each other. */
function realVisit(id: string): ReportSource {
  const visit = seed('demo/visit/aahuset-2026-05.json')
  const points = visit.points.map((seeded: { key: string }, position: number) => ({
    ...seeded,
    id: seeded.key,
    position,
  }))
  points[1].body += ` Besøg ${id}.`
  points[0].body += ' Det hænger sammen med temaerne 2 og 5 og med tema 4, punkt 2.'
  const conclusion = `${visit.conclusion}\n\nSe tema 1, tema 3a og især **tema 7**.`
  return { ...source(), model: seed('model/kvalitetsmodel-3.0.json'), visit: { ...visit, id, points, conclusion } }
}

/** The same visit, theme 1 some three pages longer. */
const LONG = '\n\nHer kommer et afsnit til, som fylder et par linjer i den grå boks.'.repeat(180)

function grown(report: ReportSource, text = LONG): ReportSource {
  const more = structuredClone(report)
  const [first] = more.visit.points
  if (first) first.body += text
  return more
}

let printer: Printer
let press: Press
let prints = 0
let lastPrinted = ''
let composed = 0

beforeAll(async () => {
  const views = await templateRenderer()
  printer = createPrinter({ cacheFolder: join(import.meta.dirname, '../node_modules/.cache/kvalitetsbesoeg/browser') })
  const counting: Printer = {
    ...printer,
    print: (html, review) =>
      printer.print(html, async (raw, printed) => {
        prints += 1
        lastPrinted = printed
        return (await review?.(raw, printed)) ?? null
      }),
  }
  const render = (template: string, data: object) => {
    composed += 1
    return views(template, data)
  }
  press = createPress(views, createWorkshop(render, counting))
})
afterAll(async () => {
  await printer.close()
})

/** The document, and how many prints it took. */
async function printed(report: ReportSource, document: 'report' | 'conclusion' = 'report') {
  prints = 0
  const { pdf, view, sha256 } = await press.print(report, document)
  const html = await press.html(view(), document)
  // What is frozen beside the bytes is what they were printed from.
  if (prints > 0) expect(html).toBe(lastPrinted)
  return { pages: (await pdfPages(pdf)).map(squeezed), html, sha256, prints }
}

/** The number of the first page with these words, the contents and the appendix aside. */
const pageOf = (pages: string[], words: string) =>
  pages.slice(0, -1).findIndex((page, index) => index > 1 && page.includes(squeezed(words))) + 1

/** Every "tema 3a (s. 6)" of the report, and where the theme really stands. */
function references(pages: string[], { model }: ReportSource) {
  const found = [...pages.join(' ').matchAll(/(?:tema(?:erne)?|og|,)(\d[ab]?)\(s\.(\d+)\)/gi)]
  return found.map(([words = '', key, page]) => {
    const name = model.themes.find(theme => theme.key === key)?.name ?? '-'
    return { words, told: Number(page), real: pageOf(pages, name) }
  })
}

function expectRight(pages: string[], report: ReportSource) {
  const found = references(pages, report)
  expect(found.length).toBeGreaterThan(10)
  expect(found.filter(({ told, real }) => told !== real)).toEqual([])
  const focusPoint = report.visit.points.filter(({ theme, box }) => theme === '4' && box === 'purple')[1]
  const at = pageOf(pages, focusPoint?.body.slice(0, 60) ?? '')
  expect(pages.join(' ')).toContain(`tema4,punkt2(s.${at})`)
  expect(pages[1]).toContain(`Konklusionenstårpåside${pageOf(pages, 'især tema 7')}.`)
  for (const { key, name } of report.model.themes)
    expect(pages[1]).toContain(squeezed(`${key}${name}${pageOf(pages, name)}`))
}

describe('page numbers', () => {
  const report = realVisit('v1')

  test('are right at the first print, and when theme 1 has grown by three pages', async () => {
    const before = await printed(report)
    expectRight(before.pages, report)
    const longer = grown(report)
    const after = await printed(longer)
    expect(after.pages.length).toBeGreaterThanOrEqual(before.pages.length + 3)
    expectRight(after.pages, longer)
    expect(after.prints).toBeLessThanOrEqual(2)
    expect(references(after.pages, longer)[0]).not.toEqual(references(before.pages, report)[0])
  })

  test('stand on the page on screen as in the draft that was printed last, also when that was known already', async () => {
    const longer = grown(realVisit('v-again'))
    const short = await printed(realVisit('v-again'))
    const shown = press.view(realVisit('v-again'), 'report')
    await printed(longer)
    expect(press.view(realVisit('v-again'), 'report')).not.toEqual(shown)
    const again = await printed(realVisit('v-again'))
    expect({ prints: again.prints, sha256: again.sha256 }).toEqual({ prints: 0, sha256: short.sha256 })
    expect(press.view(realVisit('v-again'), 'report')).toEqual(shown)
  })

  test('are right where few words take so much room that nobody could guess it, for one print more', async () => {
    await printed(report)
    const longer = grown(report, '\n\nJa.'.repeat(95))
    const after = await printed(longer)
    expectRight(after.pages, longer)
    expect(after.prints).toBe(2)
  })

  test('are right where two short themes share a page', async () => {
    const short = source(
      ['1', '2', '3a'].map(theme => point(theme, theme, 'purple', { body: 'Se temaerne 1, 2 og 3a.' })),
    )
    const { pages } = await printed(short)
    const found = references(pages, short)
    expect(found).toHaveLength(9)
    expect(found.filter(({ told, real }) => told !== real)).toEqual([])
    expect(new Set(found.map(({ real }) => real)).size).toBe(2)
  })

  test('take the same room with one digit as with two', async () => {
    const report = source([point('a', '1', 'grey', { body: 'Se tema 2 og bliv her.' })])
    const places = [8, 12].map(async page => {
      const bytes = await printer.print(await html(report, { pages: { 'tema-2': page } }))
      return (await pdfPlaces(bytes)).find(({ text }) => text.includes('bliv her'))?.right
    })
    const [one, two] = await Promise.all(places)
    expect(one).toBeCloseTo(two ?? 0, 1)
  })

  test('take one print as long as nothing moves, and none where nothing was written', async () => {
    const other = realVisit('v2')
    await printed(other)
    const again = structuredClone(other)
    const last = again.visit.points.at(-1)
    if (last) last.body += ' Og et ord til.'
    const changed = await printed(again)
    expect(changed.prints).toBe(1)
    const unchanged = await printed(again)
    expect([unchanged.prints, unchanged.sha256]).toEqual([0, changed.sha256])
  })

  test('cost the same print when two ask at once', async () => {
    composed = 0
    await printed(realVisit('alone'))
    const alone = { prints, composed }
    const other = realVisit('v3')
    prints = 0
    composed = 0
    const [one, two] = await Promise.all([press.print(other, 'report'), press.print(other, 'report')])
    expect(one.pdf).toBe(two.pdf)
    expect({ prints, composed }).toEqual(alone)
    expect(prints).toBeGreaterThanOrEqual(1)
    expect(prints).toBeLessThanOrEqual(2)
  })

  test('stand on screen once a print has told them', async () => {
    const other = realVisit('v4')
    expect(press.view(other, 'report').conclusionPage).toBe('')
    await printed(other)
    expect(press.view(other, 'report').conclusionPage).toMatch(/^side\u00a0\d+$/)
  })

  test('do not stand in the conclusion alone, where the themes are not', async () => {
    const { pages, prints, ...made } = await printed(report, 'conclusion')
    expect(prints).toBe(1)
    expect(pages.join('')).toContain('Setema1,tema3aogisærtema7.')
    expect(made.html).not.toContain('href="#')
  })
})

test('a version that was frozen before there was a table of contents is shown as it was', async () => {
  const { contents, conclusionPage, conclusionAloneHtml, ...older } = press.view(source(), 'report')
  expect([contents.length, conclusionPage, conclusionAloneHtml]).not.toContain(undefined)
  expect(await press.html(older as ReportView, 'report')).toContain('Et varmt hus.')
  expect(await press.html(older as ReportView, 'conclusion')).toContain('Bliv ved.')
})

test('a document that never settles fails with a sentence', async () => {
  await expect(printer.print('<p>1', async (_, html) => `${html}1`)).rejects.toThrow(/faldt ikke til ro/)
})

// Two builds of the browser break the pages alike, and the letters are those of the report, not of the machine.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeBrowser } from '../src/pdf/browser.ts'
import { nameAt } from '../src/pdf/objects.ts'
import { createPrinter, type Printer } from '../src/pdf/printer.ts'
import { openPdf } from '../src/pdf/read-file.ts'
import { surfacesOf, textOfMark } from '../src/pdf/surfaces.ts'
import type { ReportSource } from '../src/report/report.source.ts'
import { html, point, source } from './report.example.ts'

const CACHE = 'node_modules/.cache/kvalitetsbesoeg/browser'
const seed = (path: string) => JSON.parse(readFileSync(new URL(`../seeds/${path}`, import.meta.url), 'utf8'))

/** The demo's visit, so many times over. */
function visit(times: number): ReportSource {
  const seeded = seed('demo/visit/aahuset-2026-05.json')
  const points = Array.from({ length: times }, (_, time) =>
    seeded.points.map((each: { key: string }, position: number) => ({
      ...each,
      id: `${each.key}-${time}`,
      answers: [],
      position: time * 1000 + position,
    })),
  ).flat()
  return { ...source(), model: seed('model/kvalitetsmodel-3.0.json'), visit: { id: 'v1', ...seeded, points } }
}

const SAMPLES = {
  short: source([point('a', '1', 'grey'), point('b', '1', 'purple'), point('c', '1', 'yellow')]),
  real: visit(1),
  long: visit(4),
}

// Time is not what is tested here: on a busy machine the browsers need not stand back, and get all the time they want.
const PATIENT = { cacheFolder: CACHE, niceness: 0, timeoutMs: 60_000 }

const places = describeBrowser({ cacheFolder: CACHE }).filter(({ usable }) => usable)
const packaged = places.find(({ source }) => source === 'package')
const others = places.filter(({ source }) => source === 'machine')

type Template = 'report' | 'conclusion'

const shape = async (printer: Printer, report: ReportSource, template: Template) =>
  shapeOf(await printer.print(await html(report, { template })))

async function shapeOf(bytes: Uint8Array) {
  const pdf = await openPdf(bytes)
  const fonts = new Set(surfacesOf(pdf).flatMap(({ fonts }) => [...fonts.values()].map(({ dict }) => dict)))
  return {
    pages: pdf.getPageCount(),
    starts: surfacesOf(pdf).map(surface => textOfMark(surface, surface.content.tagged.keys().next().value ?? -1)),
    fonts: [...fonts].map(dict => (nameAt(dict, 'BaseFont') ?? '').replace(/^[A-Z]{6}\+/, '')).sort(),
  }
}

describe.skipIf(!packaged)('the packaged browser', () => {
  let ours: Printer
  beforeAll(() => {
    ours = createPrinter({ ...PATIENT, sources: ['package'] })
  })
  afterAll(() => ours.close())

  const samples = Object.entries(SAMPLES).flatMap(([name, report]) =>
    (['report', 'conclusion'] as const).map(template => [name, template, report] as const),
  )

  test.each(samples)('uses the report’s own letters and no others: %s %s', async (_, template, report) => {
    const { fonts } = await shape(ours, report, template)
    expect(fonts.length).toBeGreaterThan(0)
    expect(fonts.filter(font => !/^IBMPlexSans(-\w+)?$/.test(font))).toEqual([])
  })

  test.each(samples)(
    'breaks lines and pages alike with letters of its own and of the document: %s %s',
    async (_, template, report) => {
      const carrying = await html(report, { template })
      const own = await shapeOf(await ours.print(carrying))
      // Where the faces do not stand first they are not known for ours, and stay as the document has them.
      const carried = await shapeOf(await ours.print(carrying.replace('<style>', '<style> ')))
      expect(own).toEqual(carried)
      expect(own.starts.join('')).not.toBe('')
    },
  )

  // Each letter with a place of its own makes a document twice as long and everything after it slower.
  test('says the places of lines and of kerned letters, not of each letter', async () => {
    const own = await html(SAMPLES.real)
    const places = async (document: string) => {
      const surfaces = surfacesOf(await openPdf(await ours.print(document)))
      return surfaces.flatMap(({ content }) => content.bytes.toString('latin1').match(/ Td /g) ?? []).length
    }
    expect(await places(own)).toBeLessThan((await places(own.replace('<style>', '<style> '))) / 4)
  })

  // Says so where there is nothing to compare with.
  test.skipIf(others.length === 0)('is not alone on this machine', () => {
    expect(others.map(({ path }) => path)).not.toEqual([])
  })

  // Hinting makes text wider and the pages more, in small shells and not in whole browsers: it must be off in both.
  test.each(others.map(({ path }) => path))(
    'and %s print the same pages',
    async executablePath => {
      const theirs = createPrinter({ ...PATIENT, executablePath, sources: ['configured'] })
      for (const [name, template, report] of samples) {
        const [one, two] = await Promise.all([ours, theirs].map(printer => shape(printer, report, template)))
        expect(two, `${name} ${template}`).toEqual(one)
      }
      await theirs.close()
    },
    60_000,
  )
})

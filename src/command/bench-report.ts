// npm run bench:report: how long a finished report takes (references verified, tagged, checked), against plain printing
// of the same HTML in the same browser, in the same run. Machines are shared: read the ratios.
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import Fastify from 'fastify'
import { registerViews } from '../http/views.ts'
import { Model } from '../model/model.schema.ts'
import { endBrowser } from '../pdf/launch.ts'
import { createPrinter } from '../pdf/printer.ts'
import { startBrowser } from '../pdf/start-browser.ts'
import { createPress } from '../report/press.ts'
import type { ReportSource } from '../report/report.source.ts'
import { readSeeds } from './seed.ts'

const ROUNDS = 20
const SUSTAINED_SECONDS = Number(process.env.BENCH_SECONDS ?? 20)
const cacheFolder = join(import.meta.dirname, '../../node_modules/.cache/kvalitetsbesoeg/browser')

type SeededVisit = Omit<ReportSource['visit'], 'id' | 'points'> & {
  points: (Omit<ReportSource['visit']['points'][number], 'id' | 'position'> & { key: string })[]
}

/** The demo's real-size visit; `change` goes into one point, so that no two are the same document. */
function sourceWith(change: string): ReportSource {
  const visit = Object.fromEntries(readSeeds('demo/visit'))['aahuset-2026-05'] as SeededVisit
  const [model] = readSeeds('model').map(([, content]) => Model.parse(content))
  if (!model) throw new Error('there is no model to print with')
  const points = visit.points.map(({ key, ...point }, position) => ({ ...point, id: key, position }))
  const [first] = points
  if (first) first.body += ` ${change}`
  return {
    visit: { ...visit, id: 'bench', points },
    tilbud: { name: 'Åhuset', type: 'Aktivitets- og samværstilbud', centre: 'Center Nordlyset' },
    consultants: ['Jonas Lund', 'Signe Strand'],
    model,
    edition: { kind: 'draft' },
  }
}

const median = (times: number[]) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN

async function timed<Result>(work: () => Promise<Result>): Promise<{ ms: number; result: Result }> {
  const start = performance.now()
  const result = await work()
  return { ms: performance.now() - start, result }
}

const say = (what: string, figure: string, more = '') =>
  console.log(`${what.padEnd(58)} ${figure.padStart(10)}  ${more}`)
const ms = (value: number) => `${value.toFixed(1)} ms`

const views = Fastify()
await registerViews(views)
await views.ready()
const started = performance.now()
const printer = createPrinter({ cacheFolder })
const press = createPress((template, data) => views.view(template, data), printer)
const browser = await startBrowser({ cacheFolder }, AbortSignal.timeout(60_000))
try {
  let changes = 0
  const printChanged = (more = '') =>
    press.print(sourceWith(`Ændring ${String(changes++).padStart(5, '0')}. ${more}`), 'report')

  const first = await printChanged()
  say('first report after start', ms(performance.now() - started), 'browser and threads included')

  const page = await browser.session.newPage()
  const printPlain = async () => {
    await page.setContent(first.html)
    return page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true, outline: true })
  }
  const plain: number[] = []
  const finished: number[] = []
  let raw = await printPlain()
  for (let round = 0; round < ROUNDS; round++) {
    const one = await timed(printPlain)
    raw = one.result
    plain.push(one.ms)
    finished.push((await timed(() => printChanged())).ms)
  }
  const base = median(plain)
  say('plain warm setContent + pdf (baseline)', ms(base))
  say(
    'finished report after one changed point',
    ms(median(finished)),
    `${(median(finished) / base).toFixed(2)} × baseline`,
  )

  const unchanged = sourceWith('Uændret.')
  await press.print(unchanged, 'report')
  const again: number[] = []
  for (let round = 0; round < ROUNDS; round++) again.push((await timed(() => press.print(unchanged, 'report'))).ms)
  say('unchanged draft', ms(median(again)))

  const moved: number[] = []
  const pages = 'Endnu et afsnit, så siderne flytter sig. '.repeat(120)
  for (let round = 0; round < 6; round++) moved.push((await timed(() => printChanged(round % 2 ? '' : pages))).ms)
  say(
    'pages moved since the last print',
    ms(median(moved)),
    `${(median(moved) / median(finished)).toFixed(2)} × unmoved`,
  )
  say(
    'size against Chromium’s own output',
    `${(first.pdf.length / raw.length).toFixed(2)} ×`,
    `${first.pdf.length} bytes`,
  )

  const end = performance.now() + SUSTAINED_SECONDS * 1000
  let made = 0
  const worker = async (): Promise<void> => {
    if (performance.now() >= end) return
    await printChanged()
    made += 1
    return worker()
  }
  await Promise.all(Array.from({ length: 2 }, worker))
  say(
    `sustained, 2 at once on ${availableParallelism()} cores, ${SUSTAINED_SECONDS} s`,
    `${(made / SUSTAINED_SECONDS).toFixed(1)} /s`,
  )
} finally {
  await endBrowser(browser)
  await printer.close()
  await views.close()
}

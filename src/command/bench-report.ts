// npm run bench:report: how long a finished report takes (references verified, tagged, checked), against plain printing
// of the same HTML in the same browser, and against others. Machines are shared: read the ratios.
// One row alone: -- --only changed. Shorter: BENCH_SECONDS=10.
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { templateRenderer } from '../http/views.ts'
import { endBrowser, type RunningBrowser } from '../pdf/launch.ts'
import { createPrinter } from '../pdf/printer.ts'
import { startBrowser } from '../pdf/start-browser.ts'
import { createPress } from '../report/press.ts'
import { startWorkshop } from '../report/workshop.remote.ts'
import { server } from './bench/database.ts'
import {
  type Finding,
  interleaved,
  median,
  memoryOf,
  ms,
  percentile,
  perSecond,
  printRow,
  times,
} from './bench/measure.ts'
import { FULL_CHROMIUM, freshContext, plainPage, weasyPrint } from './bench/peers.ts'
import { sourceWith } from './bench/sample.ts'
import { savesBesidePrinting, TURN_SECONDS } from './bench/save.ts'

const SECONDS = Number(process.env.BENCH_SECONDS ?? 60)
const ROUNDS = Math.max(5, Math.min(25, SECONDS))
const AT_ONCE = 2
const cacheFolder = join(import.meta.dirname, '../../node_modules/.cache/kvalitetsbesoeg/browser')
// No browser stands back here: ours would be measured by what else happens on the machine, others would not.
const equal = { cacheFolder, niceness: 0 }

const { only } = parseArgs({ options: { only: { type: 'string' } } }).values

const browsers: RunningBrowser[] = []
async function browserOf(options: Partial<Parameters<typeof startBrowser>[0]> = {}) {
  const browser = await startBrowser({ ...equal, ...options }, AbortSignal.timeout(60_000))
  browsers.push(browser)
  return browser.session
}

const plain = await plainPage(await browserOf()) // also unpacks the browser, which is done once and not at every start
const started = performance.now()
const workshop = startWorkshop(equal)
const press = createPress(await templateRenderer(), workshop)
let changes = 0
const printChanged = (more = '') =>
  press.print(sourceWith(`Ændring ${String(changes++).padStart(5, '0')}. ${more}`), 'report')
const first = await printChanged()
const firstMs = performance.now() - started
const html = await press.html(first.view(), 'report')
/** The same words with another number, so that nothing is the same as before. */
const anew = (like = html) => like.replace(/Ændring \d+/, `Ændring ${String(changes++).padStart(5, '0')}`)

async function saves(url?: string): Promise<Finding> {
  const { idle, busy, printed } = await savesBesidePrinting(Math.max(3, Math.round(SECONDS / 2 / TURN_SECONDS)), url)
  const of = (part: number) => `${percentile(busy, part).toFixed(1)} of ${ms(percentile(idle, part))}`
  const ratio = percentile(busy, 0.99) / percentile(idle, 0.99)
  const figure = `${of(0.99)}, median ${of(0.5)}, ${busy.length} saves, ${printed} printed`
  return { figure, ratio: times(ratio), met: ratio <= 1.5 }
}

type Row = { name: string; what: string; goal: string; run(): Promise<Finding> }

const ROWS: Row[] = [
  {
    name: 'first',
    what: 'first report after start, browser and threads included',
    goal: '≤ 2000 ms',
    run: async () => ({ figure: ms(firstMs), met: firstMs <= 2000 }),
  },
  {
    name: 'changed',
    what: 'finished report after one changed point, of plain',
    goal: '≤ 1.3 × plain',
    run: async () => {
      const found = await interleaved(ROUNDS, { plain: () => plain(anew()), finished: () => printChanged() })
      const ratio = median(found.finished) / median(found.plain)
      const figure = `${ms(median(found.finished))} of ${ms(median(found.plain))}`
      return { figure, ratio: times(ratio), met: ratio <= 1.3 }
    },
  },
  {
    name: 'unchanged',
    what: 'unchanged draft',
    goal: '≤ 5 ms',
    run: async () => {
      const source = sourceWith('Uændret.')
      await press.print(source, 'report')
      const { again } = await interleaved(ROUNDS, { again: () => press.print(source, 'report') })
      return { figure: ms(median(again)), met: median(again) <= 5 }
    },
  },
  {
    name: 'moved',
    what: 'references: pages unmoved and moved, of one pass',
    goal: '≤ 1.08 × and ≤ 1.75 ×',
    run: async () => {
      const more = 'Endnu et afsnit, så siderne flytter sig. '.repeat(120)
      const longer = await press.html((await printChanged(more)).view(), 'report')
      const found = await interleaved(ROUNDS, {
        back: () => printChanged(),
        unmoved: () => printChanged(),
        onePass: () => workshop.print(anew(), { lenient: true }),
        moved: () => printChanged(more),
        onePassLonger: () => workshop.print(anew(longer), { lenient: true }),
      })
      const unmoved = median(found.unmoved) / median(found.onePass)
      const moved = (median(found.moved) + median(found.back)) / (median(found.onePass) + median(found.onePassLonger))
      return {
        figure: `${ms(median(found.onePass))} one pass`,
        ratio: `${unmoved.toFixed(2)}/${moved.toFixed(2)} ×`,
        met: unmoved <= 1.08 && moved <= 1.75,
      }
    },
  },
  {
    name: 'size',
    what: 'size, of Chromium’s own output',
    goal: '≤ 0.75 ×',
    run: async () => {
      const ratio = first.pdf.length / (await plain(html)).length
      return { figure: `${Math.round(first.pdf.length / 1024)} KB`, ratio: times(ratio), met: ratio <= 0.75 }
    },
  },
  {
    name: 'sustained',
    what: `sustained, ${AT_ONCE} at once on ${availableParallelism()} cores, ${SECONDS} s`,
    goal: '≥ 11 a second',
    run: async () => {
      const rate = await perSecond(SECONDS, AT_ONCE, () => printChanged())
      return { figure: `${rate.toFixed(1)} /s`, met: rate >= 11 }
    },
  },
  {
    name: 'context',
    what: 'against full Chromium with a fresh context a job',
    goal: '≥ 3.4 × the reports',
    run: async () => {
      if (!FULL_CHROMIUM) return { figure: 'not run: there is no full Chromium (apt-get install chromium)' }
      const session = await browserOf({ executablePath: FULL_CHROMIUM, sources: ['configured'] })
      const [ours, theirs]: [number[], number[]] = [[], []]
      for (let turn = 0; turn < 3; turn++) {
        theirs.push(await perSecond(SECONDS / 6, AT_ONCE, () => freshContext(session, anew())))
        ours.push(await perSecond(SECONDS / 6, AT_ONCE, () => printChanged()))
      }
      const ratio = median(ours) / median(theirs)
      const figure = `${median(ours).toFixed(1)} to ${median(theirs).toFixed(1)} /s`
      return { figure, ratio: times(ratio), met: ratio >= 3.4 }
    },
  },
  {
    name: 'weasyprint',
    what: 'against WeasyPrint’s pdf/ua-1, warm',
    goal: '≥ 6.5 × faster',
    run: async () => {
      const peer = weasyPrint()
      if (typeof peer === 'string') return { figure: peer }
      try {
        await peer.print(anew())
        const found = await interleaved(Math.ceil(ROUNDS / 3), {
          theirs: () => peer.print(anew()),
          ours: () => printChanged(),
        })
        const ratio = median(found.theirs) / median(found.ours)
        const figure = `${ms(median(found.ours))} to ${ms(median(found.theirs))}`
        return { figure, ratio: times(ratio), met: ratio >= 6.5 }
      } finally {
        peer.close()
      }
    },
  },
  {
    name: 'save',
    what: 'a save while the printer is saturated, p99, of idle',
    goal: '≤ 1.5 ×',
    run: () => saves(),
  },
  {
    name: 'save-postgres',
    what: 'the same on PostgreSQL',
    goal: '≤ 1.5 ×',
    run: async () => (server ? saves(server) : { figure: 'not run: DATABASE_URL names no server' }),
  },
  {
    name: 'memory',
    what: 'memory of the browser at 2,000 reports, of 1,000',
    goal: '± 3 %, ≤ 400 MB',
    run: async () => {
      if (process.platform !== 'linux') return { figure: 'not run: only Linux says what processes share' }
      // A printer that never exchanges its browser: what grows is to be seen.
      const one = createPrinter({ ...equal, recycleAfter: Number.POSITIVE_INFINITY })
      try {
        const [early, late]: [number[], number[]] = [[], []]
        let made = 0
        const worker = async () => {
          while (made++ < 2000) {
            await one.print(anew(), undefined, { lenient: true })
            const into = made > 900 && made <= 1000 ? early : made > 1900 ? late : null
            if (made % 5 === 0) into?.push(memoryOf(one.browserPid() ?? 0))
          }
        }
        await Promise.all(Array.from({ length: AT_ONCE }, worker))
        const ratio = median(late) / median(early)
        return {
          figure: `${median(late).toFixed(0)} of ${median(early).toFixed(0)} MB`,
          ratio: times(ratio),
          met: Math.abs(ratio - 1) <= 0.03 && Math.max(median(late), median(early)) <= 400,
        }
      } finally {
        await one.close()
      }
    },
  },
]

const wanted = ROWS.filter(({ name }) => only === undefined || only === name)
if (wanted.length === 0) console.log(`There is no row ${only}; there are ${ROWS.map(({ name }) => name).join(', ')}.`)
let missed = 0
try {
  for (const { what, goal, run } of wanted) {
    const finding = await run()
    printRow(what, finding, goal)
    if (finding.met === false) missed += 1
  }
} finally {
  console.log(
    `Load of the machine at the end: ${loadavg()
      .map(load => load.toFixed(1))
      .join(', ')}.`,
  )
  await Promise.all(browsers.map(endBrowser))
  await workshop.close()
}
process.exitCode = missed > 0 ? 1 : 0

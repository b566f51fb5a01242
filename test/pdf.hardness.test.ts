// Five hundred documents in one run, some of them bad, on browsers that are killed and stopped meanwhile: each comes out
// as it should, in time, and nothing is left of it all.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { PrintFailed } from '../src/pdf/errors.ts'
import type { Review } from '../src/pdf/print-page.ts'
import { createPrinter } from '../src/pdf/printer.ts'
import { pdfPages } from './support/pdf.ts'
import { alive, browserPid, finishers, processes, renderers } from './support/processes.ts'

const JOBS = 500
const AT_ONCE = 8
const LIMIT_MS = 20_000

type Outcome = { text: string } | { refused: RegExp }
type Job = { html: string; review?: Review; outcome: Outcome }

const page = (head: string, body: string) =>
  `<!doctype html><html lang="da"><head><title>Prøve</title>${head}</head><body>${body}</body></html>`

const plain = (number: number): Job => ({
  html: page('', `<h1>Nummer ${number}.</h1><p>Æblegrød på øen</p>`),
  outcome: { text: `Nummer ${number}. Æblegrød på øen` },
})

// An image that takes a while to read gives the document time to leave before it is printed.
const delay = `<img alt="" src="data:image/svg+xml;base64,${Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><!--${'x'.repeat(4_000_000)}--></svg>`).toString('base64')}">`

const leading = (): Job => ({
  html: page('<meta http-equiv="refresh" content="0;url=about:blank">', `<p>Væk</p>${delay}`),
  outcome: { refused: /en anden side/ },
})

const looping = (number: number): Job => ({
  html: page('', `<script>for (;;) document.body.append("SCRIPT")</script><p>Løkke ${number}</p>`),
  outcome: { text: `Løkke ${number}` },
})

/** The print is broken after it was looked at, so that finishing it fails. */
const breaking = (number: number): Job => ({
  ...plain(number),
  review: async raw => {
    raw.fill(0x20, 100)
    return null
  },
  outcome: { refused: /kunne ikke gøres tilgængelig/ },
})

const unreadable = (): Job => ({
  html: page('', '<h1>Pil</h1><p>\uF0E0</p>'),
  outcome: { refused: /kan ikke læses af alle/ },
})

const huge = (): Job => ({
  html: page(
    '',
    `<table>${Array.from({ length: 200_000 }, (_, row) => `<tr><td>${row}</td><td>celle</td></tr>`).join('')}</table>`,
  ),
  outcome: { refused: /ikke færdig i tide|ikke laves, selv om systemet prøvede to gange/ },
})

/** Every fiftieth document of each bad kind; the huge one comes early, so that much happens beside it. */
function job(number: number): Job {
  if (number === 20) return huge()
  const kinds: Record<number, () => Job> = {
    3: leading,
    13: () => looping(number),
    23: () => breaking(number),
    33: unreadable,
  }
  return kinds[number % 50]?.() ?? plain(number)
}

const kill = (pid: number | undefined, signal: NodeJS.Signals) => {
  if (pid && Number.isFinite(pid)) process.kill(pid, signal)
}

/** What happens when so many documents have been answered. */
const ACCIDENTS: Record<number, () => void> = {
  40: () => kill(browserPid(), 'SIGKILL'),
  90: () => kill(renderers()[0], 'SIGKILL'),
  140: () => kill(browserPid(), 'SIGSTOP'),
  190: () => kill(renderers().at(-1), 'SIGKILL'),
  240: () => kill(browserPid(), 'SIGKILL'),
  290: () => {
    for (const pid of processes()) kill(pid, 'SIGSTOP')
  },
  340: () => kill(browserPid(), 'SIGKILL'),
  390: () => kill(renderers()[0], 'SIGKILL'),
  440: () => kill(browserPid(), 'SIGKILL'),
}

describe.runIf(process.platform === 'linux')('hardness', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync('/tmp/pdf-hardness-')
    vi.stubEnv('TMPDIR', folder) // so that all that is left over can be seen
  })
  afterAll(() => {
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true })
  })

  test(`${JOBS} documents among crashes and hangs have the right outcome each, and leave nothing`, async () => {
    const events: string[] = []
    const printer = createPrinter({
      cacheFolder: 'node_modules/.cache/kvalitetsbesoeg/browser',
      timeoutMs: LIMIT_MS,
      onEvent: ({ type, detail }) => events.push(`${type}: ${detail}`),
    })
    const wrong: string[] = []
    const met = new Set<number>()
    let begun = 0
    let answered = 0
    let slowest = 0

    async function work(): Promise<void> {
      const number = begun++
      if (number >= JOBS) return
      const { html, review, outcome } = job(number)
      const before = performance.now()
      const [answer] = await Promise.allSettled([printer.print(html, review)])
      slowest = Math.max(slowest, performance.now() - before)
      answered += 1
      ACCIDENTS[answered]?.()
      for (const pid of processes()) met.add(pid)
      const fault = await faultIn(answer, outcome)
      if (fault) wrong.push(`${number}: ${fault}`)
      return work()
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))

    expect(wrong).toEqual([])
    expect(answered).toBe(JOBS)
    expect(slowest).toBeLessThan(LIMIT_MS + 1000)
    // Each accident to a browser was one, and no other browser was given up.
    expect(events.filter(event => event.startsWith('replaced')).length).toBeGreaterThanOrEqual(6)
    expect(events.filter(event => event.startsWith('unavailable'))).toEqual([])
    expect(processes().length).toBeLessThan(15)

    await printer.close()
    await vi.waitFor(() => expect([...processes(), ...finishers(), ...[...met].filter(alive)]).toEqual([]))
    expect(readdirSync(folder)).toEqual([])
    expect(met.size).toBeGreaterThan(30)
    console.log(
      `${JOBS} documents, slowest ${Math.round(slowest)} ms, ${met.size} processes met, ${events.length} events`,
    )
  }, 120_000)
})

async function faultIn(answer: PromiseSettledResult<Uint8Array>, outcome: Outcome): Promise<string | null> {
  if (answer.status === 'rejected') {
    if (!(answer.reason instanceof PrintFailed)) return `${answer.reason}`
    if (!('refused' in outcome)) return answer.reason.message
    return outcome.refused.test(answer.reason.message) ? null : answer.reason.message
  }
  if ('refused' in outcome) return `came out, though ${outcome.refused}`
  const text = (await pdfPages(answer.value)).join(' ').replaceAll(/\s+/g, ' ').trim()
  return text === outcome.text ? null : `says "${text}"`
}

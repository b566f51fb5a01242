// The printer: HTML in, accessible PDF bytes out; a bounded queue in front, and behind a browser and processes that
// may die at any time.
import { availableParallelism } from 'node:os'
import { PrinterBusy, PrinterUnavailable, PrintFailed, TOO_SLOW } from './errors.ts'
import { createFinisher } from './finisher.ts'
import { type KeeperOptions, type KeeperState, keepBrowser } from './keeper.ts'
import type { RunningBrowser } from './launch.ts'
import type { Review } from './print-page.ts'
import { twice } from './second-try.ts'
import { createSlot, type Slot } from './slot.ts'
import { TimeUp, within } from './time-limit.ts'

export type PrinterOptions = KeeperOptions & {
  /** How many may wait when all pages are in use. */
  queueLimit?: number | undefined
  /** From the call to the answer: waiting, printing and a second try included. */
  timeoutMs?: number | undefined
  /** One page keeps one core busy; more pages than cores only use memory. */
  pagesAtOnce?: number | undefined
  /** A browser grows slowly; after this many documents it is exchanged when nobody waits. */
  recycleAfter?: number | undefined
  /** And so does a page's process, sooner. */
  pageLasts?: number | undefined
}

export type Printer = {
  /**
   * `review` sees each raw print before it is finished and may have it printed again, at most twice. A document that
   * not everybody can read is refused, with the place named, unless the caller is lenient.
   */
  print(html: string, review?: Review, options?: { lenient?: boolean }): Promise<Uint8Array>
  /** Somebody saves, and goes before those who wait for a PDF: for a second the printer leaves a core alone. */
  giveWay(): void
  state(): KeeperState
  reason(): string | null
  /** The browser's own process, to be measured; null while there is none. */
  browserPid(): number | null
  close(): Promise<void>
}

/** An answer comes within it, whatever happens to the browser. */
export const TIMEOUT_MS = 20_000

// Whoever writes saves more often than that.
const GIVES_WAY_MS = 1000
/** A document that takes longer than this keeps the next one waiting no more, whoever saves. */
const LONG_MS = 2000

type Job = {
  html: string
  review: Review | undefined
  lenient: boolean
  deadline: number
  resolve(bytes: Uint8Array): void
  reject(error: unknown): void
}

const STILL_STARTING = 'Printeren er ved at starte. Prøv igen om et øjeblik.'

/** A printer that starts in the background. `print` rejects with PrinterBusy, PrinterUnavailable or PrintFailed only. */
export function createPrinter(options: PrinterOptions): Printer {
  const {
    queueLimit = 20,
    timeoutMs = TIMEOUT_MS,
    pagesAtOnce = Math.min(availableParallelism(), 4),
    recycleAfter = 1000,
    pageLasts = 250,
  } = options
  const answerMs = timeoutMs / 4
  const keeper = keepBrowser(options)
  const finisher = createFinisher({ processes: pagesAtOnce })
  const free = Array.from({ length: pagesAtOnce }, () => createSlot(keeper, { answerMs, pageLasts }))
  const waiting: Job[] = []
  const inHand = new Set<{ begun: number }>()
  let givesWayUntil = 0
  let printed = 0
  let usualMs = 500
  warmUp()

  function print(html: string, review?: Review, { lenient = false } = {}): Promise<Uint8Array> {
    if (!hasRoom() && waiting.length >= queueLimit) return Promise.reject(busy())
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
    waiting.push({ html, review, lenient, deadline: Date.now() + timeoutMs, resolve, reject })
    takeNext()
    return promise
  }

  /**
   * The next document is printed while the last is finished, but no more are begun than can be finished; and on one core
   * less than there are, printing and finishing counted, while somebody saves.
   */
  function hasRoom() {
    if (free.length === 0 || inHand.size >= 2 * pagesAtOnce) return false
    const now = Date.now()
    if (now >= givesWayUntil) return true
    return [...inHand].filter(({ begun }) => now - begun < LONG_MS).length < Math.max(1, pagesAtOnce - 1)
  }

  function giveWay() {
    givesWayUntil = Date.now() + GIVES_WAY_MS
  }

  function takeNext() {
    const slot = hasRoom() && waiting.length > 0 && free.pop()
    if (!slot) return
    const job = waiting.shift() as Job
    const held = { begun: Date.now() }
    inHand.add(held)
    const isLong = setTimeout(takeNext, LONG_MS)
    printIn(slot, job)
      .then(raw => twice(() => finish(raw, job)))
      .then(job.resolve, job.reject)
      .finally(() => {
        clearTimeout(isLong)
        inHand.delete(held)
        takeNext()
      })
  }

  async function printIn(slot: Slot, job: Job) {
    try {
      return await twice(() => attempt(slot, job))
    } finally {
      slot.tidy().finally(() => {
        free.push(slot)
        takeNext()
      })
    }
  }

  async function attempt(slot: Slot, job: Job) {
    const browser = await browserInTime(job)
    const started = Date.now()
    try {
      const bytes = await slot.print(browser, job.html, job.deadline, job.review)
      succeeded(browser, Date.now() - started)
      return bytes
    } catch (error) {
      if (!browser.session.connected) keeper.replace(browser, 'it died')
      throw error instanceof TimeUp && Date.now() >= job.deadline ? new PrintFailed(TOO_SLOW) : error
    }
  }

  async function finish(raw: Uint8Array, job: Job) {
    try {
      return await finisher.finish(raw, job.deadline - Date.now(), job)
    } catch (error) {
      throw error instanceof TimeUp ? new PrintFailed(TOO_SLOW) : error
    }
  }

  /** The browser, while there is still time to use it: a job begun too late would make a sound browser look hung. */
  async function browserInTime({ deadline }: Job) {
    const timeLeft = deadline - answerMs - Date.now()
    if (timeLeft < 0) throw busy()
    try {
      return await within(timeLeft, keeper.browser())
    } catch (error) {
      throw error instanceof TimeUp ? new PrinterUnavailable(STILL_STARTING) : error
    }
  }

  /** The first document need not wait for its page. */
  async function warmUp() {
    const browser = await keeper.browser().catch(() => null)
    if (browser) await Promise.all(free.map(slot => slot.warm(browser)))
  }

  function succeeded(browser: RunningBrowser, tookMs: number) {
    keeper.worked()
    usualMs += (tookMs - usualMs) / 10
    printed += 1
    if (printed < recycleAfter || free.length < pagesAtOnce - 1 || waiting.length > 0) return
    printed = 0
    keeper.replace(browser, `it printed ${recycleAfter} documents`)
  }

  function busy() {
    return new PrinterBusy(Math.max(1, Math.ceil((usualMs * waiting.length) / pagesAtOnce / 1000)))
  }

  async function close() {
    await Promise.all([keeper.close(), finisher.close()])
  }

  return {
    print,
    giveWay,
    state: keeper.state,
    reason: keeper.reason,
    browserPid: keeper.pid,
    close,
  }
}

// The printer: HTML in, accessible PDF bytes out; a bounded queue in front, and behind a browser and threads that may
// die at any time.
import { availableParallelism } from 'node:os'
import { PrinterBusy, PrinterUnavailable, PrintFailed } from './errors.ts'
import { createFinisher } from './finisher.ts'
import { type KeeperOptions, type KeeperState, keepBrowser } from './keeper.ts'
import type { RunningBrowser } from './launch.ts'
import { openPage, printPage, type Review } from './print-page.ts'
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
}

export type Printer = {
  /**
   * `review` sees each raw print before it is finished and may have it printed again, at most twice. A document that
   * not everybody can read is refused, with the place named, unless the caller is lenient.
   */
  print(html: string, review?: Review, options?: { lenient?: boolean }): Promise<Uint8Array>
  state(): KeeperState
  reason(): string | null
  close(): Promise<void>
}

type Job = {
  html: string
  review: Review | undefined
  lenient: boolean
  deadline: number
  resolve(bytes: Uint8Array): void
  reject(error: unknown): void
}

const TOO_SLOW =
  'PDF-filen blev ikke færdig i tide. Prøv igen; sker det igen, så del teksten op eller tag store billeder ud.'
const STILL_STARTING = 'Printeren er ved at starte. Prøv igen om et øjeblik.'
const BROKE_DOWN = 'PDF-filen kunne ikke laves, selv om systemet prøvede to gange. Prøv igen om lidt.'

/** A printer that starts in the background. `print` rejects with PrinterBusy, PrinterUnavailable or PrintFailed only. */
export function createPrinter(options: PrinterOptions): Printer {
  const {
    queueLimit = 20,
    timeoutMs = 20_000,
    pagesAtOnce = Math.min(availableParallelism(), 4),
    recycleAfter = 500,
  } = options
  const keeper = keepBrowser(options)
  const finisher = createFinisher()
  const waiting: Job[] = []
  let active = 0
  let printed = 0
  let usualMs = 500

  // A page opens in a tenth of a second. A browser that needs a quarter of all the time has stopped: better a new one.
  const openLimitMs = timeoutMs / 4

  function print(html: string, review?: Review, { lenient = false } = {}): Promise<Uint8Array> {
    if (active >= pagesAtOnce && waiting.length >= queueLimit) return Promise.reject(busy())
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
    waiting.push({ html, review, lenient, deadline: Date.now() + timeoutMs, resolve, reject })
    takeNext()
    return promise
  }

  function takeNext() {
    const job = active < pagesAtOnce && waiting.shift()
    if (!job) return
    active += 1
    twice(job)
      .then(job.resolve, job.reject)
      .finally(() => {
        active -= 1
        takeNext()
      })
  }

  /** A job that met a dying browser did nothing wrong: it gets a second try, on the next browser. */
  async function twice(job: Job) {
    try {
      return await attempt(job)
    } catch (error) {
      if (isAnswer(error)) throw error
    }
    try {
      return await attempt(job)
    } catch (error) {
      throw isAnswer(error) ? error : new PrintFailed(BROKE_DOWN, { cause: error })
    }
  }

  async function attempt(job: Job) {
    const raw = await printRaw(job)
    try {
      return await finisher.finish(raw, job.deadline - Date.now(), job)
    } catch (error) {
      throw error instanceof TimeUp ? new PrintFailed(TOO_SLOW) : error
    }
  }

  async function printRaw(job: Job) {
    const browser = await browserInTime(job)
    const started = Date.now()
    try {
      const page = await within(openLimitMs, openPage(browser.session))
      const bytes = await within(job.deadline - Date.now(), printPage(page, job.html, job.review))
      succeeded(browser, Date.now() - started)
      return bytes
    } catch (error) {
      if (error instanceof TimeUp) keeper.replace(browser, `it hung: ${error.message}`)
      else if (!browser.session.connected) keeper.replace(browser, 'it died')
      throw error instanceof TimeUp && Date.now() >= job.deadline ? new PrintFailed(TOO_SLOW) : error
    }
  }

  /** The browser, while there is still time to use it: a job begun too late would make a sound browser look hung. */
  async function browserInTime({ deadline }: Job) {
    const timeLeft = deadline - openLimitMs - Date.now()
    if (timeLeft < 0) throw busy()
    try {
      return await within(timeLeft, keeper.browser())
    } catch (error) {
      throw error instanceof TimeUp ? new PrinterUnavailable(STILL_STARTING) : error
    }
  }

  function succeeded(browser: RunningBrowser, tookMs: number) {
    keeper.worked()
    usualMs += (tookMs - usualMs) / 10
    printed += 1
    if (printed < recycleAfter || active > 1 || waiting.length > 0) return
    printed = 0
    keeper.replace(browser, `it printed ${recycleAfter} documents`)
  }

  function busy() {
    return new PrinterBusy(Math.max(1, Math.ceil((usualMs * waiting.length) / pagesAtOnce / 1000)))
  }

  async function close() {
    await Promise.all([keeper.close(), finisher.close()])
  }

  return { print, state: keeper.state, reason: keeper.reason, close }
}

/** Whether this error is what the caller should see, rather than a browser in trouble. */
function isAnswer(error: unknown) {
  return error instanceof PrinterBusy || error instanceof PrinterUnavailable || error instanceof PrintFailed
}

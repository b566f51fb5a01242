// Keeps one warm browser: starts it in the background, replaces it when it dies or hangs, ends it at close.
import { setTimeout as sleep } from 'node:timers/promises'
import { CLOSED, PrinterUnavailable } from './errors.ts'
import { endBrowser, type RunningBrowser, removeAbandonedProfiles } from './launch.ts'
import { type StartOptions, startBrowser } from './start-browser.ts'
import { TimeUp, within } from './time-limit.ts'

export type KeeperState = 'starting' | 'ready' | 'unavailable'
export type KeeperOptions = StartOptions & {
  onEvent?: ((event: PrinterEvent) => void) | undefined
}
/** For the log, in English; `unavailable` is worth a warning. */
export type PrinterEvent = { type: 'started' | 'replaced' | 'unavailable'; detail: string }

export type Keeper = ReturnType<typeof keepBrowser>

const TRY_AGAIN_AFTER_MS = 30_000
const DEATHS_IN_A_ROW = 5

// Pages may be busy for long; the browser that holds them is not, unless it has stopped.
const ASK_EVERY_MS = 2000
const ANSWER_WITHIN_MS = 5000

const KEEPS_DYING =
  'Browseren går ned, hver gang den er startet: giv serveren mere hukommelse, eller angiv stien til en anden browser med BROWSER_PATH.'

/** Starts a browser at once and returns at once; `browser()` waits for it. */
export function keepBrowser(options: KeeperOptions) {
  const closing = new AbortController()
  const endings = new Set<Promise<void>>()
  let state: KeeperState = 'starting'
  let reason: string | null = null
  let current: RunningBrowser | null = null
  let tryAgainAt = 0
  let deathsInARow = 0
  let starting = start()
  removeAbandonedProfiles().catch(() => {})

  function start() {
    state = 'starting'
    const attempt = startBrowser(options, closing.signal)
    attempt.then(started, (error: Error) => giveUp(error.message, error.cause ?? error))
    return attempt
  }

  function started(browser: RunningBrowser) {
    if (closing.signal.aborted) return end(browser)
    state = 'ready'
    reason = null
    current = browser
    options.onEvent?.({ type: 'started', detail: browser.executable })
    browser.session.once('disconnected', () => replace(browser, 'it died'))
    if (!browser.session.connected) replace(browser, 'it died at once')
    watch(browser)
  }

  /** Finds out that a browser has stopped while its documents still have time for a second try. */
  async function watch(browser: RunningBrowser) {
    while (browser === current) {
      await within(ANSWER_WITHIN_MS, browser.root.send('Browser.getVersion')).catch(error => {
        if (error instanceof TimeUp) replace(browser, 'it stopped')
      })
      await sleep(ASK_EVERY_MS, undefined, { ref: false })
    }
  }

  function giveUp(why: string, detail: unknown) {
    if (closing.signal.aborted) return
    state = 'unavailable'
    reason = why
    tryAgainAt = Date.now() + TRY_AGAIN_AFTER_MS
    options.onEvent?.({ type: 'unavailable', detail: String(detail) })
  }

  function end(browser: RunningBrowser) {
    const ending: Promise<void> = endBrowser(browser).finally(() => endings.delete(ending))
    endings.add(ending)
  }

  /** Ends this browser and starts the next. Told twice of the same browser, it acts once. */
  function replace(browser: RunningBrowser, why: string) {
    if (browser !== current) return
    current = null
    end(browser)
    options.onEvent?.({ type: 'replaced', detail: why })
    deathsInARow += 1
    if (deathsInARow < DEATHS_IN_A_ROW) starting = start()
    else giveUp(KEEPS_DYING, why)
  }

  /** The warm browser, or the one that is on its way. After a failure it is worth a new try now and then. */
  async function browser(): Promise<RunningBrowser> {
    if (closing.signal.aborted) throw new PrinterUnavailable(CLOSED)
    if (state === 'unavailable') {
      if (Date.now() < tryAgainAt) throw new PrinterUnavailable(reason ?? KEEPS_DYING)
      deathsInARow = 0
      starting = start()
    }
    return starting
  }

  /** A document came out: what dies later is not dying in a row. */
  function worked() {
    deathsInARow = 0
  }

  async function close() {
    state = 'unavailable'
    reason = CLOSED
    closing.abort(new PrinterUnavailable(CLOSED))
    await Promise.race([starting.catch(() => {}), sleep(5000, undefined, { ref: false })])
    if (current) end(current)
    current = null
    await Promise.allSettled(endings)
  }

  return {
    browser,
    replace,
    worked,
    close,
    state: () => state,
    reason: () => reason,
    pid: () => current?.process.pid ?? null,
  }
}

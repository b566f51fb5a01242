// The workshop as a process of its own that stands back: composing, talking to the browser and waiting for it take
// nothing from those who write meanwhile. A process that dies or hangs is replaced by another.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createBirpc } from 'birpc'
import { CLOSED, PrinterUnavailable, PrintFailed, TOO_SLOW } from '../pdf/errors.ts'
import { standBack, standingBack } from '../pdf/nice.ts'
import { type PrinterOptions, TIMEOUT_MS } from '../pdf/printer.ts'
import { twice } from '../pdf/second-try.ts'
import { TimeUp, within } from '../pdf/time-limit.ts'
import { type Calls, channelTo, type Hears, type News } from './workshop.channel.ts'
import type { Workshop } from './workshop.ts'

const PROGRAM = fileURLToPath(new URL('./workshop.process.ts', import.meta.url))
// It needs to know where temporary files go and, on Windows, where programs are; elsewhere passwords may stand.
const VARIABLES = ['TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA']

const ENDS_WITHIN_MS = 12_000
/** One that dies sooner would die again. */
const LASTS_MS = 10_000
const WAIT_MS = 2000
/** Who saves does so more often; told once is enough for a while. */
const TOLD_EVERY_MS = 250

/** Starts at once and answers at once; what is asked for waits for it. */
export function startWorkshop({ onEvent, ...options }: PrinterOptions): Workshop {
  const { timeoutMs = TIMEOUT_MS, niceness } = options
  let told: Omit<News, 'event'> = { state: 'starting', reason: null }
  let isClosed = false
  let giveWayToldAt = 0
  let current = begin(open())

  /** One that does not begin is replaced as one that dies. */
  function begin(opening: ReturnType<typeof open>) {
    opening.catch(() => replace(0))
    return opening
  }

  async function open() {
    const child = fork(PROGRAM, [JSON.stringify(options)], {
      ...commandOf(niceness),
      env: Object.fromEntries(VARIABLES.map(name => [name, process.env[name]])),
      serialization: 'advanced', // bytes stay bytes
      detached: true, // in a session of its own; it ends when the channel does
    })
    child.on('error', () => {}) // it closes, too, or never began
    if (child.pid === undefined) throw new Error('the workshop did not begin')
    const opened = Date.now()
    const calls = createBirpc<Calls, Hears>({ hear }, channelTo(child))
    child.once('close', () => {
      calls.$close(new Error('the workshop died'))
      replace(Date.now() - opened)
    })
    standBack(child.pid, niceness)
    return { child, calls }
  }

  function hear({ event, ...news }: News) {
    told = news
    onEvent?.(event)
  }

  function replace(livedMs: number) {
    if (isClosed) return
    hear({ event: { type: 'replaced', detail: 'the workshop died' }, state: 'starting', reason: null })
    current = begin(livedMs > LASTS_MS ? open() : sleep(WAIT_MS).then(open))
  }

  function ask<Result>(work: (calls: Pick<Workshop, keyof Calls>) => Promise<Result>): Promise<Result> {
    return twice(async () => {
      if (isClosed) throw new PrinterUnavailable(CLOSED)
      const { child, calls } = await current
      try {
        // The printer keeps its own limit; past this one the process itself has stopped.
        return await within(1.5 * timeoutMs, work(calls))
      } catch (error) {
        if (!(error instanceof TimeUp)) throw error
        child.kill('SIGKILL')
        throw new PrintFailed(TOO_SLOW)
      }
    })
  }

  async function giveWay() {
    const now = Date.now()
    if (now - giveWayToldAt < TOLD_EVERY_MS) return
    giveWayToldAt = now
    const opened = await current.catch(() => null)
    if (opened && !opened.calls.$closed) opened.calls.giveWay.asEvent()
  }

  async function close() {
    isClosed = true
    told = { state: 'unavailable', reason: CLOSED }
    const opened = await current.catch(() => null)
    if (!opened) return
    const { child, calls } = opened
    if (child.exitCode !== null || child.signalCode !== null) return
    const closed = once(child, 'close')
    calls.close().catch(() => {}) // it answers by ending
    await within(ENDS_WITHIN_MS, closed).catch(() => child.kill('SIGKILL'))
    await closed
  }

  return {
    make: async (...about) => withOwnBytes(await ask(calls => calls.make(...about))),
    makePoster: async view => withOwnBytes(await ask(calls => calls.makePoster(view))),
    print: async (...about) => new Uint8Array(await ask(calls => calls.print(...about))),
    giveWay,
    state: () => told.state,
    reason: () => told.reason,
    close,
  }
}

function commandOf(niceness: number | undefined) {
  const { executable, args } = standingBack({ executable: process.execPath, args: [] }, niceness)
  return { execPath: executable, execArgv: args }
}

/** What came are pieces of a message, which would be kept as long as they are. */
const withOwnBytes = <Document extends { pdf: Uint8Array }>(made: Document): Document => ({
  ...made,
  pdf: new Uint8Array(made.pdf),
})

// Finishes raw prints in processes of their own, so that the server goes on answering meanwhile: the threads of one
// process share those that collect its garbage, and these stand back for nobody. A process that dies or takes too long
// is ended, and the next job gets a new one.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Fault } from './check.ts'
import { PrintFailed, PrintRefused } from './errors.ts'
import type { Finished } from './finish.process.ts'
import { standBack, standingBack } from './nice.ts'
import { TimeUp, within } from './time-limit.ts'

// A document that goes beyond it ends its own process, not the server. The longest report needs a fortieth of it; but a
// process that may have less than two gigabytes lets its heap grow in small steps, and collecting garbage between them
// takes a quarter of its time.
const MEMORY_MB = 2048
const PROGRAM = fileURLToPath(new URL('./finish.process.ts', import.meta.url))

const UNREADABLE =
  'PDF-filen kunne ikke gøres tilgængelig. Prøv igen; sker det igen, så sig det til den, der passer systemet.'

/** What is wrong with a document that not everybody can read, and on which page. */
function refusal(faults: Fault[]) {
  const said = new Set(faults.slice(0, 3).map(({ message, where, clause }) => `${message} (${where}; ${clause})`))
  return new PrintRefused(`PDF-filen kan ikke læses af alle. ${[...said].join('. ')}.`)
}

/**
 * At most so many processes, started as they are needed; the first starts now, so that the first job need not wait for
 * it. The PDF library remembers every name it has seen, some ten kilobytes a document: after `renewAfter` documents a
 * process gives way to one that has not. It needs fifty documents to become as fast as the one before it.
 */
export function createFinisher({ renewAfter = 2000, processes = 2 } = {}) {
  const jobs = new Map<ChildProcess, number>()
  const idle: ChildProcess[] = [start()]
  const waiting: (() => void)[] = []
  let closed = false

  function start() {
    const { executable, args } = standingBack({
      executable: process.execPath,
      args: [`--max-old-space-size=${MEMORY_MB}`],
    })
    const worker = fork(PROGRAM, {
      execPath: executable,
      execArgv: args,
      env: { SystemRoot: process.env.SystemRoot }, // Windows starts nothing without it; in all else passwords may stand
      serialization: 'advanced', // bytes stay bytes
      detached: true, // in a session of its own; it ends when the channel does
    })
    worker.on('error', () => remove(worker))
    worker.on('exit', () => remove(worker))
    standBack(worker.pid)
    letGo(worker)
    jobs.set(worker, 0)
    return worker
  }

  function remove(worker: ChildProcess) {
    jobs.delete(worker)
    if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1)
    waiting.shift()?.()
  }

  /** A process for the one who has waited longest. Those before had to be done earlier, so that there is one in time. */
  async function take(until: number): Promise<ChildProcess> {
    for (;;) {
      if (closed) throw new Error('the finisher is closed')
      const worker = idle.pop() ?? (jobs.size < processes ? start() : null)
      if (worker && Date.now() <= until) return worker
      if (worker) {
        release(worker)
        throw new TimeUp('there was no process in time')
      }
      await new Promise<void>(resolve => waiting.push(resolve))
    }
  }

  function release(worker: ChildProcess) {
    idle.push(worker)
    waiting.shift()?.()
  }

  /**
   * The accessible document; one that still breaks a rule goes to the lenient only. Rejects with TimeUp after so many
   * milliseconds, with PrintFailed where it cannot be made.
   */
  async function finish(raw: Uint8Array, milliseconds: number, { lenient = false } = {}): Promise<Uint8Array> {
    const until = Date.now() + milliseconds
    const worker = await take(until)
    hold(worker)
    try {
      const finished = await within(until - Date.now(), answer(worker, raw))
      giveBack(worker)
      if ('error' in finished) throw new PrintFailed(UNREADABLE, { cause: finished.error })
      if (finished.faults.length > 0 && !lenient) throw refusal(finished.faults)
      return new Uint8Array(finished.bytes) // what came is a piece of the message
    } catch (error) {
      if (!(error instanceof PrintFailed)) await end(worker)
      throw error
    }
  }

  function giveBack(worker: ChildProcess) {
    const done = (jobs.get(worker) ?? 0) + 1
    jobs.set(worker, done)
    letGo(worker)
    if (done >= renewAfter) end(worker)
    else release(worker)
  }

  async function end(worker: ChildProcess) {
    remove(worker)
    const isRunning = worker.pid !== undefined && worker.exitCode === null && worker.signalCode === null
    if (!isRunning) return
    worker.ref()
    worker.kill('SIGKILL')
    await once(worker, 'exit')
  }

  async function close() {
    closed = true
    for (const wake of waiting.splice(0)) wake()
    await Promise.all([...jobs.keys()].map(end))
  }

  return { finish, close }
}

/** This server lives on for the sake of a process that has something to do, and for no other. */
function hold(worker: ChildProcess) {
  worker.ref()
  worker.channel?.ref()
}

function letGo(worker: ChildProcess) {
  worker.unref()
  worker.channel?.unref()
}

/** The process's answer; one that dies without it rejects. */
function answer(worker: ChildProcess, raw: Uint8Array): Promise<Finished> {
  const { promise, resolve, reject } = Promise.withResolvers<Finished>()
  const died = (code: unknown) => reject(code instanceof Error ? code : new Error(`the process ended with ${code}`))
  const answered = (finished: unknown) => resolve(finished as Finished)
  worker.once('message', answered)
  worker.once('error', died)
  worker.once('exit', died)
  worker.send(raw, error => error && reject(error))
  return promise.finally(() => {
    worker.off('message', answered)
    worker.off('error', died)
    worker.off('exit', died)
  })
}

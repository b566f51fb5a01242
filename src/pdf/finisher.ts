// Finishes raw prints on threads of their own, so that the server goes on answering meanwhile. A thread that dies or
// takes too long is ended, and the next job gets a new one.
import { Worker } from 'node:worker_threads'
import type { Fault } from './check.ts'
import { PrintFailed, PrintRefused } from './errors.ts'
import type { Finished } from './finish.worker.ts'
import { TimeUp, within } from './time-limit.ts'

// A document that goes beyond it ends its own thread, not the server. The longest report needs a fortieth of it; but a
// thread that may have less than two gigabytes lets its heap grow in small steps, and collecting garbage between them
// takes a quarter of its time.
const MEMORY_MB = 2048

const UNREADABLE =
  'PDF-filen kunne ikke gøres tilgængelig. Prøv igen; sker det igen, så sig det til den, der passer systemet.'

/** What is wrong with a document that not everybody can read, and on which page. */
function refusal(faults: Fault[]) {
  const said = new Set(faults.slice(0, 3).map(({ message, where, clause }) => `${message} (${where}; ${clause})`))
  return new PrintRefused(`PDF-filen kan ikke læses af alle. ${[...said].join('. ')}.`)
}

/**
 * At most so many threads, started as they are needed; the first starts now, so that the first job need not wait for
 * it. The PDF library remembers every name it has seen, some ten kilobytes a document: after `renewAfter` documents a
 * thread gives way to one that has not. It needs fifty documents to become as fast as the one before it.
 */
export function createFinisher({ renewAfter = 2000, threads = 2 } = {}) {
  const jobs = new Map<Worker, number>()
  const idle: Worker[] = [start()]
  const waiting: (() => void)[] = []
  let closed = false

  function start() {
    const worker = new Worker(new URL('./finish.worker.ts', import.meta.url), {
      env: {}, // passwords stand there
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    })
    worker.on('error', () => remove(worker))
    worker.on('exit', () => remove(worker))
    worker.unref()
    jobs.set(worker, 0)
    return worker
  }

  function remove(worker: Worker) {
    jobs.delete(worker)
    if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1)
    waiting.shift()?.()
  }

  /** A thread for the one who has waited longest. Those before had to be done earlier, so that there is one in time. */
  async function take(until: number): Promise<Worker> {
    for (;;) {
      if (closed) throw new Error('the finisher is closed')
      const worker = idle.pop() ?? (jobs.size < threads ? start() : null)
      if (worker && Date.now() <= until) return worker
      if (worker) {
        release(worker)
        throw new TimeUp('there was no thread in time')
      }
      await new Promise<void>(resolve => waiting.push(resolve))
    }
  }

  function release(worker: Worker) {
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
    worker.ref()
    try {
      const finished = await within(until - Date.now(), answer(worker, raw))
      giveBack(worker)
      if ('error' in finished) throw new PrintFailed(UNREADABLE, { cause: finished.error })
      if (finished.faults.length > 0 && !lenient) throw refusal(finished.faults)
      return finished.bytes
    } catch (error) {
      if (!(error instanceof PrintFailed)) await end(worker)
      throw error
    }
  }

  function giveBack(worker: Worker) {
    const done = (jobs.get(worker) ?? 0) + 1
    jobs.set(worker, done)
    worker.unref()
    if (done >= renewAfter) end(worker)
    else release(worker)
  }

  function end(worker: Worker) {
    remove(worker)
    return worker.terminate()
  }

  async function close() {
    closed = true
    for (const wake of waiting.splice(0)) wake()
    await Promise.all([...jobs.keys()].map(end))
  }

  return { finish, close }
}

/** The worker's answer; a worker that dies without one rejects. */
function answer(worker: Worker, raw: Uint8Array): Promise<Finished> {
  const { promise, resolve, reject } = Promise.withResolvers<Finished>()
  const died = (code: unknown) => reject(code instanceof Error ? code : new Error(`the thread ended with ${code}`))
  worker.once('message', resolve)
  worker.once('error', died)
  worker.once('exit', died)
  worker.postMessage(raw)
  return promise.finally(() => {
    worker.off('message', resolve)
    worker.off('error', died)
    worker.off('exit', died)
  })
}

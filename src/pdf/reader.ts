// Reads the words of finished documents on a thread of its own, which then ends: the PDF library remembers what it has
// seen, and the server goes on answering meanwhile.
import { createHash } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { PrintFailed } from './errors.ts'
import { within } from './time-limit.ts'

const MEMORY_MB = 512
const TIME_LIMIT = 20_000
const UNREADABLE = 'Den færdige PDF-fil kunne ikke læses igennem. Prøv igen om lidt.'

/** For each document the texts of each page. */
type Texts = readonly (readonly (readonly string[])[])[]

function readOnThread(documents: readonly Uint8Array[]): Promise<Texts> {
  const worker = new Worker(new URL('./text.worker.ts', import.meta.url), {
    workerData: documents,
    env: {}, // passwords stand there
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  })
  const { promise, resolve, reject } = Promise.withResolvers<Texts>()
  worker.once('message', resolve)
  worker.once('error', reject)
  worker.once('exit', code => reject(new Error(`the thread ended with ${code}`)))
  return within(TIME_LIMIT, promise).finally(() => worker.terminate())
}

// One at a time, and what several ask for at once is read once: twenty threads are slower than one.
const underWay = new Map<string, Promise<Texts>>()
let line: Promise<unknown> = Promise.resolve()

/** For each document the texts of each page. Rejects with PrintFailed when one is no PDF, or takes too long. */
export function readTexts(documents: readonly Uint8Array[]): Promise<Texts> {
  const hash = createHash('sha256')
  for (const bytes of documents) hash.update(`${bytes.length} `).update(bytes)
  const key = hash.digest('hex')
  const known = underWay.get(key)
  if (known) return known
  const reading = line
    .then(() => readOnThread(documents))
    .catch(cause => Promise.reject(new PrintFailed(UNREADABLE, { cause })))
    .finally(() => underWay.delete(key))
  underWay.set(key, reading)
  line = reading.catch(() => {})
  return reading
}

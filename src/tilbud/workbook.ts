// The first sheet of an .xlsx file as texts, or null. What a workbook unpacks to is bounded nowhere in the format (a row
// number alone can ask for a billion rows), so it is read in a thread that may use little memory and little time.
import { Worker } from 'node:worker_threads'

const LIMITS = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 32 }
const TIME_LIMIT = 15_000

/** The cells of the first sheet. Null when the bytes are no workbook, or one that is out of all proportion. */
export function readWorkbook(bytes: Uint8Array): Promise<string[][] | null> {
  const { promise, resolve } = Promise.withResolvers<string[][] | null>()
  const worker = new Worker(new URL('./workbook-thread.ts', import.meta.url), {
    workerData: bytes,
    resourceLimits: LIMITS,
    env: {},
  })
  const limit = setTimeout(() => resolve(null), TIME_LIMIT)
  worker.once('message', resolve)
  worker.once('error', () => resolve(null))
  worker.once('exit', () => resolve(null))
  return promise.finally(() => {
    clearTimeout(limit)
    return worker.terminate()
  })
}

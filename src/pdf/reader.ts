// Reads the words of finished documents on a thread of its own, which then ends: the PDF library remembers what it has
// seen, and the server goes on answering meanwhile.
import { Worker } from 'node:worker_threads'
import { within } from './time-limit.ts'

const MEMORY_MB = 512
const TIME_LIMIT = 20_000

/** For each document the texts of each page. Rejects when one of them is no PDF, or takes too long. */
export async function readTexts(documents: readonly Uint8Array[]): Promise<string[][][]> {
  const worker = new Worker(new URL('./text.worker.ts', import.meta.url), {
    workerData: documents,
    env: {}, // passwords stand there
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  })
  const { promise, resolve, reject } = Promise.withResolvers<string[][][]>()
  worker.once('message', resolve)
  worker.once('error', reject)
  worker.once('exit', code => reject(new Error(`the thread ended with ${code}`)))
  return within(TIME_LIMIT, promise).finally(() => worker.terminate())
}

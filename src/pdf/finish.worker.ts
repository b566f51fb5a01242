// The thread in which prints are finished: raw bytes in, accessible and checked bytes out, one at a time.
import { parentPort } from 'node:worker_threads'
import { makeAccessible } from './accessible.ts'
import { checkPdfUa, type Fault } from './check.ts'

/** What came of a print: the document and the rules that it breaks all the same; or why it could not be read. */
export type Finished = { bytes: Uint8Array; faults: Fault[] } | { error: string }

parentPort?.on('message', async (raw: Uint8Array) => {
  parentPort?.postMessage(await finish(raw).catch(error => ({ error: error.stack ?? String(error) })))
})

async function finish(raw: Uint8Array): Promise<Finished> {
  const bytes = await makeAccessible(raw)
  return { bytes, faults: await checkPdfUa(bytes) }
}

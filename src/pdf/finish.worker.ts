// The thread in which prints are finished: raw bytes in, accessible and checked bytes out, one at a time.
import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'
import { basename } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { writeAccessible } from './accessible.ts'
import { checkWritten, type Fault } from './check.ts'

/** What came of a print: the document and the rules that it breaks all the same; or why it could not be read. */
export type Finished = { bytes: Uint8Array; faults: Fault[] } | { error: string }

standBack()

parentPort?.on('message', async (raw: Uint8Array) => {
  parentPort?.postMessage(await finish(raw).catch(error => ({ error: error.stack ?? String(error) })))
})

async function finish(raw: Uint8Array): Promise<Finished> {
  const { bytes, pdf } = await writeAccessible(raw)
  return { bytes, faults: checkWritten(pdf, bytes) }
}

/** Somebody who saves a text goes before somebody who waits for a PDF. On Linux a thread can be told so by its number. */
function standBack() {
  try {
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), 10)
  } catch {
    // On other systems all threads are equal.
  }
}

// The process in which prints are finished: raw bytes in, accessible and checked bytes out, one at a time.
import { writeAccessible } from './accessible.ts'
import { checkWritten, type Fault } from './check.ts'

/** What came of a print: the document and the rules that it breaks all the same; or why it could not be read. */
export type Finished = { bytes: Uint8Array; faults: Fault[] } | { error: string }

process.on('message', async (raw: Uint8Array) => {
  process.send?.(await finish(raw).catch(error => ({ error: error.stack ?? String(error) })))
})

async function finish(raw: Uint8Array): Promise<Finished> {
  const { bytes, pdf } = await writeAccessible(raw)
  return { bytes, faults: checkWritten(pdf, bytes) }
}

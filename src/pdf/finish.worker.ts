// The thread in which prints are finished: raw bytes in, accessible and checked bytes out, one at a time.
import { parentPort } from 'node:worker_threads'
import { makeAccessible } from './accessible.ts'

export type Finished = { bytes: Uint8Array } | { error: string }

parentPort?.on('message', async (raw: Uint8Array) => {
  try {
    const bytes = await makeAccessible(raw)
    parentPort?.postMessage({ bytes } satisfies Finished)
  } catch (error) {
    parentPort?.postMessage({ error: (error as Error).stack ?? String(error) } satisfies Finished)
  }
})

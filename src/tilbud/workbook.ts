// The first sheet of an .xlsx file as texts. What a workbook unpacks to is bounded nowhere in the format: one row number
// can ask for a billion rows. So it is read in a process of its own, which may use little memory and little time, and
// may die: a thread that runs out of memory takes the whole server with it.
import { fork } from 'node:child_process'

const READER = new URL('./workbook-process.ts', import.meta.url)
const MEMORY = '--max-old-space-size=256'
const TIME_LIMIT = 15_000

/** The cells of the first sheet. Null when the bytes are no workbook, or one that is out of all proportion. */
export function readWorkbook(bytes: Uint8Array): Promise<string[][] | null> {
  return new Promise(resolve => {
    const reader = fork(READER, {
      execArgv: [MEMORY],
      env: {},
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      timeout: TIME_LIMIT,
      killSignal: 'SIGKILL',
    })
    reader.once('message', rows => {
      resolve(rows as string[][])
      reader.kill('SIGKILL')
    })
    reader.once('error', () => resolve(null))
    reader.once('exit', () => resolve(null))
    reader.send(bytes, error => error && resolve(null))
  })
}

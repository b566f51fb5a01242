// When to send: at once, then at most four times a second, one request at a time, and more and more seldom while the
// network is away. Knows nothing of what is sent.
import type { Failure } from './protocol.ts'

const LEAST_APART = 250
const FIRST_RETRY = 2_000
const LONGEST_RETRY = 30_000

type Around = {
  /** What sends once, or null when there is nothing to send. */
  work: () => (() => Promise<Failure | null>) | null
  failed: (failure: Failure) => void
}

export function createSender({ work, failed }: Around) {
  let running = false
  let started = Number.NEGATIVE_INFINITY
  let retries = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let resting = false

  const pause = (milliseconds: number) => new Promise(done => setTimeout(done, milliseconds))

  async function run() {
    if (running || resting) return
    running = true
    try {
      for (let send = work(); send; send = work()) {
        await pause(Math.max(0, started + LEAST_APART - performance.now()))
        started = performance.now()
        const failure = await send()
        if (failure) return rest(failure)
        retries = 0
      }
    } finally {
      running = false
    }
  }

  /** Only a person can help with a login that has ended; it is tried again all the same, for another tab may have helped. */
  function rest(failure: Failure) {
    resting = true
    const wait = Math.min(FIRST_RETRY * 2 ** retries++, LONGEST_RETRY)
    clearTimeout(timer)
    timer = setTimeout(retry, failure.kind === 'unreachable' || failure.kind === 'loggedOut' ? wait : LONGEST_RETRY)
    failed(failure)
  }

  function retry() {
    clearTimeout(timer)
    resting = false
    void run()
  }

  return {
    /** There is something to send. */
    wake: () => void run(),
    /** The network may be back: do not wait any longer. */
    retry() {
      retries = 0
      retry()
    },
  }
}

// The clock's hand: every so often what has become due is done, one round at a time, until it is stopped.

export type Task = { name: string; run: (now: Date) => Promise<unknown> }

/** Runs `tasks` in their order every `everyMs`. A task that fails is told of and tried again in the next round. */
export function startWorker(
  tasks: readonly Task[],
  { everyMs, onError }: { everyMs: number; onError: (name: string, error: unknown) => void },
) {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let round: Promise<void> = Promise.resolve()

  async function runAll() {
    for (const { name, run } of tasks) {
      if (stopped) return
      await run(new Date()).catch(error => onError(name, error))
    }
  }
  function next() {
    if (stopped) return
    round = runAll()
    round.finally(() => {
      timer = setTimeout(next, everyMs)
    })
  }
  next()
  return {
    /** Resolves when the round that runs has ended. */
    async stop() {
      stopped = true
      clearTimeout(timer)
      await round
      clearTimeout(timer)
    },
  }
}

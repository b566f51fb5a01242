// Who goes first: what somebody waits for while writing, before what can wait a moment.
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * `turn` keeps nobody waiting for longer than `longestMs`, however many go first; nor much longer somebody who goes first
 * and whose own work asks for its turn, as publishing does.
 */
export function createPrecedence({ longestMs = 50 } = {}) {
  let underWay = 0
  let over = Promise.withResolvers<void>()

  /** Somebody who goes first begins; what it answers is called when that is done. */
  function begin(): () => void {
    let isDone = false
    underWay += 1
    return () => {
      if (isDone) return
      isDone = true
      underWay -= 1
      if (underWay > 0) return
      over.resolve()
      over = Promise.withResolvers()
    }
  }

  /** Resolves when nobody who goes first is under way. */
  async function turn(): Promise<void> {
    if (underWay > 0) await Promise.race([over.promise, sleep(longestMs, undefined, { ref: false })])
  }

  return { begin, turn }
}

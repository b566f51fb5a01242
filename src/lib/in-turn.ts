// Work on one thing, one after the other, in the order in which it came; work on other things does not wait.

export function createTurns() {
  const last = new Map<string, Promise<unknown>>()
  return function inTurn<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const mine = (last.get(key) ?? Promise.resolve()).then(work, work)
    const settled = mine
      .catch(() => {})
      .then(() => {
        if (last.get(key) === settled) last.delete(key)
      })
    last.set(key, settled)
    return mine
  }
}

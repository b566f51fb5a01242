// Keeps in memory what was used most recently, up to a weight.

/** `get` makes a value recent again; `set` lets go of the least recent ones until all weigh `limit` or less. */
export function keepRecent<Value>(limit: number, weigh: (value: Value) => number) {
  const kept = new Map<string, Value>()
  let weight = 0

  function forget(key: string) {
    const value = kept.get(key)
    if (value === undefined) return
    kept.delete(key)
    weight -= weigh(value)
  }

  return {
    get(key: string): Value | undefined {
      const value = kept.get(key)
      if (value === undefined) return undefined
      kept.delete(key)
      kept.set(key, value)
      return value
    },
    set(key: string, value: Value) {
      forget(key)
      kept.set(key, value)
      weight += weigh(value)
      for (const oldest of kept.keys()) {
        if (weight <= limit) return
        forget(oldest)
      }
    },
  }
}

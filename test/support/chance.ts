// Chance that comes out the same every time: what a test did once it can do again.

export type Chance = ReturnType<typeof chance>

/** A source of chance from a seed (mulberry32, a generator of 32 bits that is good enough for tests). */
export function chance(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const upTo = (limit: number) => Math.floor(next() * limit)
  return {
    upTo,
    oneOf: <Item>(items: readonly Item[]): Item | undefined => items[upTo(items.length)],
    /** One of the keys, each as often as its weight says. */
    weighed<Key extends string>(weights: Readonly<Record<Key, number>>): Key {
      const entries = Object.entries<number>(weights) as [Key, number][]
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [key, weight] of entries) {
        left -= weight
        if (left < 0) return key
      }
      return (entries.at(-1) as [Key, number])[0]
    },
  }
}

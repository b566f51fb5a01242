// A form that shows an older state, field by field: what it changed is written, what it only shows leaves the colleague's.

type Fields = Record<string, unknown>

const equal = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

const sorted = (value: unknown) => (Array.isArray(value) ? [...value].sort() : value)

/** Lists of words and ids are sets: what either put in is there, what either took out is gone. */
const isSet = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every(item => typeof item === 'string')

function mergeSet(base: readonly string[], mine: readonly string[], now: readonly string[]): string[] {
  const kept = now.filter(item => mine.includes(item) || !base.includes(item))
  return [...kept, ...mine.filter(item => !base.includes(item) && !now.includes(item))]
}

/**
 * What the form `mine`, which showed `base`, makes of what stands there `now`. Null when both changed one field in
 * different ways, or when it is not known what the form showed (`base` null) and it says something else.
 */
export function mergeFields<Shape extends Fields>(base: Fields | null, mine: Shape, now: Fields): Shape | null {
  const merged: Fields = {}
  for (const [field, wanted] of Object.entries(mine)) {
    const [shown, there] = [base?.[field], now[field]]
    if (equal(sorted(wanted), sorted(there))) merged[field] = there
    else if (base === null) return null
    else if (isSet(wanted) && isSet(shown) && isSet(there)) merged[field] = mergeSet(shown, wanted, there)
    else if (equal(wanted, shown)) merged[field] = there
    else if (equal(there, shown)) merged[field] = wanted
    else return null
  }
  return merged as Shape
}

/** What a form says that it showed, in a hidden field. */
export function readBase(sent: string): Fields | null {
  try {
    const base: unknown = JSON.parse(sent)
    return typeof base === 'object' && base !== null && !Array.isArray(base) ? (base as Fields) : null
  } catch {
    return null
  }
}

// How much of a visit's past a device takes along.

/** So many revisions of each text … */
export const KEPT_OF_EACH = 10
/** … of so many in all … */
export const KEPT = 600
/** … and so many letters of them, which compress to about 40 kB. */
const LETTERS = 120_000

type Row = {
  id: string
  pointId: string | null
  deleted: boolean
  heading: string | null
  body: string
  writtenAt: Date
}

/**
 * The rows, newest first, that fit into so many letters. What lies in the bin is always among them: without it nobody
 * could bring it back.
 */
export function fitting<Each extends Row>(rows: readonly Each[], binSince: Date, letters = LETTERS): Each[] {
  const seen = new Set<string>()
  let left = letters
  return rows.filter(({ pointId, deleted, heading, body, writtenAt }) => {
    left -= body.length + (heading?.length ?? 0)
    const isNewest = pointId !== null && !seen.has(pointId)
    if (pointId !== null) seen.add(pointId)
    return left >= 0 || (isNewest && deleted && writtenAt > binSince)
  })
}

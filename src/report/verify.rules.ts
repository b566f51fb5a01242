// Whether a document is the current one: read off the line of editions that it stands in.
export const STATUSES = ['current', 'superseded', 'unknown', 'ambiguous'] as const

/** What a person is told. */
export const STATUS_WORDS = {
  current: 'Gældende',
  superseded: 'Erstattet',
  unknown: 'Ukendt',
  ambiguous: 'Flere udgaver passer',
} as const

type Marks = {
  visitId: string
  sha256: string
  conclusionSha256: string
  /** Null where a version has no poster of its own. */
  posterSha256: string | null
  shortHash: string | null
}

/** An edition is all documents: the six characters on their pages are the same. */
export type Document = 'report' | 'conclusion' | 'poster' | 'edition'

export type Known<Edition> =
  | { status: 'current'; document: Document; edition: Edition }
  /** `next` took its place; `current` is the last in the line, often the same. */
  | { status: 'superseded'; document: Document; edition: Edition; next: Edition; current: Edition }

export type Verdict<Edition> =
  | Known<Edition>
  | { status: 'unknown' }
  /** Six characters may stand on several editions. */
  | { status: 'ambiguous'; candidates: Known<Edition>[] }

/** What of an edition has this hash, the sum of a file or the six characters on its pages; null when nothing has. */
function documentWith({ sha256, conclusionSha256, posterSha256, shortHash }: Marks, hash: string): Document | null {
  if (sha256 === hash) return 'report'
  if (conclusionSha256 === hash) return 'conclusion'
  if (posterSha256 === hash) return 'poster'
  return shortHash === hash ? 'edition' : null
}

/**
 * The verdict on a hash. `lines`: for each visit that may be meant its editions, oldest first, then those of the visit
 * that replaced it, and so on. The last one of a line is current.
 */
export function verdictOn<Edition extends Marks>(
  lines: readonly (readonly Edition[])[],
  hash: string,
): Verdict<Edition> {
  const candidates = lines.flatMap(line =>
    line.flatMap((edition, place): Known<Edition>[] => {
      const document = documentWith(edition, hash)
      // What replaced it has a line of its own when it is meant.
      if (!document || edition.visitId !== line[0]?.visitId) return []
      const [next, current] = [line[place + 1], line.at(-1)]
      return next && current
        ? [{ status: 'superseded', document, edition, next, current }]
        : [{ status: 'current', document, edition }]
    }),
  )
  const [first, ...others] = candidates
  if (!first) return { status: 'unknown' }
  return others.length === 0 ? first : { status: 'ambiguous', candidates }
}

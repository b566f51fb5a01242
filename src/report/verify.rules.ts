// Whether a document is the current one: read off the line of editions that it stands in.
export const STATUSES = ['current', 'superseded', 'unknown'] as const

/** What a person is told. */
export const STATUS_WORDS = { current: 'Gældende', superseded: 'Erstattet', unknown: 'Ukendt' } as const

type Sums = { sha256: string; conclusionSha256: string }

export type Verdict<Edition> =
  | { status: 'unknown' }
  | { status: 'current'; document: 'report' | 'conclusion'; edition: Edition }
  /** `next` took its place; `current` is the last in the line, often the same. */
  | { status: 'superseded'; document: 'report' | 'conclusion'; edition: Edition; next: Edition; current: Edition }

/**
 * The verdict on the document with this sum. `line`: the editions of its visit, oldest first, then those of the visit
 * that replaced it, and so on. The last one is current.
 */
export function verdictOn<Edition extends Sums>(line: readonly Edition[], sha256: string): Verdict<Edition> {
  const place = line.findIndex(edition => edition.sha256 === sha256 || edition.conclusionSha256 === sha256)
  const edition = line[place]
  if (!edition) return { status: 'unknown' }
  const document = edition.sha256 === sha256 ? 'report' : 'conclusion'
  const [next, current] = [line[place + 1], line.at(-1)]
  return next && current
    ? { status: 'superseded', document, edition, next, current }
    : { status: 'current', document, edition }
}

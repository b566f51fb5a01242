// A visit's history and bin as a device knows them: the revisions that it has taken along, and what stands on it now.
import { noteText, type TextKey, textOf } from '../text/text.ts'
import type { BinRow } from './bin.queries.ts'
import { binReachesBackTo } from './bin.rules.ts'
import type { HistoryOf } from './history.queries.ts'
import type { RevisionRow } from './history.view.ts'
import type { PastRevision } from './past.schema.ts'
import type { Point, Visit } from './visit.schema.ts'

type Revisions = readonly PastRevision[]

/** Everything that a device knows; `past` is null before it has met the server. */
export type Known = { visit: Visit; notes: readonly { theme: string; body: string }[] | null; past: Revisions | null }

const key = ({ field, pointId, theme }: PastRevision): TextKey => textOf({ field, pointId, theme })

const ASKED: { [Kind in HistoryOf['kind']]: (of: Extract<HistoryOf, { kind: Kind }>, text: TextKey) => boolean } = {
  visit: (_of, text) => !text.startsWith('note/'),
  point: ({ pointId }, text) => text === `point/${pointId}`,
  note: ({ theme }, text) => text === noteText(theme),
  overallImpression: (_of, text) => text === 'overallImpression',
  conclusion: (_of, text) => text === 'conclusion',
}
const isAskedFor = (of: HistoryOf, text: TextKey) => ASKED[of.kind](of as never, text)

/** The revision whose text stood there before this one. */
const earlierThan = (past: Revisions, revision: PastRevision) =>
  past.find(other => other.id < revision.id && !other.removed && key(other) === key(revision))

function row(past: Revisions, revision: PastRevision): RevisionRow {
  const earlier = earlierThan(past, revision)
  const { isFirst, writtenAt, ...rest } = revision
  return {
    ...rest,
    writtenAt: new Date(writtenAt),
    earlierId: earlier?.id ?? (isFirst ? null : 'on the server'),
    earlierHeading: earlier?.heading ?? null,
    earlierBody: earlier?.body ?? null,
    earlierDeleted: earlier?.deleted ?? false,
    earlierIsAway: !earlier && !isFirst,
  }
}

/** What an address asks for; the server refuses what is none of ours. */
export function historyOf(query: URLSearchParams): HistoryOf {
  const [pointId, theme, field] = [query.get('point'), query.get('note'), query.get('field')]
  if (pointId !== null) return { kind: 'point', pointId }
  if (theme !== null) return { kind: 'note', theme }
  return { kind: field === 'conclusion' || field === 'overallImpression' ? field : 'visit' }
}

/** The revisions of what is asked for, newest first. */
export const pastRows = ({ past }: Known, of: HistoryOf): RevisionRow[] =>
  (past ?? []).filter(revision => isAskedFor(of, key(revision))).map(revision => row(past ?? [], revision))

type Standing = Pick<PastRevision, 'field' | 'pointId' | 'theme' | 'box' | 'heading' | 'body'>

function standing({ visit, notes }: Known): Standing[] {
  const large = (['overallImpression', 'conclusion'] as const).map(field => ({
    ...{ field, pointId: null, theme: null, box: null, heading: null },
    body: visit[field],
  }))
  const points = visit.points.map(({ id, theme, box, heading, body }) => ({ field: 'point' as const, pointId: id, theme, box, heading, body })) // biome-ignore format: one line
  const ofThemes = (notes ?? []).map(({ theme, body }) => ({ field: 'note' as const, pointId: null, theme, box: null, heading: null, body })) // biome-ignore format: one line
  return [...large, ...points, ...ofThemes]
}

/** Texts that say something else than their newest revision here: they have been written in since. */
export function rowsOfNow(known: Known, of: HistoryOf): RevisionRow[] {
  const { past } = known
  // Where the past is unknown, all would be new.
  if (!past && of.kind === 'visit') return []
  return standing(known).flatMap(text => {
    const now: PastRevision = { ...text, id: `now-${textOf(text)}`, deleted: false, removed: false, writtenBy: null, writtenByName: null, writtenAt: new Date().toISOString(), isFirst: past !== null } // biome-ignore format: one line
    if (!isAskedFor(of, key(now))) return []
    const newest = past?.find(revision => !revision.removed && key(revision) === key(now))
    const isSame = newest && newest.heading === now.heading && newest.body === now.body
    const isEmpty = !newest && now.body === '' && !now.heading
    return isSame || isEmpty ? [] : [row(newest ? [newest] : [], { ...now, id: `\uffff${now.id}` })]
  })
}

/** What lies in the bin as far as the device knows, the latest first; what stands in the visit again is not in it. */
export function pastBin({ visit, past }: Known, now: Date): BinRow[] {
  const stands = new Set(visit.points.map(({ id }) => id))
  const seen = new Set<string>()
  return (past ?? []).flatMap(
    ({ id, pointId, theme, box, heading, body, deleted, writtenBy, writtenByName, writtenAt, removed }) => {
      if (removed || !pointId || !theme || !box || seen.has(pointId)) return []
      seen.add(pointId)
      const deletedAt = new Date(writtenAt)
      if (!deleted || stands.has(pointId) || deletedAt <= binReachesBackTo(now)) return []
      return [{ id: pointId, theme, box, heading, body, revisionId: id, deletedBy: writtenBy, deletedByName: writtenByName, deletedAt }] // biome-ignore format: one line
    },
  )
}

/** A point of the bin as one that may come back: its links are the server's to remember. */
export const asPoint = (visitId: string, { id, theme, box, heading, body, deletedAt, deletedBy }: BinRow): Point => ({
  ...{ id, visitId, theme, box, heading, body, position: 10_000, version: 1 },
  ...{ source: null, saidOnTheDay: true, alsoThemes: [], answers: [], topics: [], goalKeys: [] },
  ...{ updatedAt: deletedAt.toISOString(), updatedBy: deletedBy },
})

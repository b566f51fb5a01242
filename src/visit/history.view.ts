// Who wrote what, when: the revisions of one text or of all, by person and day, each with what it changed.
import { danishDate, danishDay, danishTime } from '../lib/danish-date.ts'
import { nearChanges, type Stretch, wordDiff } from '../lib/word-diff.ts'
import type { HistoryOf, HistoryRow } from './history.queries.ts'
import { TEXTS } from './text.view.ts'
import { excerpt } from './theme.view.ts'
import type { Point, Visit } from './visit.schema.ts'
import { POINT_WORDS } from './visit.words.ts'

/** What a text of the visit is called, and where it is written. */
const nameOf = (field: (typeof TEXTS)[number]['field']) => TEXTS.find(text => text.field === field) ?? TEXTS[0]

/** A revision with what stood there before it; a device may not have that. */
export type RevisionRow = Omit<HistoryRow, 'deletedAt'> & { earlierIsAway?: boolean }

type Around = {
  visit: Visit
  /** The raw note as it stands, where the history is of one. */
  note: string | null
  editable: boolean
}

/** A point in words: "Tema 3a · fokuspunkt 2", with where it stands; one that is gone says so. */
export function pointPlace(visit: Visit, point: Pick<Point, 'id' | 'theme' | 'box'>) {
  const word = POINT_WORDS[point.box][0]
  const inBox = visit.points.filter(({ theme, box }) => theme === point.theme && box === point.box)
  const at = inBox.findIndex(({ id }) => id === point.id)
  const theme = `/visit/${visit.id}/theme/${point.theme}`
  if (at === -1) return { text: `Tema ${point.theme} · ${word} (slettet)`, href: theme }
  return { text: `Tema ${point.theme} · ${word} ${at + 1}`, href: `${theme}#point-${point.id}` }
}

/** The text that a revision is of: its name, where it stands, and the page of its own history. */
function textOf(row: RevisionRow, visit: Visit) {
  const history = `/visit/${visit.id}/history`
  if (row.field === 'note') return { text: 'Kladdenoter', href: '', historyHref: '' }
  if (row.field !== 'point') {
    const { heading: text, path } = nameOf(row.field)
    return { text, href: `/visit/${visit.id}/${path}`, historyHref: `${history}?field=${row.field}` }
  }
  const { pointId, theme, box } = row
  if (!pointId || !theme || !box) throw new Error(`revision ${row.id} has no point`)
  return { ...pointPlace(visit, { id: pointId, theme, box }), historyHref: `${history}?point=${pointId}` }
}

/** What stands in the visit now in the place of a revision; null where the text is gone. */
function standing(row: RevisionRow, { visit, note }: Around): { heading: string | null; body: string } | null {
  if (row.field === 'note') return { heading: null, body: note ?? '' }
  if (row.field !== 'point') return { heading: null, body: visit[row.field] }
  return visit.points.find(({ id }) => id === row.pointId) ?? null
}

function didWhat(row: RevisionRow): string {
  if (row.removed) return 'skrev noget, som en kollegas rettelse tog med ud'
  if (row.deleted) return 'slettede punktet'
  if (row.earlierId === null) return row.field === 'point' ? 'skrev et nyt punkt' : 'skrev teksten'
  return row.earlierDeleted ? 'hentede punktet tilbage' : 'rettede'
}

// A text that is shown as it was is shown this far; all of it can be opened.
const LONG = 400

const asPieces = (stretches: readonly Stretch[]) =>
  nearChanges(stretches).map(({ kind, text }) => ({ text, isAdded: kind === 'added', isRemoved: kind === 'removed' }))

function entry(row: RevisionRow, around: Around) {
  const there = standing(row, around)
  const isThere = !row.deleted && there !== null && there.heading === row.heading && there.body === row.body
  const before = { heading: row.earlierHeading ?? '', body: row.earlierBody ?? '' }
  const stretches = {
    heading: wordDiff(before.heading, row.heading ?? ''),
    body: wordDiff(before.body, row.body),
  }
  const changed = [...stretches.heading, ...stretches.body].some(({ kind }) => kind !== 'same')
  // What is new is all new, and a deletion changes no word: both show the text itself.
  const showsChanges = !row.deleted && changed && row.earlierId !== null && !row.earlierIsAway
  const isCut = showsChanges
    ? stretches.body.some(({ kind, text }) => kind === 'same' && text.length > 220)
    : row.body.length > LONG
  const canRestore = around.editable && !isThere && (there === null || !row.deleted)
  return {
    id: row.id,
    time: `kl. ${danishTime(row.writtenAt)}`,
    instant: row.writtenAt.toISOString(),
    what: didWhat(row),
    place: textOf(row, around.visit),
    heading: showsChanges ? asPieces(stretches.heading) : [],
    body: showsChanges ? asPieces(stretches.body) : [],
    unchanged: showsChanges
      ? null
      : { heading: row.heading, body: excerpt(row.body, LONG) || 'Ingen tekst', isEmpty: row.body === '' },
    whole: isCut ? { heading: row.heading, body: row.body } : null,
    isThere,
    restore: canRestore ? (there === null ? 'Hent punktet tilbage med denne tekst' : 'Gendan denne tekst') : null,
    words: excerpt(row.heading ?? row.body, 40),
  }
}

/** The revisions in groups: one person on one day. */
export function historyGroups(rows: readonly RevisionRow[], around: Around) {
  const groups: { id: string; heading: string; key: string; entries: ReturnType<typeof entry>[] }[] = []
  for (const row of rows) {
    const day = danishDay(row.writtenAt)
    const key = `${row.writtenBy} ${day}`
    if (groups.at(-1)?.key !== key) {
      const heading = `${row.writtenByName ?? 'Tidligere kollega'}, ${danishDate(day)}`
      groups.push({ id: `group-${groups.length + 1}`, heading, key, entries: [] })
    }
    groups.at(-1)?.entries.push(entry(row, around))
  }
  return groups
}

/** What stands on a device and is in none of its revisions yet, as a group before the others. */
export function groupOfNow(rows: readonly RevisionRow[], around: Around) {
  const entries = rows.map(row => ({
    ...entry(row, around),
    time: 'Nu',
    what: 'står der dette, som endnu ikke er en version i historikken',
    isThere: false,
    restore: null,
  }))
  return entries.length > 0 ? [{ id: 'group-now', heading: 'På denne enhed', key: 'now', entries }] : []
}

/** The head of a page of history: what it is the history of, and the way back to it. */
export function historyHead(visit: Visit, of: HistoryOf, rows: readonly RevisionRow[]) {
  if (of.kind === 'visit') return { heading: 'Historik', eyebrow: null, back: null }
  const [row] = rows
  if (of.kind === 'note') {
    const href = `/visit/${visit.id}/notes#note-${of.theme}`
    return { heading: `Kladdenoter til tema ${of.theme}`, eyebrow: 'Historik', back: { href, text: 'Til noterne' } }
  }
  if (of.kind !== 'point') {
    const { heading: text, path } = nameOf(of.kind)
    return { heading: text, eyebrow: 'Historik', back: { href: `/visit/${visit.id}/${path}`, text: 'Til teksten' } }
  }
  const place = row ? textOf(row, visit) : { text: 'Punkt', href: `/visit/${visit.id}` }
  return { heading: place.text, eyebrow: 'Historik', back: { href: place.href, text: 'Til punktet' } }
}

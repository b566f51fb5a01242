// Earlier threads at a visit: the form that says what became of each, and what is new, recurs and is closed by theme.
import { THREAD_MARKS, type ThreadStatus } from '../db/tables.ts'
import { danishDate } from '../lib/danish-date.ts'
import { numbered } from '../visit/box.ts'
import type { Visit } from '../visit/visit.schema.ts'
import { sinceLast } from './thread.rules.ts'
import type { EarlierThread } from './thread.schema.ts'
import { MARK_WORDS, nameOf, THREAD_WORDS, toldOf } from './thread.words.ts'

type Theme = { key: string; name: string }
type Point = Visit['points'][number] & { number: number | null }

/** What was typed about one thread. */
export type TypedMark = { mark: string; because: string; pointId: string; version: number; error: string | null }
export type TypedMarks = ReadonlyMap<string, TypedMark>

type Around = { visit: Visit; themes: readonly Theme[]; editable: boolean; typed?: TypedMarks | null }

const pointName = (point: Point) => `Tema ${point.theme}, fokuspunkt ${point.number}: ${nameOf(point)}`

function lineView(thread: EarlierThread, points: readonly Point[], typed: TypedMark | undefined) {
  const now = typed ?? {
    ...{ mark: thread.decision ?? '', because: thread.because, pointId: thread.pointId ?? '' },
    ...{ version: thread.version, error: null },
  }
  return {
    id: thread.id,
    href: `/thread/${thread.id}`,
    theme: thread.theme,
    number: thread.began.number,
    name: nameOf(thread.began),
    visited: danishDate(thread.began.visitedOn),
    ...toldOf(thread),
    version: now.version,
    because: now.because,
    error: now.error,
    undecided: thread.decision === null,
    decision: thread.decision ? MARK_WORDS[thread.decision].label : 'Ikke taget stilling til',
    marks: THREAD_MARKS.map(value => ({
      id: `mark-${thread.id}-${value}`,
      value,
      label: MARK_WORDS[value].label,
      checked: now.mark === value,
    })),
    points: [
      { value: '', text: 'Intet fokuspunkt i dag', isSelected: now.pointId === '' },
      ...points.map(point => ({ value: point.id, text: pointName(point), isSelected: point.id === now.pointId })),
    ],
  }
}

/** The form for the threads of one theme, or of all (null). Null where there are none. */
export function marksForm(earlier: readonly EarlierThread[], key: string | null, around: Around) {
  const { visit, themes, editable, typed = null } = around
  const keys = themes.map(theme => theme.key)
  const points = numbered(visit.points, keys).filter(({ box }) => box === 'purple')
  const here = earlier.filter(
    ({ theme, pointId }) => key === null || theme === key || points.find(({ id }) => id === pointId)?.theme === key,
  )
  if (here.length === 0) return null
  return {
    action: `/visit/${visit.id}/since`,
    from: key ?? '',
    editable,
    threads: here.map(thread => lineView(thread, points, typed?.get(thread.id))),
  }
}

/** What is new, recurs and is closed, theme by theme; themes of which nothing is said are left out. */
export function sinceView(earlier: readonly EarlierThread[], { visit, themes }: Pick<Around, 'visit' | 'themes'>) {
  const keys = themes.map(({ key }) => key)
  const points = numbered(visit.points, keys).filter(({ box }) => box === 'purple')
  const marked = earlier.map(thread => ({ ...thread, mark: thread.decision }))
  const thread = (one: EarlierThread) => ({ href: `/thread/${one.id}`, text: nameOf(one.began), because: one.because })
  const point = (one: Point) => ({
    href: `/visit/${visit.id}/theme/${one.theme}#point-${one.id}`,
    number: one.number,
    text: nameOf(one),
  })
  return sinceLast(keys, points, marked)
    .map(({ key, fresh, again, closed, undecided }) => ({
      key,
      name: themes.find(theme => theme.key === key)?.name ?? '',
      fresh: fresh.map(point),
      again: again.map(one => ({ ...thread(one.thread), point: one.point && point(one.point) })),
      closed: closed.map(thread),
      undecided: undecided.map(thread),
    }))
    .filter(({ fresh, again, closed, undecided }) => fresh.length + again.length + closed.length + undecided.length > 0)
}

type Followed = { id: string; theme: string | null; number: number | null; status: ThreadStatus }

/** What became of the published focus points of a theme: the way from each to its thread. */
export const followedView = (followed: readonly Followed[], key: string) =>
  followed
    .filter(({ theme }) => theme === key)
    .map(({ id, number, status }) => ({ href: `/thread/${id}`, number, status, text: THREAD_WORDS[status] }))

// "Siden sidst": theme by theme what is new, what recurs and what is closed since the visit before.
import type { ThreadStatus } from '../db/tables.ts'
import { danishDate } from '../lib/danish-date.ts'
import { typeset } from '../lib/typography.ts'
import { sinceLast } from '../thread/thread.rules.ts'
import { nameOf, PROGRESS_WORDS, THREAD_WORDS } from '../thread/thread.words.ts'
import { type Link, type NumberedPoint, type PageNumbers, pageNote, pointAnchor } from './report.links.ts'
import type { ReportSource } from './report.source.ts'
import type { ReportView } from './report.view.ts'

type Item = { text: string; link: Link | null; note: string }
type Group = { heading: string; items: Item[] }

export type SinceView = { lead: string; themes: { key: string; name: string; groups: Group[] }[] }

const GROUPS = { fresh: 'Nyt', again: 'Går igen', closed: 'Lukket', undecided: 'Ikke taget stilling til' } as const

/** What the page prints; null where no earlier visit left focus points. */
export function sinceView(
  since: ReportSource['since'],
  { model, points, pages }: { model: ReportSource['model']; points: readonly NumberedPoint[]; pages: PageNumbers },
): SinceView | null {
  if (!since) return null
  type Earlier = (typeof since.threads)[number]
  // Without a heading it is told by its first words, and those read on from the heading of its box.
  const name = (spoken: { heading: string | null; body: string }) =>
    typeset(spoken.heading === null ? `… ${nameOf(spoken)}` : nameOf(spoken))
  const linkTo = ({ id, theme, number }: NumberedPoint): Link => ({
    href: `#${pointAnchor(id)}`,
    label: typeset(`tema ${theme}, punkt ${number}`),
    page: pageNote(pages[pointAnchor(id)]),
  })
  const thread = (one: Earlier, note: string, link: Link | null = null): Item => ({
    ...{ text: name(one.began), link, note: typeset(note) },
  })
  const told = ({ status, lastUpdate }: Earlier) =>
    [`Tilbuddets status: ${PROGRESS_WORDS[status].label.toLocaleLowerCase('da')}`, lastUpdate?.note]
      .filter(Boolean)
      .join('. ')
  const marked = since.threads.map(one => ({ ...one, mark: one.decision }))
  const focusPoints = points.filter(({ box }) => box === 'purple')
  const themes = sinceLast(
    model.themes.map(({ key }) => key),
    focusPoints,
    marked,
  ).map(({ key, fresh, again, closed, undecided }) => {
    const items: Record<keyof typeof GROUPS, Item[]> = {
      fresh: fresh.map(point => ({ text: name(point), link: linkTo(point), note: '' })),
      again: again.map(one => thread(one.thread, told(one.thread), one.point && linkTo(one.point))),
      closed: closed.map(one => thread(one, one.because)),
      undecided: undecided.map(one => thread(one, told(one))),
    }
    const groups = (Object.keys(GROUPS) as (keyof typeof GROUPS)[])
      .map(group => ({ heading: GROUPS[group], items: items[group] }))
      .filter(group => group.items.length > 0)
    return { key, name: typeset(model.themes.find(theme => theme.key === key)?.name ?? ''), groups }
  })
  return {
    lead: typeset(`Hvad er der sket med fokuspunkterne siden besøget ${danishDate(since.visitedOn)}?`),
    themes: themes.filter(({ groups }) => groups.length > 0),
  }
}

/** The report on screen, with the way from each focus point to what became of it. */
export function withThreads(
  view: ReportView,
  threads: readonly { pointId: string; id: string; status: ThreadStatus }[],
): ReportView {
  const threadAt = new Map(threads.map(({ pointId, id, status }) => [pointAnchor(pointId), { id, status }]))
  const themes = view.themes.map(theme => ({
    ...theme,
    purple: {
      ...theme.purple,
      points: theme.purple.points.map(point => {
        const found = threadAt.get(point.anchor)
        const text = found && `Se opfølgningen (${THREAD_WORDS[found.status].toLocaleLowerCase('da')})`
        return found && text ? { ...point, thread: { href: `/thread/${found.id}`, text } } : point
      }),
    },
  }))
  return { ...view, themes }
}

// "Mine besøg": a consultant's visits grouped by what they want from the person who looks; and all visits, page by page.
import type { VisitStatus } from '../db/tables.ts'
import type { RequestUser } from '../http/request-user.ts'
import { danishDate } from '../lib/danish-date.ts'
import { placeInWords } from './list-page.ts'
import type { VisitSummary } from './visit.schema.ts'
import { inWords, STATUS_WORDS } from './visit.words.ts'

type Row = VisitSummary & { tilbudName: string }
type Names = ReadonlyMap<string, string>
type Progress = Map<string, { written: number; themes: number }>

const GROUPS: readonly { heading: string; lead: string; statuses: readonly VisitStatus[]; newest: number | null }[] = [
  { heading: 'Skal skrives færdig', lead: 'Kladder, som I kan skrive i.', statuses: ['draft'], newest: null },
  { heading: 'Planlagt', lead: 'Besøg, der ikke er skrevet i endnu.', statuses: ['planned'], newest: null },
  { heading: 'I høring', lead: 'Lederen læser udkastet.', statuses: ['hearing'], newest: null },
  {
    heading: 'Udgivet for nylig',
    lead: 'De seneste af dine besøg. Alle rapporter står under Rapporter.',
    statuses: ['published'],
    newest: 5,
  },
]

/** A consultant's visits, in the groups that have any. What is planned comes with the next visit first, the rest newest first. */
export function visitGroups(user: RequestUser, rows: readonly Row[], names: Names, progress: Progress) {
  return GROUPS.map(({ heading, lead, statuses, newest }, index) => {
    const inGroup = rows.filter(row => statuses.includes(row.status)).slice(0, newest ?? undefined)
    const ordered = statuses.includes('planned') ? inGroup.toReversed() : inGroup
    return {
      id: `group-${index}`,
      heading,
      lead,
      visits: ordered.map(row => rowView(row, user, names, progress)),
    }
  }).filter(group => group.visits.length > 0)
}

/** A page of all visits, for the administrator who looks for any of them: in one table, newest first. */
export const visitPage = (user: RequestUser, rows: readonly Row[], names: Names, progress: Progress) =>
  rows.length === 0
    ? []
    : [
        {
          id: 'all',
          heading: 'Nyeste besøg først',
          lead: `Fra ${danishDate(rows.at(-1)?.visitedOn ?? '')} til ${danishDate(rows[0]?.visitedOn ?? '')}.`,
          visits: rows.map(row => rowView(row, user, names, progress)),
        },
      ]

type Filter = { status: string | undefined; centreId: string | undefined }

/** The way to older visits and back to the newest, with the same filters; null when one page holds all. */
export function visitPager(
  rows: readonly Row[],
  filter: Filter,
  { isFirst, isLast }: Record<'isFirst' | 'isLast', boolean>,
) {
  const href = (more: { after?: string }) => {
    const set = Object.entries({ ...filter, ...more }).filter((field): field is [string, string] => !!field[1])
    return set.length > 0 ? `/visit?${new URLSearchParams(set)}` : '/visit'
  }
  const last = rows.at(-1)
  if (isFirst && isLast) return null
  return {
    text: `${rows.length} besøg`,
    newest: isFirst ? null : href({}),
    older: isLast || !last ? null : href({ after: placeInWords(last) }),
  }
}

function rowView(row: Row, user: RequestUser, names: Names, progress: Progress) {
  const { written, themes } = progress.get(row.id) ?? { written: 0, themes: 8 }
  const people = row.consultantIds
    .filter(id => id !== user.id || user.role === 'administrator')
    .map(id => names.get(id) ?? 'Tidligere kollega')
  return {
    href: `/visit/${row.id}`,
    tilbud: row.tilbudName,
    date: danishDate(row.visitedOn),
    people: people.length > 0 ? inWords(people) : 'Kun dig',
    status: row.status,
    statusText: STATUS_WORDS[row.status],
    howFar: written === 0 ? 'Ikke begyndt' : `${written} af ${themes} temaer`,
  }
}

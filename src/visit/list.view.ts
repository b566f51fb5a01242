// "Mine besøg": the visits grouped by what they want from the person who looks.
import type { VisitStatus } from '../db/tables.ts'
import type { RequestUser } from '../http/request-user.ts'
import { danishDate } from '../lib/danish-date.ts'
import type { VisitSummary } from './visit.schema.ts'
import { inWords, STATUS_WORDS } from './visit.words.ts'

type Row = VisitSummary & { tilbudName: string }
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

// The administrator looks for any visit, so nothing is left out.
const ALL_GROUPS: typeof GROUPS = [
  ...GROUPS.slice(0, 3),
  { heading: 'Udgivet', lead: 'Rapporten er færdig.', statuses: ['published'], newest: null },
  {
    heading: 'Erstattet',
    lead: 'Besøg, hvor et andet besøg er trådt i stedet.',
    statuses: ['superseded'],
    newest: null,
  },
]

/** The groups that have visits in them. What is planned comes with the next visit first, the rest newest first. */
export function visitGroups(
  user: RequestUser,
  rows: readonly Row[],
  names: ReadonlyMap<string, string>,
  progress: Progress,
) {
  const groups = user.role === 'administrator' ? ALL_GROUPS : GROUPS
  return groups
    .map(({ heading, lead, statuses, newest }, index) => {
      const inGroup = rows.filter(row => statuses.includes(row.status)).slice(0, newest ?? undefined)
      const ordered = statuses.includes('planned') ? inGroup.toReversed() : inGroup
      return {
        id: `group-${index}`,
        heading,
        lead,
        visits: ordered.map(row => rowView(row, user, names, progress)),
      }
    })
    .filter(group => group.visits.length > 0)
}

function rowView(row: Row, user: RequestUser, names: ReadonlyMap<string, string>, progress: Progress) {
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

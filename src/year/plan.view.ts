// Planning many visits on one page: a row for each tilbud that was chosen, as it was typed, with its own errors.
import type { FieldError } from '../http/errors.ts'
import { listOf, textOf } from '../http/form.ts'
import { danishDate } from '../lib/danish-date.ts'
import { byName } from '../lib/danish-order.ts'
import type { YearRow } from './year.reading.ts'

type Sent = Record<string, unknown>

/** What was typed for one tilbud. `id` is the new visit's, so that a form that is sent twice plans it once. */
export type PlanRow = { id: string; tilbudId: string; visitedOn: string; consultantIds: string[] }

/** The rows of a form that was sent. */
export const sentRows = (sent: Sent): PlanRow[] =>
  [...new Set(listOf(sent, 'tilbudId'))].map(tilbudId => ({
    id: textOf(sent, `id-${tilbudId}`),
    tilbudId,
    visitedOn: textOf(sent, `visitedOn-${tilbudId}`),
    consultantIds: listOf(sent, `consultantIds-${tilbudId}`),
  }))

/** The row and the field that an error of a plan belongs to: "/visits/2/visitedOn". */
function placeOf({ path }: FieldError) {
  const [, , row, field] = path.split('/')
  return { row: Number(row), field: field === 'visitedOn' ? 'visitedOn' : 'consultantIds' }
}

const WORDS: Record<string, string> = { visitedOn: 'dato', consultantIds: 'konsulenter' }

/** The page. `errors` are those of the plan as it was sent; `general` is what belongs to no row. */
export function planPage(
  rows: readonly PlanRow[],
  {
    known,
    consultants,
    same,
    errors,
    general,
  }: {
    known: ReadonlyMap<string, YearRow>
    consultants: { id: string; name: string }[]
    same: readonly string[]
    errors: readonly FieldError[]
    general: string | null
  },
) {
  const people = consultants.toSorted(byName)
  const ticks = (chosen: readonly string[]) =>
    people.map(({ id, name }) => ({ value: id, label: name, checked: chosen.includes(id) }))
  const messageOf = (index: number, wanted: string) =>
    errors.find(error => placeOf(error).row === index && placeOf(error).field === wanted)?.message ?? null
  const shown = rows.map((row, index) => {
    const about = known.get(row.tilbudId)
    const { last, dueOn, next } = about ?? {}
    return {
      ...row,
      name: about?.name ?? 'Ukendt tilbud',
      where: about?.centreName ?? '',
      about: [
        last ? `Sidste besøg ${danishDate(last.visitedOn)}.` : 'Ikke besøgt før.',
        ...(dueOn ? [`Forfalder ${danishDate(dueOn)}.`] : []),
        ...(next ? [`Der er allerede planlagt et besøg ${danishDate(next.visitedOn)}.`] : []),
      ].join(' '),
      headingId: `row-${row.tilbudId}`,
      dateId: `visitedOn-${row.tilbudId}`,
      peopleId: `consultantIds-${row.tilbudId}`,
      idName: `id-${row.tilbudId}`,
      consultants: ticks(row.consultantIds),
      dateError: messageOf(index, 'visitedOn'),
      peopleError: messageOf(index, 'consultantIds'),
    }
  })
  const lines = errors.map(error => {
    const { row, field } = placeOf(error)
    const at = shown[row]
    return {
      href: at ? `#${field}-${at.tilbudId}` : '#main',
      text: `${at?.name ?? ''}, ${WORDS[field]}: ${error.message}`,
    }
  })
  const title = 'Planlæg besøg'
  return {
    title,
    crumbs: [{ href: '/year', text: 'Årsplan' }, { text: title }],
    rows: shown,
    many: rows.length > 1,
    button: rows.length === 1 ? 'Planlæg besøget' : `Planlæg ${rows.length} besøg`,
    same: ticks(same),
    errors: general ? [{ href: '#main', text: general }, ...lines] : lines,
  }
}

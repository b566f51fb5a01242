// The facts of a visit as a form: what stands there, or what the person typed; and what was typed as a change.

import { listOf, textOf } from '../http/form.ts'
import { danishDate } from '../lib/danish-date.ts'
import { inDanishOrder } from '../lib/danish-order.ts'
import { commaList, type Sent, wholeNumber } from './form.ts'
import type { Visit } from './visit.schema.ts'
import { inWords } from './visit.words.ts'

const EMPTY_ROWS = 2

/** What the form sends, as the schema reads it. Rows where nothing is written fall away. */
export function factsFields(body: Sent) {
  const counts = listOf(body, 'count')
  return {
    visitedOn: textOf(body, 'visitedOn'),
    consultantIds: listOf(body, 'consultantIds'),
    participants: {
      employeesTotal: wholeNumber(textOf(body, 'employeesTotal')),
      met: listOf(body, 'group')
        .map((group, row) => ({ group: group.trim(), count: wholeNumber(counts[row] ?? '') }))
        .filter(({ group, count }) => group !== '' || count !== null),
    },
    topics: commaList(textOf(body, 'topics')),
  }
}

export function factsView(
  visit: Visit,
  possible: readonly { id: string; name: string }[],
  names: ReadonlyMap<string, string>,
  typed: Sent | null,
  messages: Record<string, string>,
) {
  const { participants, topics } = visit
  const own = typed
    ? {
        visitedOn: textOf(typed, 'visitedOn'),
        consultantIds: listOf(typed, 'consultantIds'),
        employeesTotal: textOf(typed, 'employeesTotal'),
        met: listOf(typed, 'group').map((group, row) => ({ group, count: listOf(typed, 'count')[row] ?? '' })),
        topics: textOf(typed, 'topics'),
      }
    : {
        visitedOn: visit.visitedOn,
        consultantIds: visit.consultantIds,
        employeesTotal: `${participants.employeesTotal ?? ''}`,
        met: participants.met.map(({ group, count }) => ({ group, count: `${count}` })),
        topics: topics.join(', '),
      }
  const rows = own.met.filter(({ group, count }) => group !== '' || count !== '')
  const blank = Array.from({ length: EMPTY_ROWS }, () => ({ group: '', count: '' }))
  // Whoever is on the visit stays in the list, also after leaving the house.
  const people = new Map([...visit.consultantIds.map(id => [id, names.get(id) ?? 'Tidligere kollega'] as const), ...possible.map(({ id, name }) => [id, name] as const)]) // biome-ignore format: one line
  return {
    version: visit.version,
    messages: { visitedOn: null, consultantIds: null, participants: null, topics: null, ...messages },
    visitedOn: own.visitedOn,
    employeesTotal: own.employeesTotal,
    topics: own.topics,
    met: [...rows, ...blank].map((row, index) => ({ ...row, number: index + 1 })),
    consultants: [...people]
      .map(([value, label]) => ({ value, label, checked: own.consultantIds.includes(value) }))
      .sort((one, other) => inDanishOrder(one.label, other.label)),
    read: [
      { term: 'Besøgt', text: danishDate(visit.visitedOn) },
      { term: 'Konsulenter', text: inWords(visit.consultantIds.map(id => names.get(id) ?? 'Tidligere kollega')) },
      { term: 'Antal ansatte', text: `${participants.employeesTotal ?? 'Ikke oplyst'}` },
      {
        term: 'Vi talte med',
        text: inWords(participants.met.map(({ group, count }) => `${count} ${group}`)) || 'Ikke oplyst',
      },
      { term: 'Emner på dagen', text: topics.join(', ') || 'Ingen' },
    ],
  }
}

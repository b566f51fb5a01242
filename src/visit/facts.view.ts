// The facts of a visit as a form: what stands there, or what the person typed; and what was typed as a change.

import { listOf, textOf } from '../http/form.ts'
import { danishDate, danishDay, isDay } from '../lib/danish-date.ts'
import { inDanishOrder } from '../lib/danish-order.ts'
import { isConfirmed } from '../tilbud/tilbud.rules.ts'
import type { Confirmation } from './described.schema.ts'
import { commaList, type Sent, wholeNumber } from './form.ts'
import { mergeFields } from './merge-fields.ts'
import type { Visit, VisitChange } from './visit.schema.ts'
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

/** What the form shows, field by field, for it to say when it is sent. */
export const shownFacts = ({ visitedOn, consultantIds, participants, topics }: Visit) => ({
  visitedOn,
  consultantIds,
  employeesTotal: participants.employeesTotal,
  met: participants.met,
  topics,
})

/**
 * What a form that showed `base` (null when it does not say) makes of the facts as they are now. Null when the two say
 * different things of one field.
 */
export function mergedFacts(base: Record<string, unknown> | null, sent: VisitChange, now: Visit): VisitChange | null {
  const { participants, ...fields } = sent
  const merged = mergeFields(base, { ...fields, ...participants }, shownFacts(now))
  if (!merged) return null
  const { employeesTotal = null, met = [], ...rest } = merged
  return { ...rest, participants: { employeesTotal, met } }
}

/** The facts as texts, as the form has them. */
type Facts = {
  visitedOn: string
  consultantIds: string[]
  employeesTotal: string
  met: { group: string; count: string }[]
  topics: string
}

const typedFacts = (typed: Sent): Facts => ({
  visitedOn: textOf(typed, 'visitedOn'),
  consultantIds: listOf(typed, 'consultantIds'),
  employeesTotal: textOf(typed, 'employeesTotal'),
  met: listOf(typed, 'group').map((group, row) => ({ group, count: listOf(typed, 'count')[row] ?? '' })),
  topics: textOf(typed, 'topics'),
})

const storedFacts = ({ visitedOn, consultantIds, participants, topics }: Visit): Facts => ({
  visitedOn,
  consultantIds,
  employeesTotal: `${participants.employeesTotal ?? ''}`,
  met: participants.met.map(({ group, count }) => ({ group, count: `${count}` })),
  topics: topics.join(', '),
})

const filled = ({ met }: Facts) => met.filter(({ group, count }) => group.trim() !== '' || count.trim() !== '')

/** The facts as they are read, by the id of their field. */
function inText(facts: Facts, nameOf: (id: string) => string) {
  const { visitedOn, consultantIds, employeesTotal, topics } = facts
  const met = filled(facts).map(({ group, count }) => `${count} ${group}`.trim())
  return {
    visitedOn: { term: 'Besøgt', text: isDay(visitedOn) ? danishDate(visitedOn) : visitedOn },
    consultantIds: { term: 'Konsulenter', text: inWords(consultantIds.map(nameOf).sort(inDanishOrder)) || 'Ingen' },
    employeesTotal: { term: 'Antal ansatte', text: employeesTotal || 'Ikke oplyst' },
    participants: { term: 'Vi talte med', text: inWords(met) || 'Ikke oplyst' },
    topics: { term: 'Emner på dagen', text: commaList(topics).join(', ') || 'Ingen' },
  }
}

type FactsOf = { count: number | null; confirmedOn: string | null; visitedOn: string; createdAt: Date }

/** What the tilbud has confirmed of its facts, and whether that holds for this visit. */
export const confirmationOf = ({ count, confirmedOn, visitedOn, createdAt }: FactsOf): Confirmation => ({
  ...{ count, confirmedOn },
  holds: isConfirmed({ confirmedOn, visitedOn, plannedOn: danishDay(createdAt) }),
})

/** The same in words. */
export function confirmationView({ count, confirmedOn, holds }: Confirmation) {
  const told = `${count ?? 'et ukendt antal'} ansatte`
  return {
    confirmed: holds,
    text: holds
      ? `Tilbuddet har bekræftet ${told} ${danishDate(confirmedOn ?? '')}.`
      : `Antal ansatte er ikke bekræftet af tilbuddet til dette besøg${confirmedOn ? ` (sidst ${danishDate(confirmedOn)}: ${told})` : ''}. Lederen gør det under Mit tilbud; udkastet kan ikke sendes i høring før.`,
  }
}

const HINTS = {
  visitedOn: null,
  consultantIds: 'Kun de valgte kan skrive i besøget.',
  employeesTotal: null,
  participants: 'En gruppe på hver linje: 4 medarbejdere, 1 leder, 3 borgere.',
  topics: 'Med komma imellem, som: Tid, Mental sundhed.',
}
type Field = keyof typeof HINTS

/** `overtaken` says that a colleague was first: where the two differ, the colleague's stands beside the field. */
export function factsView(
  visit: Visit,
  possible: readonly { id: string; name: string }[],
  names: ReadonlyMap<string, string>,
  { typed, messages, overtaken }: { typed: Sent | null; messages: Record<string, string>; overtaken: boolean },
) {
  const nameOf = (id: string) => names.get(id) ?? 'Tidligere kollega'
  const own = typed ? typedFacts(typed) : storedFacts(visit)
  const stored = inText(storedFacts(visit), nameOf)
  const told = inText(own, nameOf)
  const hint = (field: Field) =>
    overtaken && told[field].text !== stored[field].text ? `Kollegaens: ${stored[field].text}` : HINTS[field]
  const blank = Array.from({ length: EMPTY_ROWS }, () => ({ group: '', count: '' }))
  // Whoever is on the visit stays in the list, also after leaving the house.
  const people = new Map([...visit.consultantIds.map(id => [id, nameOf(id)] as const), ...possible.map(({ id, name }) => [id, name] as const)]) // biome-ignore format: one line
  return {
    // A form that comes back refused still shows what it showed; one that was overtaken shows what is there now.
    version: typed && !overtaken ? textOf(typed, 'version') : `${visit.version}`,
    base: typed && !overtaken ? textOf(typed, 'base') : JSON.stringify(shownFacts(visit)),
    messages: { visitedOn: null, consultantIds: null, participants: null, topics: null, ...messages },
    hints: Object.fromEntries((Object.keys(HINTS) as Field[]).map(field => [field, hint(field)])),
    visitedOn: own.visitedOn,
    employeesTotal: own.employeesTotal,
    topics: own.topics,
    met: [...filled(own), ...blank].map((row, index) => ({ ...row, number: index + 1 })),
    consultants: [...people]
      .map(([value, label]) => ({ value, label, checked: own.consultantIds.includes(value) }))
      .sort((one, other) => inDanishOrder(one.label, other.label)),
    read: Object.values(stored),
    // What was typed into a form that is no longer there, because the visit was closed for writing meanwhile.
    lost: typed && { why: Object.values(messages)[0] ?? '', items: Object.values(told) },
  }
}

// The facts of a visit, saved as they are written. What is half typed, a date without its year or a number without its
// group, waits in the form.

import { isDay } from '../../lib/danish-date.ts'
import { type Facts, type FactsChange, factsChange } from '../../visit/facts.rules.ts'
import { factsFields } from '../../visit/facts.view.ts'
import type { Desk } from '../sync/desk.ts'
import { FACTS } from '../sync/subject.ts'

const PAUSE = 300
const FORM = '#facts-form'

const isCount = (count: number | null): count is number => Number.isInteger(count) && (count ?? -1) >= 0

/** What the form said when it was printed. */
function printedFacts(form: HTMLFormElement): Facts {
  const { employeesTotal, met, ...facts } = JSON.parse(String(new FormData(form).get('base')))
  return { ...facts, participants: { employeesTotal, met } }
}

/** What stands in the form as facts; what is half typed stays as it was. */
function readFacts(form: HTMLFormElement, before: Facts): Facts {
  const sent: Record<string, string[]> = {}
  for (const [name, value] of new FormData(form)) sent[name] = [...(sent[name] ?? []), String(value)]
  const { visitedOn, consultantIds, participants, topics } = factsFields(sent)
  const { employeesTotal, met } = participants
  const whole = met.flatMap(({ group, count }) => (group !== '' && isCount(count) ? [{ group, count }] : []))
  return {
    visitedOn: isDay(visitedOn) ? visitedOn : before.visitedOn,
    consultantIds: consultantIds.length > 0 ? consultantIds : before.consultantIds,
    participants: {
      employeesTotal:
        employeesTotal === null || isCount(employeesTotal) ? employeesTotal : before.participants.employeesTotal,
      met: whole.length === met.length ? whole : before.participants.met,
    },
    topics,
  }
}

type Around = {
  /** It has more to say of its saving. */
  said: () => void
  /** The person is done with it: what colleagues changed meanwhile may be shown. */
  left: () => void
}

/** Follows the form of the facts, where the page has one. */
export function listenOnFacts(desk: Desk, { said, left }: Around) {
  let timer = 0
  /** What was sent of the form since it was printed. */
  let sent: Facts | null = null

  const form = () => document.querySelector<HTMLFormElement>(FORM)
  const change = (facts: FactsChange) => desk.change([{ id: crypto.randomUUID(), kind: 'changeVisit', ...facts }])

  function save() {
    clearTimeout(timer)
    timer = 0
    const here = form()
    if (!here) return
    const before = sent ?? printedFacts(here)
    sent = readFacts(here, before)
    const made = factsChange(before, sent)
    if (made) void change(made)
    said()
  }

  document.addEventListener('input', ({ target }) => {
    if (!(target instanceof Element) || !target.closest(FORM)) return
    clearTimeout(timer)
    timer = window.setTimeout(save, PAUSE)
    said()
  })
  document.addEventListener('focusout', ({ target }) => {
    if (!(target instanceof Element) || !target.closest(FORM)) return
    save()
    left()
  })
  document.addEventListener('submit', event => {
    if (!(event.target instanceof HTMLFormElement) || !event.target.matches(FORM)) return
    event.preventDefault()
    save()
  })
  // What was typed a moment ago is not on the device yet, and a page that goes away may not get it there.
  window.addEventListener('beforeunload', event => {
    if (timer === 0) return
    save()
    event.preventDefault()
  })

  // What somebody has typed before this script came.
  save()

  return {
    /** Nobody writes in the form: it may be printed anew, and then shows all that is there. */
    isLeft: () => !form()?.contains(document.activeElement),
    /** What stands on the page and says how it is saved. */
    stated: () => [form()].flatMap(host => (host ? [{ text: FACTS, host, isTyping: timer !== 0 }] : [])),
    printed() {
      sent = null
    },
  }
}

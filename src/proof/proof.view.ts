// The findings as a page of the visit prints them: what must be corrected first, then part by part, then what was answered.
import { danishDateTime } from '../lib/danish-date.ts'
import type { Visit } from '../visit/visit.schema.ts'
import { type Part, partOf, placeHref } from './place.ts'
import type { ReadFinding } from './proof.reading.ts'
import { ANSWERABLE } from './proof.rules.ts'

/** An answer that could not be saved as it was typed. */
export type Tried = { key: string; reason: string; error: string }

type Source = {
  visit: Pick<Visit, 'id' | 'status'>
  model: { themes: readonly { key: string; name: string }[] }
  findings: readonly ReadFinding[]
  tried?: Tried | null
}

const AROUND = 70
const LONGEST = 260

/** A text in one line, cut at a word: at its start, or at its end. */
const oneLine = (text: string) => text.replaceAll(/\s*\n\s*/g, ' ')
const tail = (text: string) => (text.length > AROUND ? `… ${text.slice(-AROUND).replace(/^\S*\s+/, '')}` : text)
const head = (text: string) => (text.length > AROUND ? `${text.slice(0, AROUND).replace(/\s+\S*$/, '')}\u00a0…` : text)
const middle = (text: string) =>
  text.length > LONGEST ? `${text.slice(0, LONGEST - 100).trimEnd()} … ${text.slice(-80).trimStart()}` : text

/** The place's text around what was found; null where nothing stands. */
export function quoteView({ text, where }: Pick<ReadFinding, 'text' | 'where'>) {
  if (where.quote === '') return null
  return {
    before: tail(oneLine(text.slice(0, where.start))),
    quote: middle(oneLine(where.quote)),
    after: head(oneLine(text.slice(where.end))),
  }
}

const count = (number: number, one: string, several: string) => `${number}\u00a0${number === 1 ? one : several}`

function leadOf(blocking: number, open: number): string {
  const warnings = `${count(open, 'bemærkning', 'bemærkninger')} er værd at se på. Ret teksten, eller svar, hvorfor den skal stå, som den gør.`
  if (blocking === 0) return warnings
  const first = `${count(blocking, 'sted', 'steder')} skal rettes, før rapporten kan sendes i høring eller udgives.`
  return open === 0 ? first : `${first} ${warnings}`
}

const HEADINGS: Record<Exclude<Part, object>, string> = {
  facts: 'Fakta',
  impression: 'Samlede indtryk',
  conclusion: 'Konklusion',
}

export function proofView({ visit, model, findings, tried = null }: Source) {
  const view = (finding: ReadFinding) => {
    const { key, rule, severity, place, what, where, answer } = finding
    const mine = tried?.key === key ? tried : null
    return {
      id: `finding-${key}`,
      title: rule.title,
      place,
      href: placeHref(visit.id, where),
      what,
      why: rule.why,
      remedy: rule.remedy,
      quote: quoteView(finding),
      answer: answer && { reason: answer.reason, signed: `${answer.by}, ${danishDateTime(answer.at)}` },
      form:
        severity === 'warns' && ANSWERABLE[visit.status]
          ? {
              id: `reason-${key}`,
              action: `/visit/${visit.id}/proof/${key}`,
              open: mine !== null,
              value: mine?.reason ?? answer?.reason ?? '',
              error: mine?.error ?? null,
            }
          : null,
    }
  }

  const blocking = findings.filter(({ severity }) => severity === 'blocks')
  const open = findings.filter(({ severity, answer }) => severity === 'warns' && !answer)
  const answered = findings.filter(({ answer }) => answer !== null)
  const parts: readonly { part: Part; key: string | null; heading: string }[] = [
    ...(['facts', 'impression'] as const).map(part => ({ part, key: null, heading: HEADINGS[part] })),
    ...model.themes.map(({ key, name }) => ({ part: { theme: key }, key, heading: name })),
    { part: 'conclusion', key: null, heading: HEADINGS.conclusion },
  ]
  const stands = (finding: ReadFinding, part: Part) => JSON.stringify(partOf(finding.where)) === JSON.stringify(part)
  return {
    lead: findings.length === answered.length ? null : leadOf(blocking.length, open.length),
    errors: tried ? [{ href: `#reason-${tried.key}`, text: tried.error }] : [],
    blocking: blocking.map(view),
    groups: parts
      .map(({ part, key, heading }, index) => ({
        id: `part-${index}`,
        key,
        heading,
        findings: open.filter(finding => stands(finding, part)).map(view),
      }))
      .filter(group => group.findings.length > 0),
    answered: answered.map(view),
  }
}

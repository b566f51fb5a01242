// The findings as a page of the visit prints them: what must be corrected first, then part by part, then what was answered.
import type { Visit } from '../visit/visit.schema.ts'
import { findingView, type Tried } from './finding.view.ts'
import { type Part, partOf } from './place.ts'
import type { ReadFinding } from './proof.reading.ts'

type Source = {
  visit: Pick<Visit, 'id' | 'status'>
  model: { themes: readonly { key: string; name: string }[] }
  findings: readonly ReadFinding[]
  tried?: Tried | null
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
  const view = (finding: ReadFinding) => findingView(finding, { visit, tried, back: '' })
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

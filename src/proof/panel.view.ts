// The findings of one page of the visit, as they stand beside its text: what must be corrected first, then what is worth a
// look, then what was answered.
import type { Visit } from '../visit/visit.schema.ts'
import { findingView, type Tried } from './finding.view.ts'
import { partOf } from './place.ts'
import type { ReadFinding } from './proof.reading.ts'

/** The last part of the page's address: "theme/3a", "facts". */
const pathOf = (finding: ReadFinding) => {
  const part = partOf(finding.where)
  return typeof part === 'string' ? part : `theme/${part.theme}`
}

const count = (number: number, one: string, several: string) => `${number}\u00a0${number === 1 ? one : several}`

/** "2 steder skal rettes, og 1 bemærkning", of what nobody has answered. */
function inWords(blocking: number, open: number): string {
  const must = `${count(blocking, 'sted', 'steder')} skal rettes`
  const may = count(open, 'bemærkning', 'bemærkninger')
  if (blocking > 0) return open > 0 ? `${must}, og ${may}` : must
  return open > 0 ? may : 'Ingen bemærkninger'
}

type Source = {
  visit: Pick<Visit, 'id' | 'status'>
  findings: readonly ReadFinding[]
  part: string
  tried?: Tried | null
}

export function panelView({ visit, findings, part, tried = null }: Source) {
  const here = findings.filter(finding => pathOf(finding) === part)
  const elsewhere = findings.filter(({ answer }) => !answer).length - here.filter(({ answer }) => !answer).length
  const view = (finding: ReadFinding) => findingView(finding, { visit, tried, back: part })
  const blocking = here.filter(({ severity }) => severity === 'blocks')
  const open = here.filter(({ severity, answer }) => severity === 'warns' && !answer)
  const answered = here.filter(({ answer }) => answer !== null)
  return {
    source: `/visit/${visit.id}/proof/panel?part=${encodeURIComponent(part)}`,
    count: inWords(blocking.length, open.length),
    hasOpen: blocking.length + open.length > 0,
    blocking: blocking.map(view),
    open: open.map(view),
    answered: answered.map(view),
    answeredText: `${answered.length}\u00a0er besvaret`,
    allHref: `/visit/${visit.id}/proof`,
    allText:
      elsewhere > 0 ? `Hele korrekturen (${count(elsewhere, 'andet sted', 'andre steder')})` : 'Hele korrekturen',
  }
}

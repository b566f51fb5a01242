// The texts of a visit that can be commented on, each with a key that stays the same however it is corrected.
import type { Box } from '../db/tables.ts'
import { plainText } from '../lib/markdown.ts'
import { placeInWords } from '../proof/place.ts'
import { inWords } from '../visit/visit.words.ts'

/** What is kept of a draft as it was sent: enough to print the report anew. */
export type Snapshot = {
  visit: {
    participants: { employeesTotal: number | null; met: { group: string; count: number }[] }
    topics: string[]
    overallImpression: string
    conclusion: string
    points: {
      id: string
      theme: string
      box: Box
      heading: string | null
      body: string
      position: number
      alsoThemes: string[]
      answers: string[]
      source: string | null
      saidOnTheDay: boolean
    }[]
  }
  model: { themes: { key: string; name: string }[] }
}

/** `text` is what is read and quoted; `markdown` what it was written as (null: it is made of facts). */
export type HearingText = {
  key: string
  place: string
  theme: string | null
  box: Box | null
  heading: string | null
  text: string
  markdown: string | null
}

/** The key of a comment on the report as a whole: what is missing stands nowhere. */
export const WHOLE = 'report'

const own = (key: string, place: string, text: string, markdown: string | null = null): HearingText => ({
  ...{ key, place, text, markdown, theme: null, box: null, heading: null },
})

function factsOf({ participants: { employeesTotal, met }, topics }: Snapshot['visit']): string {
  const lines = [
    employeesTotal === null ? '' : `Antal ansatte: ${employeesTotal}`,
    met.length === 0 ? '' : `Vi talte med: ${inWords(met.map(({ group, count }) => `${count} ${group}`))}`,
    topics.length === 0 ? '' : `Emner på dagen: ${topics.join(', ')}`,
  ]
  return lines.filter(line => line !== '').join('\n')
}

/** Everything that can be commented on, in the report's order; the report as a whole comes last. */
export function textsOf(source: Snapshot): HearingText[] {
  const { visit, model } = source
  const order = model.themes.map(({ key }) => key)
  const boxes: Box[] = ['grey', 'purple', 'yellow']
  const points = visit.points.toSorted(
    (one, other) =>
      order.indexOf(one.theme) - order.indexOf(other.theme) ||
      boxes.indexOf(one.box) - boxes.indexOf(other.box) ||
      one.position - other.position,
  )
  return [
    own('facts', 'Fakta om besøget', factsOf(visit)),
    own('overallImpression', 'Samlede indtryk', plainText(visit.overallImpression), visit.overallImpression),
    ...points.map(({ id, theme, box, heading, body }) => ({
      key: `point/${id}`,
      place: placeInWords({ pointId: id, field: 'body', theme, box }, source),
      theme,
      box,
      heading,
      text: [heading, plainText(body)].filter(Boolean).join('\n'),
      markdown: body,
    })),
    own('conclusion', 'Konklusion', plainText(visit.conclusion), visit.conclusion),
    own(WHOLE, 'Rapporten som helhed', ''),
  ].filter(({ key, text }) => key === WHOLE || text.trim() !== '')
}

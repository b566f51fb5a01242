// What the proof-reader reads: one visit with its points, the tilbud's names, the model; and every text in it, with its place.
import type { Box, DescriptionMark } from '../db/tables.ts'

export type Point = {
  id: string
  theme: string
  box: Box
  position: number
  heading: string | null
  body: string
  alsoThemes: string[]
  answers: string[]
  source: string | null
  saidOnTheDay: boolean
}

export type Material = {
  visit: {
    participants: { employeesTotal: number | null; met: { group: string; count: number }[] }
    topics: string[]
    overallImpression: string
    conclusion: string
    descriptionMarks?: { theme: string; mark: DescriptionMark }[]
    points: Point[]
  }
  /** `facts`: whether the tilbud confirmed them for this visit; left out where nobody asks. */
  tilbud: { name: string; shortNames: string[]; facts?: { confirmed: boolean } }
  model: { themes: { key: string; name: string }[] }
}

export type Field = 'heading' | 'body' | 'participants' | 'topics' | 'overallImpression' | 'conclusion'

/** Where something stands: in a field of a point, in a field of the visit, or in a box or a theme that is empty. */
export type Place = { pointId: string | null; field: Field | null; theme: string | null; box: Box | null }

/** A text at its place. */
export type Passage = Place & { text: string }

/** A visit that is only planned: nobody wants to be told that all of it is missing. */
export const nothingWritten = ({ visit }: Pick<Material, 'visit'>) =>
  visit.points.length === 0 && visit.overallImpression.trim() === '' && visit.conclusion.trim() === ''

/** A field of the visit itself. */
export const visitPassage = (field: Field, text: string): Passage => ({
  pointId: null,
  field,
  theme: null,
  box: null,
  text,
})

/** A box, or with null a whole theme, in which nothing stands. */
export const emptyPlace = (theme: string, box: Box | null): Passage => ({
  pointId: null,
  field: null,
  theme,
  box,
  text: '',
})

/** One of a point's two texts. */
export const pointPassage = ({ id, theme, box, heading, body }: Point, field: 'heading' | 'body'): Passage => ({
  pointId: id,
  field,
  theme,
  box,
  text: field === 'body' ? body : (heading ?? ''),
})

/** All that was written, in the report's order. */
export function passages({ visit, model }: Material): Passage[] {
  const order = model.themes.map(({ key }) => key)
  const points = visit.points.toSorted((one, other) => order.indexOf(one.theme) - order.indexOf(other.theme))
  return [
    visitPassage('participants', visit.participants.met.map(({ group, count }) => `${count} ${group}`).join(', ')),
    visitPassage('topics', visit.topics.join(', ')),
    visitPassage('overallImpression', visit.overallImpression),
    ...points.flatMap(point => [pointPassage(point, 'heading'), pointPassage(point, 'body')]),
    visitPassage('conclusion', visit.conclusion),
  ].filter(({ text }) => text.trim() !== '')
}

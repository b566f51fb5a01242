// A point's form as the schema reads it: its fields, and the step that its menu asks for.
import { BOXES } from '../db/tables.ts'
import { listOf, textOf } from '../http/form.ts'
import { commaList, type Sent } from './form.ts'
import type { Point, PointChange } from './visit.schema.ts'

/** A heading may be shown over several lines, but it is one. */
const asLine = (text: string) => text.replaceAll(/\s*\n\s*/g, ' ').trim()

/** The fields of the form; what is not ticked is not sent, so every field is there. */
export const pointFields = (body: Sent) => ({
  heading: asLine(textOf(body, 'heading')) || null,
  body: textOf(body, 'body'),
  alsoThemes: listOf(body, 'alsoThemes'),
  answers: listOf(body, 'answers'),
  source: textOf(body, 'source') || null,
  saidOnTheDay: textOf(body, 'saidOnTheDay') !== '',
  topics: commaList(textOf(body, 'topics')),
})

/** Whether heading and text are what already stands there. */
export const samePoint = (there: Point, { heading, body }: PointChange) =>
  there.heading === heading && there.body === body

/** Where the menu's step takes the point, as a change; what it cannot take along falls away. */
export function moveOf(body: Sent, point: Point, visit: { points: readonly Point[] }): PointChange {
  const step = textOf(body, 'step')
  const inBox = visit.points.filter(other => other.theme === point.theme && other.box === point.box)
  const at = inBox.findIndex(other => other.id === point.id) + 1
  if (step === 'up') return { position: Math.max(at - 1, 1) }
  if (step === 'down') return { position: at + 1 }
  if (step !== 'move') return {}
  const [theme = '', wanted] = textOf(body, 'place').split('/')
  const box = BOXES.find(candidate => candidate === wanted) ?? point.box
  const { alsoThemes, answers, source } = pointFields(body)
  return {
    theme,
    box,
    alsoThemes: alsoThemes.filter(key => key !== theme),
    answers: box === 'yellow' ? answers : [],
    source: box === 'purple' ? (source as PointChange['source'] & string) : null,
  }
}

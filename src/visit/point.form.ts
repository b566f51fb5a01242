// A point's form as the schema reads it: its fields, and the step that its menu asks for.
import { BOXES } from '../db/tables.ts'
import { listOf, textOf } from '../http/form.ts'
import { commaList, type Sent } from './form.ts'
import { mergeFields } from './merge-fields.ts'
import type { Typed } from './point.view.ts'
import type { Point, PointChange } from './visit.schema.ts'

/** A heading may be shown over several lines, but it is one. */
const asLine = (text: string) => text.replaceAll(/\s*\n\s*/g, ' ').trim()

/** The fields of the form; what is not ticked is not sent, so every field is there. */
export const pointFields = (body: Sent) => ({
  heading: asLine(textOf(body, 'heading')) || null,
  // A browser sends a form's lines as CRLF, and a script as LF: the same text either way.
  body: textOf(body, 'body').replaceAll('\r\n', '\n'),
  alsoThemes: listOf(body, 'alsoThemes'),
  answers: listOf(body, 'answers'),
  source: textOf(body, 'source') || null,
  saidOnTheDay: textOf(body, 'saidOnTheDay') !== '',
  topics: commaList(textOf(body, 'topics')),
})

/** The same as it was typed, for the form to show again. */
export const typedPoint = (body: Sent): Typed => ({
  ...pointFields(body),
  heading: textOf(body, 'heading'),
  source: textOf(body, 'source'),
  topics: textOf(body, 'topics'),
  version: Number(textOf(body, 'version')),
  base: textOf(body, 'base'),
})

/**
 * What a form that showed `base` (null when it does not say) makes of the point as it is now. The text goes along as it
 * was typed: it is merged by its versions. Null when the two say different things of one field.
 */
export function mergedPoint(base: Record<string, unknown> | null, sent: PointChange, now: Point): PointChange | null {
  const { heading, body, ...mine } = sent
  const fields = mergeFields(base, mine, now)
  return fields && { heading, body, ...fields }
}

/** Whether everything that the form sends is what already stands there. */
export const samePoint = (there: Point, sent: PointChange) =>
  there.heading === sent.heading && there.body === sent.body && mergedPoint(null, sent, there) !== null

/** Where the menu's step takes the point; null when it stays. */
export function moveOf(body: Sent, point: Point, visit: { points: readonly Point[] }): PointChange | null {
  const step = textOf(body, 'step')
  const inBox = visit.points.filter(other => other.theme === point.theme && other.box === point.box)
  const at = inBox.findIndex(other => other.id === point.id) + 1
  if (step === 'up') return { position: Math.max(at - 1, 1) }
  if (step === 'down') return { position: at + 1 }
  if (step !== 'move') return null
  const [theme = '', wanted] = textOf(body, 'place').split('/')
  return { theme, box: BOXES.find(candidate => candidate === wanted) ?? point.box }
}

/** What the form sends, and where the point goes with it; what it cannot take along falls away. */
export const withMove = (sent: PointChange, move: PointChange | null): PointChange => ({
  ...sent,
  ...move,
  ...(move?.theme && { alsoThemes: sent.alsoThemes?.filter(key => key !== move.theme) }),
  ...(move?.box && move.box !== 'yellow' && { answers: [] }),
  ...(move?.box && move.box !== 'purple' && { source: null }),
})

// Changes to a visit's structure, as they wait on the device and are sent; and the visit with them applied, as it is shown
// meanwhile. What the server makes of them stands in visit/change.actions.ts.
import { type FactsChange, withFacts, withOps } from '../../visit/facts.rules.ts'
import type { Point, Visit } from '../../visit/visit.schema.ts'
import { FACTS } from './subject.ts'

type Box = Point['box']
type Links = Pick<Point, 'alsoThemes' | 'answers' | 'topics'>
type Said = Pick<Point, 'source' | 'saidOnTheDay'>
type Ops = { add?: string[]; remove?: string[] }
type Sets = { [Name in keyof Links]?: Ops }
type Fresh = { id: string; theme: string; box: Box; after?: string | null } & Partial<Links & Said>

export type Change = { id: string } & (
  | { kind: 'createPoint'; point: Fresh }
  | ({ kind: 'changePoint'; pointId: string } & Partial<Said> & Sets)
  | { kind: 'movePoint'; pointId: string; theme: string; box: Box; after: string | null }
  | { kind: 'deletePoint'; pointId: string }
  | { kind: 'restorePoint'; pointId: string }
  | ({ kind: 'changeVisit' } & FactsChange)
)

/** A visit and the points that were taken out of it here, to be put back. */
export type Shown = { visit: Visit; gone: readonly Point[] }

const inBox = (points: readonly Point[], theme: string, box: Box) =>
  points.filter(point => point.theme === theme && point.box === box).sort((one, other) => one.position - other.position)

/** The points with `point` in its box after `after`; first after null, last after one that is not there. */
function placed(points: readonly Point[], point: Point, after: string | null): Point[] {
  const others = points.filter(({ id }) => id !== point.id)
  const box = inBox(others, point.theme, point.box)
  const found = box.findIndex(({ id }) => id === after)
  const at = after === null ? 0 : found === -1 ? box.length : found + 1
  const order = [...box.slice(0, at), point, ...box.slice(at)].map((one, index) => ({ ...one, position: index + 1 }))
  return [...others.filter(other => !box.includes(other)), ...order]
}

function emptyPoint(visit: Visit, { id, theme, box, after: _, ...links }: Fresh): Point {
  const now = new Date().toISOString()
  const text = { heading: null, body: '', source: null, saidOnTheDay: true, topics: [], goalKeys: [] }
  const row = { version: 1, updatedAt: now, updatedBy: null, position: 10_000 }
  return { id, visitId: visit.id, theme, box, ...text, alsoThemes: [], answers: [], ...row, ...links }
}

/** What a point cannot take along into another box or theme falls away. */
function fitted(point: Point): Point {
  return {
    ...point,
    alsoThemes: point.alsoThemes.filter(theme => theme !== point.theme),
    ...(point.box !== 'yellow' && { answers: [] }),
    ...(point.box !== 'purple' && { source: null }),
  }
}

function applied({ visit, gone }: Shown, change: Change): Shown {
  const { points } = visit
  if (change.kind === 'changeVisit') return { visit: { ...visit, ...withFacts(visit, change) }, gone }
  const shown = (next: Point[], nextGone = gone): Shown => ({ visit: { ...visit, points: next }, gone: nextGone })
  if (change.kind === 'createPoint') {
    if (points.some(({ id }) => id === change.point.id)) return { visit, gone }
    const { after = 'the last' } = change.point
    return shown(placed(points, emptyPoint(visit, change.point), after))
  }
  if (change.kind === 'restorePoint') {
    const point = gone.find(({ id }) => id === change.pointId)
    if (!point || points.some(({ id }) => id === point.id)) return { visit, gone }
    const box = inBox(points, point.theme, point.box)
    const before = box[Math.min(point.position - 2, box.length - 1)]?.id ?? null
    return shown(
      placed(points, point, before),
      gone.filter(other => other !== point),
    )
  }
  const point = points.find(({ id }) => id === change.pointId)
  if (!point) return { visit, gone }
  if (change.kind === 'deletePoint')
    return shown(
      points.filter(other => other !== point),
      [...gone, point],
    )
  if (change.kind === 'movePoint')
    return shown(placed(points, fitted({ ...point, theme: change.theme, box: change.box }), change.after))
  const { source = point.source, saidOnTheDay = point.saidOnTheDay } = change
  const links = {
    alsoThemes: withOps(point.alsoThemes, change.alsoThemes),
    answers: withOps(point.answers, change.answers),
    topics: withOps(point.topics, change.topics),
  }
  return shown(points.map(other => (other === point ? { ...point, source, saidOnTheDay, ...links } : other)))
}

/** What a change is about, as a text is named: "point/…", or "facts". */
export const subjectOf = (change: Change): string => {
  if (change.kind === 'changeVisit') return FACTS
  return `point/${change.kind === 'createPoint' ? change.point.id : change.pointId}`
}

/** The visit with these changes, one after the other. Links to points that are gone are not shown. */
export function applyChanges(start: Shown, changes: readonly Change[]): Shown {
  const { visit, gone } = changes.reduce(applied, start)
  const purple = new Set(visit.points.filter(({ box }) => box === 'purple').map(({ id }) => id))
  const points = visit.points.map(point =>
    point.answers.every(id => purple.has(id))
      ? point
      : { ...point, answers: point.answers.filter(id => purple.has(id)) },
  )
  return { visit: { ...visit, points }, gone }
}

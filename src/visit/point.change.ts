// The changes that points go through, each inside a transaction that has the visit locked; versions are the caller's matter.
import type { Box } from '../db/tables.ts'
import { conflict, invalid, notFound } from '../http/errors.ts'
import { isSame } from '../lib/same.ts'
import { findModel } from '../model/model.queries.ts'
import { pointText } from '../text/text.ts'
import { type At, logVisit } from './at-visit.ts'
import { keepPassages, revise } from './history.ts'
import {
  countUpAnswering,
  dropAlsoTheme,
  dropAnswersOf,
  dropAnswersTo,
  findGoals,
  findPoint,
  insertPoint,
  locatePoint,
  placePoint,
  selectFocusIds,
  selectPoints,
  setAlsoThemes,
  setAnswers,
  setGoals,
  updatePoint,
} from './point.queries.ts'
import { writeWhole } from './text.change.ts'
import { beginDraft } from './text.rows.ts'
import { pointProblems } from './visit.rules.ts'
import type { NewPoint, Point, PointChange } from './visit.schema.ts'

type Place = { theme: string; box: Box }

/** What ties a point to its theme, its box, other points and the strategy. */
const LINKS = ['theme', 'box', 'position', 'alsoThemes', 'answers', 'goalKeys', 'source'] as const

async function requireSound({ trx, visit }: At, point: Omit<NewPoint, 'id'> & { id: string }) {
  const model = await findModel(trx, visit.modelId)
  const focusPoints = await selectFocusIds(trx, visit.id)
  const errors = pointProblems(point, {
    themes: (model?.themes ?? []).map(theme => theme.key),
    purpleIds: focusPoints.filter(({ id }) => id !== point.id).map(({ id }) => id),
  })
  const goals = (await findGoals(trx, point.goalKeys)).map(goal => goal.goalKey)
  point.goalKeys.forEach((goal, i) => {
    if (!goals.includes(goal)) errors.push({ path: `/goalKeys/${i}`, message: `Målet ${goal} findes ikke.` })
  })
  if (errors.length > 0) throw invalid(errors)
}

/** A point that is saved on purpose says something; one that is written live may be empty for a while. */
export function requireText({ heading, body }: { heading: string | null; body: string }) {
  if (body.trim() === '' && heading === null) throw invalid([{ path: '/body', message: 'Skriv en tekst.' }])
}

const inBox = (points: Point[], { theme, box }: { theme: string; box: string }) =>
  points.filter(point => point.theme === theme && point.box === box)

/** Numbers a box 1, 2, 3 … with `id` at `position` (the end when none is wanted). */
export async function putInBox({ trx, visit, news }: At, id: string, place: Place, position?: number) {
  const there = inBox(await selectPoints(trx, visit.id), place)
  const others = there.filter(point => point.id !== id)
  const at = Math.min((position ?? Number.POSITIVE_INFINITY) - 1, others.length)
  const order = [...others.slice(0, at).map(point => point.id), id, ...others.slice(at).map(point => point.id)]
  for (const [i, pointId] of order.entries())
    if (there.find(point => point.id === pointId)?.position !== i + 1) await placePoint(trx, pointId, i + 1)
  news.points = true
}

/** Where in its box a point stands that comes after the point `after`: first after none, last after one that is gone. */
export async function positionAfter({ trx, visit }: At, id: string, place: Place, after: string | null) {
  if (after === null) return 1
  const others = inBox(await selectPoints(trx, visit.id), place).filter(point => point.id !== id)
  const index = others.findIndex(point => point.id === after)
  return index === -1 ? undefined : index + 2
}

/** Leaves a point, as it stands or as it was deleted, in the history. */
export const revisePoint = ({ trx, user, visit }: At, point: Point, deleted = false) =>
  revise(trx, visit.id, pointText(point.id), {
    heading: point.heading ?? '',
    body: point.body,
    version: deleted ? point.version + 1 : point.version,
    writtenBy: user.id,
    deleted,
  })

export async function pointAfter({ trx, visit }: At, id: string): Promise<Point> {
  const point = await findPoint(trx, visit.id, id)
  if (!point) throw notFound('Punktet')
  return point
}

/**
 * Writes a new point at the end of its box, or at `position`. An id that is taken by the same content answers what is
 * there (`created: false`), so that a retry is safe.
 */
export async function create(at: At, { id, ...input }: NewPoint & { id: string }) {
  const { trx, user, visit } = at
  if (await locatePoint(trx, id)) {
    const there = await findPoint(trx, visit.id, id)
    if (there && isSame(there, input)) return { point: there, created: false }
    throw conflict('Der er allerede et punkt med det id.')
  }
  await requireSound(at, { ...input, id })
  const { alsoThemes, answers, goalKeys, position, ...fields } = input
  const links = { id, visitId: visit.id, modelId: visit.modelId }
  await insertPoint(trx, { ...fields, ...links, position: 10_000, updatedBy: user.id })
  await setAlsoThemes(trx, links, alsoThemes)
  await setAnswers(trx, links, answers)
  await setGoals(trx, id, goalKeys)
  await putInBox(at, id, fields, position)
  await beginDraft(at)
  const point = await pointAfter(at, id)
  await revisePoint(at, point)
  await logVisit(trx, user, visit, { action: 'create', subject: 'point', subjectId: id })
  return { point, created: true }
}

const touchesLinks = (wanted: PointChange) => LINKS.some(link => wanted[link] !== undefined)

/**
 * Changes a point. Its text is merged into what stands there when the writer saw the row at `basedOn`; null when that
 * text is not known any more. A changed text leaves a revision.
 */
export async function change(at: At, before: Point, wanted: PointChange, basedOn = before.version) {
  const { trx, user, visit } = at
  const { id } = before
  // What a point of another box cannot have falls away with the move, unless the sender says otherwise.
  const leavesYellow = wanted.box !== undefined && wanted.box !== 'yellow'
  const leavesPurple = wanted.box !== undefined && wanted.box !== 'purple'
  const after = { ...before, ...(leavesYellow && { answers: [] }), ...(leavesPurple && { source: null }), ...wanted }
  if (wanted.theme && !wanted.alsoThemes) after.alsoThemes = after.alsoThemes.filter(theme => theme !== wanted.theme)
  if (wanted.heading !== undefined || wanted.body !== undefined) requireText(after)
  const isTied = touchesLinks(wanted)
  if (isTied) await requireSound(at, after)
  const written = await textAfter(at, before, wanted, basedOn)
  if (!written) return null
  const { theme, box, source, saidOnTheDay, topics } = after
  const fields = { theme, box, source, saidOnTheDay, topics, updatedBy: user.id }
  const text = { heading: written.heading || null, body: written.body }
  if (isTied) await dropLinksOf(at, before, box)
  const row = await updatePoint(trx, id, { ...fields, ...text })
  if (isTied) await tie(at, before, after, wanted)
  at.news.points = true
  const point = isTied ? await pointAfter(at, id) : { ...before, ...fields, ...text, ...row }
  if (point.heading !== before.heading || point.body !== before.body) await revisePoint(at, point)
  const detail = { fields: Object.keys(wanted) }
  await logVisit(trx, user, visit, { action: 'change', subject: 'point', subjectId: id, detail })
  return { point, merged: written.merged }
}

/** Writes the links that a changed point has, and puts it where it belongs. */
async function tie(at: At, before: Point, after: Point, { answers, position }: PointChange) {
  const { trx, visit } = at
  const links = { id: before.id, visitId: visit.id, modelId: visit.modelId }
  await setAlsoThemes(trx, links, after.alsoThemes)
  if (answers) await setAnswers(trx, links, after.answers)
  await setGoals(trx, before.id, after.goalKeys)
  const isMoved = after.theme !== before.theme || after.box !== before.box
  if (isMoved || position) await putInBox(at, before.id, after, position)
}

/** The text that the point is to have. */
async function textAfter(at: At, before: Point, { heading, body }: PointChange, basedOn: number) {
  const now = { heading: before.heading ?? '', body: before.body }
  const to = { ...(heading !== undefined && { heading: heading ?? '' }), ...(body !== undefined && { body }) }
  if (Object.keys(to).length === 0) return { ...now, merged: false }
  const row = { ...now, version: before.version, deleted: false }
  return writeWhole(at, pointText(before.id), row, to, basedOn)
}

/** Takes a point out of the visit. It stays in the history and can be restored from there, with its links. */
export async function remove(at: At, before: Point) {
  const { trx, user, visit } = at
  await keepPassages(trx, visit.id, [pointText(before.id)])
  await updatePoint(trx, before.id, { deletedAt: new Date(), updatedBy: user.id })
  await countUpAnswering(trx, before.id)
  await revisePoint(at, before, true)
  at.news.points = true
  await logVisit(trx, user, visit, { action: 'delete', subject: 'point', subjectId: before.id })
}

/** Brings a point back, with its links, and with this text when one is given. One that is there keeps its place. */
export async function restore(at: At, id: string, text?: { heading: string | null; body: string }) {
  const { trx, user, visit } = at
  const wasThere = await findPoint(trx, visit.id, id)
  await updatePoint(trx, id, { ...text, deletedAt: null, updatedBy: user.id })
  await countUpAnswering(trx, id)
  const point = await pointAfter(at, id)
  if (!wasThere) await putInBox(at, id, point, point.position)
  at.news.points = true
  await revisePoint(at, point)
  await logVisit(trx, user, visit, { action: 'restore', subject: 'point', subjectId: id })
}

/** Moves a point to another theme or box, at the end; what it cannot take along falls away. */
export async function moveTo(at: At, point: Point, { theme, box }: Place) {
  const { trx, user } = at
  await dropLinksOf(at, point, box)
  const source = box === 'purple' ? point.source : null
  await updatePoint(trx, point.id, { theme, box, source, position: 10_000, updatedBy: user.id })
  await dropAlsoTheme(trx, point.id, theme)
  at.news.points = true
}

// The database keeps answers true box by box: those that a move makes untrue go before it.
async function dropLinksOf({ trx }: At, before: Point, box: Point['box']) {
  if (before.box === 'yellow' && box !== 'yellow') await dropAnswersOf(trx, before.id)
  if (before.box === 'purple' && box !== 'purple') {
    await countUpAnswering(trx, before.id)
    await dropAnswersTo(trx, before.id)
  }
}

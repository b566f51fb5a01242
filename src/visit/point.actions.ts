// The writes that decide something about points: lock the visit, ask the rules, write, log, in one transaction.
import { v7 as uuidv7 } from 'uuid'
import type { Db, Trx } from '../db/tables.ts'
import { conflict, invalid, notFound, stale } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { isSame } from '../lib/same.ts'
import { findModel } from '../model/model.queries.ts'
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
  selectPoints,
  setAlsoThemes,
  setAnswers,
  setGoals,
  updatePoint,
} from './point.queries.ts'
import { findRevision, insertRevision } from './revision.queries.ts'
import { changeVisit, lockForStep, logVisit } from './visit.actions.ts'
import { lockVisit, updateVisit } from './visit.queries.ts'
import { afterWriting, pointProblems } from './visit.rules.ts'
import type { NewPoint, Point, PointChange, PointOrder } from './visit.schema.ts'

type Locked = NonNullable<Awaited<ReturnType<typeof lockVisit>>>

async function requireSound(trx: Trx, visit: Locked, point: Omit<NewPoint, 'id'> & { id: string }) {
  const model = await findModel(trx, visit.modelId)
  const others = await selectPoints(trx, visit.id)
  const errors = pointProblems(point, {
    themes: (model?.themes ?? []).map(theme => theme.key),
    purpleIds: others.filter(other => other.box === 'purple' && other.id !== point.id).map(other => other.id),
  })
  if (point.body.trim() === '' && point.heading === null) errors.push({ path: '/body', message: 'Skriv en tekst.' })
  const goals = (await findGoals(trx, point.goalKeys)).map(goal => goal.goalKey)
  point.goalKeys.forEach((goal, i) => {
    if (!goals.includes(goal)) errors.push({ path: `/goalKeys/${i}`, message: `Målet ${goal} findes ikke.` })
  })
  if (errors.length > 0) throw invalid(errors)
}

const inBox = (points: Point[], { theme, box }: { theme: string; box: string }) =>
  points.filter(point => point.theme === theme && point.box === box)

/** Numbers a box 1, 2, 3 … with `id` at `position` (the end when none is wanted). */
async function putInBox(
  trx: Trx,
  visitId: string,
  id: string,
  place: { theme: string; box: string },
  position?: number,
) {
  const others = inBox(await selectPoints(trx, visitId), place).filter(point => point.id !== id)
  const at = Math.min((position ?? Number.POSITIVE_INFINITY) - 1, others.length)
  const order = [...others.slice(0, at).map(point => point.id), id, ...others.slice(at).map(point => point.id)]
  for (const [i, pointId] of order.entries()) await placePoint(trx, pointId, i + 1)
}

/** Leaves a point, as it stands or as it was deleted, in the history. */
export const revisePoint = (trx: Trx, user: RequestUser, point: Point, deleted = false) =>
  insertRevision(trx, {
    visitId: point.visitId,
    pointId: point.id,
    field: 'point',
    version: deleted ? point.version + 1 : point.version,
    heading: point.heading,
    body: point.body,
    deleted,
    writtenBy: user.id,
  })

async function pointAfter(trx: Trx, visitId: string, id: string): Promise<Point> {
  const point = await findPoint(trx, visitId, id)
  if (!point) throw notFound('Punktet')
  return point
}

/**
 * Writes a new point at the end of its box, or at `position`. An id that is taken by the same content answers what is
 * there (`created: false`), so that a retry is safe.
 */
export function createPoint(db: Db, user: RequestUser, visitId: string, input: NewPoint) {
  return db.transaction().execute(async trx => {
    const visit = await lockForStep(trx, user, visitId, 'write')
    const id = input.id ?? uuidv7()
    if (input.id && (await locatePoint(trx, id))) {
      const there = await findPoint(trx, visitId, id)
      if (there && isSame(there, input)) return { point: there, created: false }
      throw conflict('Der er allerede et punkt med det id.')
    }
    await requireSound(trx, visit, { ...input, id })
    const { alsoThemes, answers, goalKeys, position, ...fields } = input
    const links = { id, visitId, modelId: visit.modelId }
    await insertPoint(trx, { ...fields, ...links, position: 10_000, updatedBy: user.id })
    await setAlsoThemes(trx, links, alsoThemes)
    await setAnswers(trx, links, answers)
    await setGoals(trx, id, goalKeys)
    await putInBox(trx, visitId, id, fields, position)
    if (visit.status !== afterWriting(visit.status)) await updateVisit(trx, visitId, { status: 'draft' })
    const point = await pointAfter(trx, visitId, id)
    await revisePoint(trx, user, point)
    await logVisit(trx, user, visit, { action: 'create', subject: 'point', subjectId: id })
    return { point, created: true }
  })
}

/** Changes a point; `version` null matches nothing. A changed text leaves a revision. */
export function changePoint(
  db: Db,
  user: RequestUser,
  { visitId, id }: { visitId: string; id: string },
  version: number | null,
  change: PointChange,
) {
  return db.transaction().execute(async trx => {
    const visit = await lockForStep(trx, user, visitId, 'write')
    const before = await findPoint(trx, visitId, id)
    if (!before) throw notFound('Punktet')
    if (before.version !== version) throw stale(before)
    // What a point of another box cannot have falls away with the move, unless the sender says otherwise.
    const leavesYellow = change.box !== undefined && change.box !== 'yellow'
    const leavesPurple = change.box !== undefined && change.box !== 'purple'
    const after = {
      ...before,
      ...(leavesYellow && { answers: [] }),
      ...(leavesPurple && { source: null }),
      ...change,
    }
    if (change.theme && !change.alsoThemes) after.alsoThemes = after.alsoThemes.filter(theme => theme !== change.theme)
    await requireSound(trx, visit, after)
    const links = { id, visitId, modelId: visit.modelId }
    await dropLinksOf(trx, before, after.box)
    await updatePoint(trx, id, {
      theme: after.theme,
      box: after.box,
      heading: after.heading,
      body: after.body,
      source: after.source,
      saidOnTheDay: after.saidOnTheDay,
      topics: after.topics,
      updatedBy: user.id,
    })
    await setAlsoThemes(trx, links, after.alsoThemes)
    if (change.answers) await setAnswers(trx, links, after.answers)
    await setGoals(trx, id, after.goalKeys)
    const moved = after.theme !== before.theme || after.box !== before.box
    if (moved || change.position) await putInBox(trx, visitId, id, after, change.position)
    const point = await pointAfter(trx, visitId, id)
    if (point.heading !== before.heading || point.body !== before.body) await revisePoint(trx, user, point)
    const detail = { fields: Object.keys(change) }
    await logVisit(trx, user, visit, { action: 'change', subject: 'point', subjectId: id, detail })
    return point
  })
}

/** Takes a point out of the visit. It stays in the history and can be restored from there, with its links. */
export function deletePoint(
  db: Db,
  user: RequestUser,
  { visitId, id }: { visitId: string; id: string },
  version: number | null,
) {
  return db.transaction().execute(async trx => {
    const visit = await lockForStep(trx, user, visitId, 'write')
    const before = await findPoint(trx, visitId, id)
    if (!before) throw notFound('Punktet')
    if (before.version !== version) throw stale(before)
    await updatePoint(trx, id, { deletedAt: new Date(), updatedBy: user.id })
    await countUpAnswering(trx, id)
    await revisePoint(trx, user, before, true)
    await logVisit(trx, user, visit, { action: 'delete', subject: 'point', subjectId: id })
  })
}

/**
 * Moves and reorders points in one step: each named point goes to its theme, box and position; the others keep their
 * order around them. `version` is the visit's, which counts up.
 */
export function orderPoints(db: Db, user: RequestUser, visitId: string, version: number | null, order: PointOrder) {
  return db.transaction().execute(async trx => {
    const visit = await lockForStep(trx, user, visitId, 'write')
    const points = await selectPoints(trx, visitId)
    if (visit.version !== version) throw stale({ version: visit.version, items: points })
    const themes = (await findModel(trx, visit.modelId))?.themes.map(theme => theme.key) ?? []
    const ids = order.map(place => place.id)
    const errors = order.flatMap(({ id, theme }, i) => [
      ...(points.some(point => point.id === id)
        ? []
        : [{ path: `/${i}/id`, message: 'Punktet findes ikke i besøget.' }]),
      ...(ids.indexOf(id) === i ? [] : [{ path: `/${i}/id`, message: 'Punktet står der to gange.' }]),
      ...(themes.includes(theme) ? [] : [{ path: `/${i}/theme`, message: `Tema ${theme} findes ikke i modellen.` }]),
    ])
    if (errors.length > 0) throw invalid(errors)
    for (const place of order) {
      const point = points.find(({ id, theme, box }) => id === place.id && (theme !== place.theme || box !== place.box))
      if (point) await moveTo(trx, user, point, place)
    }
    for (const place of [...order].sort((a, b) => a.position - b.position))
      await putInBox(trx, visitId, place.id, place, place.position)
    await updateVisit(trx, visitId, { updatedBy: user.id })
    await logVisit(trx, user, visit, { action: 'change', subjectId: visitId, detail: { fields: ['order'] } })
    return { version: visit.version + 1, items: await selectPoints(trx, visitId) }
  })
}

async function moveTo(trx: Trx, user: RequestUser, point: Point, { theme, box }: { theme: string; box: Point['box'] }) {
  await dropLinksOf(trx, point, box)
  const source = box === 'purple' ? point.source : null
  await updatePoint(trx, point.id, { theme, box, source, position: 10_000, updatedBy: user.id })
  await dropAlsoTheme(trx, point.id, theme)
}

// The database keeps answers true box by box: those that a move makes untrue go before it.
async function dropLinksOf(trx: Trx, before: Point, box: Point['box']) {
  if (before.box === 'yellow' && box !== 'yellow') await dropAnswersOf(trx, before.id)
  if (before.box === 'purple' && box !== 'purple') {
    await countUpAnswering(trx, before.id)
    await dropAnswersTo(trx, before.id)
  }
}

/** Brings an earlier text back as a new revision; a deleted point comes back whole. */
export async function restoreRevision(db: Db, user: RequestUser, visitId: string, revisionId: string) {
  const revision = await findRevision(db, visitId, revisionId)
  if (!revision) throw notFound('Versionen af teksten')
  if (revision.field === 'note') throw notFound('Versionen af teksten')
  if (revision.field !== 'point') {
    const { version } = (await db.transaction().execute(trx => lockVisit(trx, visitId))) ?? { version: null }
    await changeVisit(db, user, visitId, version, { [revision.field]: revision.body })
    return
  }
  await db.transaction().execute(async trx => {
    const visit = await lockForStep(trx, user, visitId, 'write')
    const id = revision.pointId ?? ''
    await updatePoint(trx, id, {
      heading: revision.heading,
      body: revision.body,
      deletedAt: null,
      updatedBy: user.id,
    })
    await countUpAnswering(trx, id)
    const point = await pointAfter(trx, visitId, id)
    await putInBox(trx, visitId, id, point, point.position)
    await revisePoint(trx, user, point)
    await logVisit(trx, user, visit, { action: 'restore', subject: 'point', subjectId: id })
  })
}

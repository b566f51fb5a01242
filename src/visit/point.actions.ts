// What programs and pages do with points: who may, and on which version; applyChange does the rest.
import { v7 as uuidv7 } from 'uuid'
import type { Db } from '../db/tables.ts'
import { invalid, notFound, stale } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { findModel } from '../model/model.queries.ts'
import type { Text } from '../text/shared-text.ts'
import { textOf } from '../text/text.ts'
import { type At, atVisit, changeRow, isSeen, logVisit } from './at-visit.ts'
import { applyChange } from './change.actions.ts'
import { revise } from './history.ts'
import { moveTo, putInBox, requireText } from './point.change.ts'
import { findPoint, selectPoints } from './point.queries.ts'
import { findRevision } from './revision.queries.ts'
import { writeWhole } from './text.change.ts'
import { nextVersion, textRows, writeRow } from './text.rows.ts'
import type { NewPoint, Point, PointChange, PointOrder } from './visit.schema.ts'

type Place = { visitId: string; id: string }

const writing = { step: 'write' } as const

/** Writes a new point; see create in point.change.ts. */
export function createPoint(db: Db, user: RequestUser, visitId: string, input: NewPoint) {
  return atVisit(db, user, visitId, writing, at => {
    requireText(input)
    return applyChange(at, { kind: 'createPoint', point: { ...input, id: input.id ?? uuidv7() } })
  })
}

async function pointAtVersion({ trx, visit }: At, id: string, version: number | null): Promise<Point> {
  const point = await findPoint(trx, visit.id, id)
  if (!point) throw notFound('Punktet')
  if (point.version !== version) throw stale(point)
  return point
}

/** Changes a point; `version` null matches nothing. A changed text leaves a revision. */
export function changePoint(
  db: Db,
  user: RequestUser,
  { visitId, id }: Place,
  version: number | null,
  change: PointChange,
): Promise<Point> {
  return atVisit(db, user, visitId, writing, async at => {
    const before = await pointAtVersion(at, id, version)
    const done = await applyChange(at, { kind: 'changePoint', pointId: id, point: before, change })
    if (!done) throw stale(before)
    return done.point
  })
}

/**
 * Changes a point from a form that may show an older version: the text is merged, and of the other fields only those
 * are written that `fieldsOf` says the form changed. Refused as stale only when that older text is not known any more.
 */
export function mergePoint(
  db: Db,
  user: RequestUser,
  { visitId, id }: Place,
  version: number,
  fieldsOf: (now: Point) => PointChange,
) {
  return atVisit(db, user, visitId, writing, async at => {
    const before = await findPoint(at.trx, visitId, id)
    if (!before) throw notFound('Punktet')
    if (!isSeen(version, before.version)) throw stale(before)
    const change = fieldsOf(before)
    const done = await applyChange(at, { kind: 'changePoint', pointId: id, point: before, change, basedOn: version })
    if (!done) throw stale(before)
    return done
  })
}

/** Takes a point out of the visit. It stays in the history and can be restored from there, with its links. */
export function deletePoint(db: Db, user: RequestUser, { visitId, id }: Place, version: number | null): Promise<void> {
  return atVisit(db, user, visitId, writing, async at => {
    await pointAtVersion(at, id, version)
    await applyChange(at, { kind: 'deletePoint', pointId: id })
  })
}

/**
 * Moves and reorders points in one step: each named point goes to its theme, box and position; the others keep their
 * order around them. `version` is the visit's, which counts up.
 */
export function orderPoints(db: Db, user: RequestUser, visitId: string, version: number | null, order: PointOrder) {
  return atVisit(db, user, visitId, writing, async at => {
    const { trx, visit } = at
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
      if (point) await moveTo(at, point, place)
    }
    for (const place of [...order].sort((a, b) => a.position - b.position))
      await putInBox(at, place.id, place, place.position)
    await changeRow(at, {})
    await logVisit(trx, user, visit, { action: 'change', subjectId: visitId, detail: { fields: ['order'] } })
    return { version: visit.version, items: await selectPoints(trx, visitId) }
  })
}

/**
 * Brings an earlier text back as a new revision; a deleted point comes back whole. Words that a merge took away are
 * merged into the text as it is now.
 */
export function restoreRevision(db: Db, user: RequestUser, visitId: string, revisionId: string): Promise<void> {
  return atVisit(db, user, visitId, writing, async at => {
    const revision = await findRevision(at.trx, visitId, revisionId)
    if (!revision) throw notFound('Versionen af teksten')
    const text = textOf(revision)
    const row = (await textRows(at, [text])).get(text)
    if (!row) throw notFound('Teksten')
    const to = { heading: revision.heading ?? '', body: revision.body }
    const written =
      (revision.removed && (await writeWhole(at, text, row, to, revision.version))) ||
      (await writeWhole(at, text, row, to, row.version))
    await writeRestored(at, revision, written ?? to)
  })
}

type Restored = NonNullable<Awaited<ReturnType<typeof findRevision>>>

async function writeRestored(at: At, { field, pointId, theme }: Restored, { heading, body }: Text) {
  const { trx, user, visit } = at
  if (field === 'point' && pointId)
    return applyChange(at, { kind: 'restorePoint', pointId, text: { heading: heading || null, body } })
  const text = textOf({ field, pointId, theme })
  const row = (await textRows(at, [text])).get(text)
  if (!row) return
  const version = nextVersion(text, row, at)
  await writeRow(at, text, { heading: '', body })
  await revise(trx, visit.id, text, { heading: '', body, version, writtenBy: user.id })
  await logVisit(trx, user, visit, {
    action: 'change',
    subjectId: visit.id,
    detail: { fields: [theme ? text : field] },
  })
}

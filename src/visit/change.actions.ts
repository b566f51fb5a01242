// The one function that changes a visit, wherever the change comes from: the API, a form, or a tablet that was offline.
import type { Box } from '../db/tables.ts'
import { conflict, invalid, notFound } from '../http/errors.ts'
import { findModel } from '../model/model.queries.ts'
import type { TextKey } from '../text/text.ts'
import type { At } from './at-visit.ts'
import { change, create, moveTo, pointAfter, positionAfter, putInBox, remove, restore } from './point.change.ts'
import { findPoint, locatePoint } from './point.queries.ts'
import { type Written, writeLive } from './text.change.ts'
import { textRows } from './text.rows.ts'
import { changeFields } from './visit.change.ts'
import type { NewPoint, Point, PointChange, VisitChange } from './visit.schema.ts'

type WriteOutcome =
  | ({ kind: 'saved'; deleted: boolean } & Written)
  | { kind: 'same' | 'broken' | 'incomplete' | 'tooLong' | 'missing' }

type Kinds = {
  /** What somebody wrote live, as an update of the text's document. */
  write: { change: { text: TextKey; update: Uint8Array }; outcome: WriteOutcome }
  createPoint: { change: { point: NewPoint & { id: string } }; outcome: { point: Point; created: boolean } }
  /**
   * `basedOn` is the version of the row that the writer saw; a text that a colleague wrote meanwhile is merged. Whoever
   * has read the point in this transaction hands it on.
   */
  changePoint: {
    change: { pointId: string; point?: Point; change: PointChange; basedOn?: number }
    outcome: { point: Point; merged: boolean } | null
  }
  /** To a theme and a box, after another point there; first with null. */
  movePoint: { change: { pointId: string; theme: string; box: Box; after: string | null }; outcome: Point }
  deletePoint: { change: { pointId: string }; outcome: undefined }
  restorePoint: { change: { pointId: string; text?: { heading: string | null; body: string } }; outcome: undefined }
  changeVisit: { change: { change: VisitChange; basedOn?: number }; outcome: { merged: boolean } | null }
}

type Kind = keyof Kinds

const DELETED = 'En kollega har slettet punktet imens. Hent det tilbage, hvis det skal blive.'

async function pointAt(at: At, id: string): Promise<Point> {
  const point = await findPoint(at.trx, at.visit.id, id)
  if (point) return point
  const there = await locatePoint(at.trx, id)
  if (there?.visitId === at.visit.id) throw conflict(DELETED)
  throw notFound('Punktet')
}

/** Whether a point of this visit lies deleted; one that the visit never had is refused. */
async function isDeleted({ trx, visit }: At, id: string): Promise<boolean> {
  const there = await locatePoint(trx, id)
  if (there?.visitId !== visit.id) throw notFound('Punktet')
  return there.deletedAt !== null
}

const WAYS: { [K in Kind]: (at: At, change: Kinds[K]['change']) => Promise<Kinds[K]['outcome']> } = {
  write: async (at, { text, update }) => {
    const row = (await textRows(at, [text])).get(text)
    const open = row && (await at.texts.open([text], () => row)).get(text)
    return open ? writeLive(at, open, row, update) : { kind: 'missing' }
  },
  createPoint: (at, { point }) => create(at, point),
  changePoint: async (at, { pointId, point, change: wanted, basedOn }) =>
    change(at, point ?? (await pointAt(at, pointId)), wanted, basedOn),
  movePoint: async (at, { pointId, theme, box, after }) => {
    const point = await pointAt(at, pointId)
    const themes = (await findModel(at.trx, at.visit.modelId))?.themes ?? []
    if (!themes.some(({ key }) => key === theme))
      throw invalid([{ path: '/theme', message: `Tema ${theme} findes ikke i modellen.` }])
    if (point.theme !== theme || point.box !== box) await moveTo(at, point, { theme, box })
    await putInBox(at, pointId, { theme, box }, await positionAfter(at, pointId, { theme, box }, after))
    return pointAfter(at, pointId)
  },
  deletePoint: async (at, { pointId }) => {
    if (!(await isDeleted(at, pointId))) await remove(at, await pointAt(at, pointId))
  },
  restorePoint: async (at, { pointId, text }) => {
    if (text || (await isDeleted(at, pointId))) await restore(at, pointId, text)
  },
  changeVisit: (at, { change: wanted, basedOn }) => changeFields(at, wanted, basedOn),
}

/** Applies a change to a visit that `at` has locked: rows, updates, revisions and log in its transaction. */
export const applyChange = <K extends Kind>(
  at: At,
  change: { kind: K } & Kinds[K]['change'],
): Promise<Kinds[K]['outcome']> => WAYS[change.kind](at, change)

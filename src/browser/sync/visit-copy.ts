// The server's copy of a visit as it lies on this device, and the visit as it is shown from it.
import { noteText } from '../../text/text.ts'
import type { Copy } from '../../visit/copy.schema.ts'
import type { Place, Records } from '../store/records.ts'
import { fromBytes, toBytes } from './bytes.ts'
import { applyChanges, type Change, type Shown } from './change.ts'
import { COPY_SHAPE, type KeptCopy } from './kept-copy.ts'
import type { createTexts } from './texts.ts'

const COPY = 'copy'

type Texts = Pick<ReturnType<typeof createTexts>, 'has' | 'says'>

export type VisitCopy = ReturnType<typeof createVisitCopy>

export function createVisitCopy(records: Records, visitId: string) {
  let kept: KeptCopy | null = null
  let gone: Shown['gone'] = []

  return {
    now: () => kept?.copy ?? null,
    /** What the server calls the copy; null where it has to send all of it. */
    tag: () => kept?.tag || null,

    async load() {
      for (const { bytes } of await records.read([visitId, COPY]).catch(() => [])) {
        const found = fromBytes<KeptCopy>(bytes)
        if (found.shape === COPY_SHAPE) kept = found
      }
    },

    take(copy: Copy, tag: string) {
      kept = { copy, tag, shape: COPY_SHAPE }
    },

    /** What another tab has, where this one has a copy at all. */
    takeFromTab(copy: Copy) {
      if (kept) kept = { ...kept, copy }
    },

    /** The copy has these from now on, whether or not a new one can be fetched. */
    apply(changes: readonly Change[]) {
      if (!kept) return
      const next = applyChanges({ visit: kept.copy.visit, gone }, changes)
      gone = next.gone
      kept = { ...kept, copy: { ...kept.copy, visit: next.visit }, tag: '' }
    },

    /** Onto the device, and what it makes needless off it. */
    async write(remove: readonly Place[]) {
      const put = kept ? [{ place: [visitId, COPY], bytes: toBytes(kept) }] : []
      await records.write({ put, remove }).catch(() => {})
    },

    /** What pages are printed from: the copy with what waits applied, and the texts as they stand here. */
    shown(changes: readonly Change[], texts: Texts): Copy | null {
      if (!kept) return null
      const { copy } = kept
      const { visit } = applyChanges({ visit: copy.visit, gone }, changes)
      const points = visit.points.map(point => {
        const text = `point/${point.id}`
        if (!texts.has(text)) return point
        const { heading, body } = texts.says(text)
        return { ...point, heading: heading || null, body }
      })
      const large = (field: 'overallImpression' | 'conclusion') =>
        texts.has(field) ? texts.says(field).body : visit[field]
      const notes = copy.notes?.map(note => {
        const text = noteText(note.theme)
        return texts.has(text) ? { ...note, body: texts.says(text).body } : note
      })
      return {
        ...copy,
        notes: notes ?? null,
        visit: { ...visit, points, overallImpression: large('overallImpression'), conclusion: large('conclusion') },
      }
    },
  }
}

/** The names of all texts of a visit. */
export const textKeys = ({ visit, model }: Copy) => [
  'overallImpression',
  'conclusion',
  ...visit.points.map(({ id }) => `point/${id}`),
  ...model.themes.map(({ key }) => noteText(key)),
]

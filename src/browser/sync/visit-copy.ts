// The server's copy of a visit as it lies on this device, and the visit as it is shown from it.
import { noteText } from '../../text/text.ts'
import type { Copy } from '../../visit/copy.schema.ts'
import type { Place, Records } from '../store/records.ts'
import { fromBytes, toBytes } from './bytes.ts'
import { applyChanges, type Change, type Shown } from './change.ts'
import { COPY_SHAPE, type KeptCopy, type KeptPast } from './kept-copy.ts'
import { type Stands, stands } from './stands.ts'
import type { createTexts } from './texts.ts'

const COPY = 'copy'
/** So many points that were deleted here are remembered; the server's bin has them all. */
const MOST_GONE = 50

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
        if (found.shape !== COPY_SHAPE) continue
        kept = found
        gone = found.gone ?? []
      }
    },

    take(copy: Copy, tag: string) {
      kept = { copy, tag, shape: COPY_SHAPE }
      gone = gone.filter(({ id }) => copy.visit.points.every(point => point.id !== id))
    },

    /** What another tab has, where this one has a copy at all. */
    takeFromTab(copy: Copy) {
      if (kept) kept = { ...kept, copy }
    },

    /** The copy has these from now on, whether or not a new one can be fetched. */
    apply(changes: readonly Change[]) {
      if (!kept) return
      const next = applyChanges({ visit: kept.copy.visit, gone }, changes)
      gone = next.gone.slice(-MOST_GONE)
      kept = { ...kept, copy: { ...kept.copy, visit: next.visit }, tag: '' }
    },

    /** Onto the device, and what it makes needless off it. */
    async write(remove: readonly Place[]) {
      const put = kept ? [{ place: [visitId, COPY], bytes: toBytes({ ...kept, gone }) }] : []
      await records.write({ put, remove }).catch(() => {})
    },

    /** What pages are printed from. */
    stands(changes: readonly Change[], texts: Texts, past: KeptPast | null): Stands | null {
      const says = (text: string) => (texts.has(text) ? texts.says(text) : undefined)
      return kept && stands(kept.copy, { gone, past, changes, says })
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

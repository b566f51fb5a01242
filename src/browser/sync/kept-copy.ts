// A visit's copy as it lies in the records.
import type { BriefView } from '../../brief/brief.view.ts'
import type { EarlierThread } from '../../thread/thread.schema.ts'
import type { Copy } from '../../visit/copy.schema.ts'

export type KeptCopy = { copy: Copy; tag: string; shape: number }

/** Counts up when older copies can no longer be shown. */
export const COPY_SHAPE = 2

/** What to read before the visit, as it lies in the records: fetched now and then, for each reading is logged. */
export type Brief = { last: BriefView | null; threads: EarlierThread[] }
/** One that was kept before there were threads has none. */
export type KeptBrief = Pick<Brief, 'last'> & Partial<Brief> & { at: number }

export const BRIEF_LASTS = 12 * 60 * 60 * 1000

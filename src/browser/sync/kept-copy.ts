// A visit's copy as it lies in the records.
import type { BriefView } from '../../brief/brief.view.ts'
import type { EarlierThread } from '../../thread/thread.schema.ts'
import type { Copy } from '../../visit/copy.schema.ts'
import type { Confirmation, VisitDescription } from '../../visit/described.schema.ts'
import type { Past } from '../../visit/past.schema.ts'
import type { Point } from '../../visit/visit.schema.ts'

/** `gone` are points that were deleted here; one that was kept before there were such has none. */
export type KeptCopy = { copy: Copy; tag: string; shape: number; gone?: readonly Point[] }

/** Counts up when older copies can no longer be shown. */
export const COPY_SHAPE = 2

/** What to read before the visit, as it lies in the records: fetched now and then, for each reading is logged. */
export type Brief = {
  last: BriefView | null
  threads: EarlierThread[]
  description: VisitDescription
  confirmation: Confirmation
}
/** One that was kept before there were these has only the first. */
export type KeptBrief = Pick<Brief, 'last'> & Partial<Brief> & { at: number }

export const BRIEF_LASTS = 12 * 60 * 60 * 1000

/** The visit's past, as it lies in the records: asked for again when it is so old. */
export type KeptPast = Past & { at: number; tag: string }

export const PAST_LASTS = 10 * 60 * 1000

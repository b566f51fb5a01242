// A visit's copy as it lies in the records.
import type { Copy } from '../../visit/copy.schema.ts'

export type KeptCopy = { copy: Copy; tag: string; shape: number }

/** Counts up when older copies can no longer be shown. */
export const COPY_SHAPE = 2

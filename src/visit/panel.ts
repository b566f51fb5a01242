// What a page of the visit shows beside the text. The proof-reader's room is not reached from here, so it is handed in.
import type { FrameSource, Part } from './frame.view.ts'

/** What was found on one page of the visit, as its panel prints it; null where the person has nothing to do with it. */
export type ReadPanel = (source: FrameSource, part: Part) => Promise<object | null>

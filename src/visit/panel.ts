// What a page of the visit shows beside the text. The proof-reader's and the threads' rooms are not reached from here, so they are handed in.
import type { FrameSource, Part } from './frame.view.ts'

/** The threads that a theme's page shows, as HTML of our own templates; null where there are none. */
export type ReadThreads = (source: FrameSource, theme: string) => Promise<string | null>

/** What was found on one page of the visit, as its panel prints it; null where the person has nothing to do with it. */
export type ReadPanel = (source: FrameSource, part: Part) => Promise<object | null>

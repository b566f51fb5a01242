// On which page each part of a report probably stands, before it was ever printed: a guess that is right saves a print.
import { PARTS } from './report.contents.ts'
import { type PageNumbers, pointAnchor, themeAnchor } from './report.links.ts'
import type { Box, ReportSource } from './report.source.ts'

// What a page holds, in characters: a box's column, and the two columns of the impression and the conclusion.
const COLUMN = 2400
const PROSE = 3000
const FIRST_AFTER_GUIDE = 3

// A point costs some room beside its words: its heading, the distance to the next, a last line that is not full.
const POINT = 120

type Points = readonly Pick<ReportSource['visit']['points'][number], 'box' | 'body'>[]

/** The pages that a theme's two columns take. */
function columnsOf(points: Points) {
  const column = (...boxes: Box[]) =>
    points.filter(({ box }) => boxes.includes(box)).reduce((sum, { body }) => sum + body.length + POINT, 0) / COLUMN
  return { grey: column('grey'), focus: column('purple', 'yellow') }
}

/** Whether one column would run on for half a page or more beside nothing. */
export function isUneven(points: Points): boolean {
  const { grey, focus } = columnsOf(points)
  return Math.max(grey, focus) > 1.2 && Math.abs(grey - focus) > 0.5
}

/** The pages that a theme takes: as many as the longer of its columns, or half of what both share. */
function heightOf(points: Points) {
  const { grey, focus } = columnsOf(points)
  return isUneven(points) ? (grey + focus) / 2 : Math.max(grey, focus)
}

/** How many pages stand before each point in its theme: one's column holds grey, the other's purple over yellow. */
function startsOf(points: ReportSource['visit']['points']) {
  const columns = isUneven(points) ? [['grey', 'purple', 'yellow']] : [['grey'], ['purple', 'yellow']]
  return columns.flatMap(boxes => {
    let before = 0
    const inOrder = boxes.flatMap(box =>
      points.filter(point => point.box === box).sort((one, other) => one.position - other.position),
    )
    return inOrder.map(({ id, body }) => {
      const start = { id, before: before / (3 - columns.length) }
      before += (body.length + POINT) / COLUMN
      return start
    })
  })
}

/** Page numbers for all anchors of the report. */
export function estimatePages({ visit, model, since }: Pick<ReportSource, 'visit' | 'model' | 'since'>): PageNumbers {
  const pages: Record<string, number> = { [PARTS.impression.anchor]: FIRST_AFTER_GUIDE }
  let page = FIRST_AFTER_GUIDE + Math.max(1, Math.ceil(visit.overallImpression.length / PROSE))
  if (since) {
    pages[PARTS.since.anchor] = page
    page += 1
  }
  let free = 1
  for (const { key } of model.themes) {
    const points = visit.points.filter(({ theme }) => theme === key)
    const height = heightOf(points)
    const half = height <= 0.5
    // Two short themes share a page; every other begins on one of its own.
    if (free < 1 && !(half && free >= 0.5)) {
      page += 1
      free = 1
    }
    pages[themeAnchor(key)] = page
    for (const { id, before } of startsOf(points)) pages[pointAnchor(id)] = page + Math.floor(before)
    page += Math.max(0, Math.ceil(height) - 1)
    free = half ? free - 0.5 : 0
  }
  const conclusion = page + 1
  const appendix = conclusion + Math.max(1, Math.ceil(visit.conclusion.length / PROSE))
  return { ...pages, [PARTS.conclusion.anchor]: conclusion, [PARTS.appendix.anchor]: appendix }
}

/** A printing's numbers, and what was estimated for the same text then. */
export type Layout = { pages: PageNumbers; estimate: Estimate }
export type Estimate = { pages: PageNumbers; letters: readonly number[] }

export const estimateOf = (source: Pick<ReportSource, 'visit' | 'model'>): Estimate => ({
  pages: estimatePages(source),
  letters: source.model.themes.map(({ key }) =>
    source.visit.points.filter(({ theme }) => theme === key).reduce((sum, { body }) => sum + body.length, 0),
  ),
})

// What is written at once between two printings; less seldom moves a page.
const MUCH = 600

/**
 * The numbers to print with: those of the last printing; where a theme has become much longer or shorter since, moved by
 * as many pages as the estimate has moved.
 */
export function likelyPages(last: Layout | undefined, now: Estimate): PageNumbers {
  if (!last) return now.pages
  const much = now.letters.some((letters, theme) => Math.abs(letters - (last.estimate.letters[theme] ?? 0)) > MUCH)
  if (!much) return last.pages
  const moved = (anchor: string) => (now.pages[anchor] ?? 0) - (last.estimate.pages[anchor] ?? now.pages[anchor] ?? 0)
  return Object.fromEntries(Object.entries(last.pages).map(([anchor, page]) => [anchor, page + moved(anchor)]))
}

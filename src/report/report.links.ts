// Links between the parts of a report: the anchors they lead to, and the pages they name once the pages are known.
import type { Environment, Mark, Named } from '../lib/markdown.ts'
import { typeset } from '../lib/typography.ts'
import { type FocusPoints, findReferences, findTarget, likeWritten } from '../visit/reference.ts'
import { separator } from './report.phrases.ts'
import type { Box, ReportPoint } from './report.source.ts'

/** The page on which an anchor stands in the PDF; empty until a printing has told. */
export type PageNumbers = Readonly<Record<string, number>>

/** "(s. 8)", with the space before it. */
export type PageNote = { text: string; class: string }

export type Link = { href: string; label: string; page: PageNote | null }

/** A link in a running list: `before` is the comma or the "og" that leads to it. */
export type ListedLink = Link & { before: string }

export type NumberedPoint = ReportPoint & { number: number | null }

// An address that people pass on is read by people.
const BOX_NAMES: Record<Box, string> = { grey: 'talte-om', purple: 'peger-paa', yellow: 'forslag' }

export const themeAnchor = (key: string) => `tema-${key}`
export const boxAnchor = (theme: string, box: Box) => `${themeAnchor(theme)}-${BOX_NAMES[box]}`
export const pointAnchor = (id: string) => `punkt-${id}`

/** The note after a link; one digit takes as much room as two, so that a number that changes moves no line. */
export function pageNote(page: number | undefined): PageNote | null {
  if (page === undefined) return null
  return { text: `\u00a0(s.\u00a0${page})`, class: page < 10 ? 'page short' : 'page' }
}

/** A link to a theme, with its page when that is known. */
export function themeLink(key: string, label: string, pages: PageNumbers): Link {
  return { href: `#${themeAnchor(key)}`, label, page: pageNote(pages[themeAnchor(key)]) }
}

/** The links as a sentence would list them: a, b og c. */
export function listed(links: readonly Link[]): ListedLink[] {
  return links.map((link, index) => ({ ...link, before: separator(index, links.length) }))
}

/** How people's references are shown: the ones that stand in their prose, and the ones that they chose. */
export type References = Required<Pick<Environment, 'marksIn' | 'nameReference'>>

type Span = { start: number; end: number }

const DEAD = {
  tag: 'mark',
  attributes: { class: 'dead-reference' },
  note: { text: ' (findes ikke)', class: 'dead-note' },
} as const

const deadMark = ({ start, end }: Span): Mark => ({ start, end, ...DEAD })

const linkTo = (anchor: string, pages: PageNumbers) =>
  ({ tag: 'a', attributes: { class: 'reference', href: `#${anchor}` }, note: pageNote(pages[anchor]) }) as const

const anchorOf = ({ theme, pointId }: { theme: string; pointId: string | null }) =>
  pointId === null ? themeAnchor(theme) : pointAnchor(pointId)

/** Makes links of the references in people's texts, with their pages, and marks those that lead nowhere. */
export const referenceMarks = (focusPoints: FocusPoints, pages: PageNumbers) => (text: string) =>
  findReferences(text, focusPoints).map(
    (found): Mark =>
      found.dead ? deadMark(found) : { start: found.start, end: found.end, ...linkTo(anchorOf(found), pages) },
  )

/** Names the references that were chosen, with their pages: whatever has moved, they lead to what was meant. */
export const referenceNames =
  (focusPoints: FocusPoints, pages: PageNumbers) =>
  (target: string, written: string): Named => {
    const found = findTarget(target, focusPoints)
    if (!found) return { words: written, ...DEAD }
    return { words: typeset(likeWritten(found.words, written)), ...linkTo(anchorOf(found), pages) }
  }

/** The same in a document in which the themes do not stand. */
export const referenceNamesAlone =
  (focusPoints: FocusPoints) =>
  (target: string, written: string): Named => {
    const found = findTarget(target, focusPoints)
    if (!found) return { words: written, ...DEAD }
    return { words: typeset(likeWritten(found.words, written)), tag: null, attributes: {}, note: null }
  }

/** The marks in a document in which the themes do not stand. */
export const deadReferenceMarks = (focusPoints: FocusPoints) => (text: string) =>
  findReferences(text, focusPoints)
    .filter(({ dead }) => dead)
    .map(deadMark)

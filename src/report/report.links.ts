// Links between the parts of a report: the anchors they lead to, and the pages they name once the pages are known.
import { separator } from './report.phrases.ts'
import type { ReportPoint } from './report.source.ts'

/** The page on which an anchor stands in the PDF; empty until the first printing has told. */
export type PageNumbers = Readonly<Record<string, number>>

export type Link = { href: string; label: string; page: string }

/** A link in a running list: `before` is the comma or the "og" that leads to it. */
export type ListedLink = Link & { before: string }

export const themeAnchor = (key: string) => `tema-${key}`
export const pointAnchor = (id: string) => `punkt-${id}`

/** A link to a theme, with its page ("s. 8") when that is known. */
export function themeLink(key: string, label: string, pages: PageNumbers): Link {
  const page = pages[themeAnchor(key)]
  return { href: `#${themeAnchor(key)}`, label, page: page === undefined ? '' : `s. ${page}` }
}

/** The links as a sentence would list them: a, b og c. */
export function listed(links: readonly Link[]): ListedLink[] {
  return links.map((link, index) => ({ ...link, before: separator(index, links.length) }))
}

export type NumberedPoint = ReportPoint & { number: number | null }

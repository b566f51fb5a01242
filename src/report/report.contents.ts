// The table of contents, and where the conclusion stands.
import { type PageNumbers, themeAnchor } from './report.links.ts'

export type ContentsEntry = { href: string; key: string; name: string; page: string }

/** The parts of a report that have an anchor of their own beside the themes. */
export const PARTS = {
  impression: { anchor: 'samlede-indtryk', name: 'Samlede indtryk af tilbuddet' },
  since: { anchor: 'siden-sidst', name: 'Siden sidst' },
  conclusion: { anchor: 'konklusion', name: 'Konklusion' },
  appendix: { anchor: 'bilag', name: 'Bilag' },
} as const

const pageOf = (anchor: string, pages: PageNumbers) => (pages[anchor] === undefined ? '' : `${pages[anchor]}`)

/** The parts of the report in their order, each with its page when that is known. */
export function contents(
  themes: readonly { key: string; name: string }[],
  pages: PageNumbers,
  hasSince = false,
): ContentsEntry[] {
  const entry = (anchor: string, name: string, key = '') => ({
    href: `#${anchor}`,
    key,
    name,
    page: pageOf(anchor, pages),
  })
  const part = ({ anchor, name }: (typeof PARTS)[keyof typeof PARTS]) => entry(anchor, name)
  return [
    part(PARTS.impression),
    ...(hasSince ? [part(PARTS.since)] : []),
    ...themes.map(({ key, name }) => entry(themeAnchor(key), name, key)),
    part(PARTS.conclusion),
    part(PARTS.appendix),
  ]
}

/** "side 12", or nothing before a printing has told. */
export function conclusionPage(pages: PageNumbers): string {
  const page = pageOf(PARTS.conclusion.anchor, pages)
  return page && `side\u00a0${page}`
}

// Where a point can be divided, and what two points say when they become one.

type Text = { heading: string | null; body: string }

/** The paragraphs of a text: what stands between its empty lines. */
export const paragraphsOf = (body: string): string[] =>
  body
    .split(/\n[ \t]*\n\s*/)
    .map(paragraph => paragraph.trimEnd())
    .filter(paragraph => paragraph.trim() !== '')

/** The text before its n-th paragraph, and from it on; null where there is no such place. */
export function splitText(body: string, paragraph: number): { before: string; after: string } | null {
  const paragraphs = paragraphsOf(body)
  if (!Number.isInteger(paragraph) || paragraph < 2 || paragraph > paragraphs.length) return null
  return {
    before: paragraphs.slice(0, paragraph - 1).join('\n\n'),
    after: paragraphs.slice(paragraph - 1).join('\n\n'),
  }
}

// A heading with signs of its own stays as it is.
const asParagraph = (heading: string) => (/[*_`[\]\\]/.test(heading) ? heading : `**${heading}**`)

/** Both texts, one after the other; the lower one's heading becomes a paragraph, for a point has one heading. */
export function joinTexts(above: Text, below: Text): Text {
  const takesHeading = above.heading === null && above.body.trim() === ''
  const parts = [above.body, below.heading && !takesHeading ? asParagraph(below.heading) : '', below.body]
  return {
    heading: takesHeading ? below.heading : above.heading,
    body: parts.filter(part => part.trim() !== '').join('\n\n'),
  }
}

/** Each of both lists once, in their order. */
export const both = <Item>(one: readonly Item[], other: readonly Item[]): Item[] => [...new Set([...one, ...other])]

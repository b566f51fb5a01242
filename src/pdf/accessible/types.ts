// Structure types: those of PDF 2.0 under the names that PDF/UA-1 knows, headings without gaps, figures with a text.
import { alternativeOf, type Element, elementsOf, isHeading, type Kid } from '../structure.ts'

const STANDARD = new Set(
  `Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody
   Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP
   Figure Formula Form`.split(/\s+/),
)

// What is not listed here nor standard becomes NonStruct: its content stays, its unknown name goes.
const RENAMED: Record<string, string> = {
  Strong: 'Span',
  Em: 'Span',
  Sub: 'Span',
  Title: 'P',
  Aside: 'Sect',
  DocumentFragment: 'Div',
  FENote: 'Div',
  Note: 'Div', // a note must have an id that the text refers to
}

export const isStandard = (type: string) => STANDARD.has(type)

/** Names every element by a standard type. A figure without a text says nothing, so it is none. */
export function standardTypes(kids: readonly Kid[]): void {
  for (const { element } of elementsOf(kids)) {
    element.type = RENAMED[element.type] ?? (STANDARD.has(element.type) ? element.type : 'NonStruct')
    if (element.type === 'Figure' && !alternativeOf(element)) element.type = 'NonStruct'
  }
}

/** Lifts headings that skip a level: H1, H3 becomes H1, H2. */
export function closeHeadingGaps(kids: readonly Kid[]): void {
  let level = 0
  for (const { element } of elementsOf(kids)) {
    if (!isHeading(element)) continue
    level = Math.min(Number(element.type[1]), level + 1)
    element.type = `H${level}`
  }
}

/** Takes out elements that hold nothing; an empty cell holds its place. */
export function dropEmpty<Some extends Kid>(kids: Some[]): Some[] {
  return kids.filter(kid => {
    if (kid.kind !== 'element') return true
    const element: Element = kid
    element.kids = dropEmpty(element.kids)
    return element.kids.length > 0 || element.type === 'TD' || element.type === 'TH'
  })
}

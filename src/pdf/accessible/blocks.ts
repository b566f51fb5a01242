// Chromium wraps every box and every run of text in a NonStruct. Here they go: runs stand in their paragraph, and text
// that stands in no paragraph gets one, so that a reader moves through dates and facts as through the rest.
import { keysOf, type Pdf } from '../objects.ts'
import { type Element, type Kid, newElement } from '../structure.ts'

const GROUPS = new Set(['Document', 'Part', 'Art', 'Sect', 'Div'])
// These hold either text or paragraphs, not a mixture.
const EITHER = new Set(['LBody', 'BlockQuote', 'TD', 'TH', 'Caption'])
const INLINE = new Set('Span Quote Reference BibEntry Code Link Annot Ruby Warichu Form Lbl'.split(' '))
const LASTING = ['Lang', 'Alt', 'ActualText', 'E']

/** Dissolves every NonStruct below an element, and gathers loose text into paragraphs. */
export function dissolve(element: Element, pdf: Pdf): void {
  for (const kid of element.kids) {
    if (kid.kind !== 'element') continue
    // What carries a language or a text of its own must stay an element.
    if (kid.type === 'NonStruct' && keysOf(kid.dict).some(key => LASTING.includes(key)))
      kid.type = kid.kids.every(isInline) ? 'Span' : 'Div'
    dissolve(kid, pdf)
  }
  if (GROUPS.has(element.type)) element.kids = gather(element.kids.flatMap(contentsOf), pdf)
  else if (EITHER.has(element.type)) {
    const kids = element.kids.flatMap(contentsOf)
    element.kids = kids.every(isInline) ? kids : gather(kids, pdf)
  } else if (element.type === 'NonStruct') {
    const kids = element.kids.flatMap(contentsOf)
    element.kids = isRun(element) ? element.kids : gather(kids, pdf)
  } else element.kids = element.kids.flatMap(flat)
}

/** Marks and nothing else: a run of text rather than a box. */
const isRun = ({ kids }: Element) => kids.every(kid => kid.kind !== 'element')

const contentsOf = (kid: Kid): Kid[] => (kid.kind === 'element' && kid.type === 'NonStruct' ? kid.kids : [kid])

/** Inside a paragraph there are no paragraphs: those that a box there was gathered into go with the box. */
const flat = (kid: Kid): Kid[] => (isBox(kid) ? kid.kids.flatMap(flat) : [kid])

const isBox = (kid: Kid): kid is Element =>
  kid.kind === 'element' && (kid.type === 'NonStruct' || (kid.type === 'P' && kid.reference === null))

const isInline = (kid: Kid): boolean =>
  kid.kind !== 'element' || INLINE.has(kid.type) || (kid.type === 'NonStruct' && kid.kids.every(isInline))

/** Puts each stretch of loose text between the blocks into a paragraph. */
function gather(kids: Kid[], pdf: Pdf): Kid[] {
  const gathered: Kid[] = []
  let paragraph: Element | null = null
  for (const kid of kids) {
    if (!isInline(kid)) {
      paragraph = null
      gathered.push(kid)
    } else if (paragraph) paragraph.kids.push(kid)
    else {
      paragraph = newElement(pdf, 'P', [kid])
      gathered.push(paragraph)
    }
  }
  return gathered
}

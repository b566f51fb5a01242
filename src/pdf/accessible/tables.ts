// Tables: header cells say whether they head a column or a row; the caption stands first.
import { PDFDict, type PDFObject } from '@cantoo/pdf-lib'
import { itemsAt, name, numberAt, type Pdf } from '../objects.ts'
import { attributeOf, type Element, elementsOf, type Kid } from '../structure.ts'

/** Puts captions first and cells' attributes in order. */
export function tidyTables(kids: readonly Kid[], pdf: Pdf): void {
  for (const { element } of elementsOf(kids)) {
    if (element.type === 'Table') element.kids.sort((one, other) => captionFirst(one) - captionFirst(other))
    if (element.type === 'TH' || element.type === 'TD') tidyCell(element, pdf)
  }
}

const captionFirst = (kid: Kid) => (kid.kind === 'element' && kid.type === 'Caption' ? 0 : 1)

/** With a scope on every header, lists of header ids say nothing more; nor does a span of one. */
function tidyCell(cell: Element, pdf: Pdf) {
  const attributes: Record<string, PDFObject> = {}
  for (const item of itemsAt(cell.dict, 'A')) {
    const dict = pdf.context.lookup(item)
    if (!(dict instanceof PDFDict)) continue
    for (const [key, value] of dict.entries()) attributes[key.decodeText()] = value
    for (const span of ['RowSpan', 'ColSpan']) if (numberAt(dict, span) === 1) delete attributes[span]
  }
  delete attributes.Headers
  if (cell.type === 'TH' && !attributeOf(cell, 'Table', 'Scope')) attributes.Scope = name('Column')
  attributes.O = name('Table')
  if (Object.keys(attributes).length === 1) cell.dict.delete(name('A'))
  else cell.dict.set(name('A'), pdf.context.obj(attributes))
}

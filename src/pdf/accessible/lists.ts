// Lists: every item is a label and a body.
import { name, type Pdf } from '../objects.ts'
import { attributeOf, type Element, elementsOf, type Kid, type Mark, newElement } from '../structure.ts'
import { textOfMark } from '../surfaces.ts'
import type { Surfaces } from './unread.ts'

// A number or sign that stands alone before the text, as our focus points have it.
const LABEL = /^\s*(\p{N}{1,3}[.)]?|[•◦▪–-])\s*$/u

const SHORT_BYTES = 600

/** Gives each item its label, where it has one, and a body around all else. */
export function labelAndBody(kids: readonly Kid[], pdf: Pdf, surfaces: Surfaces): void {
  for (const { element, parent } of elementsOf(kids)) {
    if (element.type === 'LI' && parent?.type !== 'L') element.type = 'Div'
    if (element.type === 'L') element.kids = element.kids.map(kid => (isPart(kid) ? kid : newElement(pdf, 'LI', [kid])))
    for (const item of element.type === 'L' ? element.kids : [])
      if (item.kind === 'element' && item.type === 'LI') divide(item)
    if (element.type === 'L' && isNumbered(element)) sayNumbered(element)
  }

  function divide(item: Element) {
    const [first, ...others] = item.kids
    if (first?.kind === 'element' && first.type === 'NonStruct' && isShort(first) && LABEL.test(spoken(first)))
      first.type = 'Lbl'
    const labels = item.kids.filter(kid => isType(kid, 'Lbl'))
    const rest = (labels.length > 0 && labels[0] === first ? others : item.kids).filter(kid => !isType(kid, 'Lbl'))
    if (rest.length > 0 && !rest.every(kid => isType(kid, 'LBody')))
      item.kids = [...labels, newElement(pdf, 'LBody', rest)]
  }

  function spoken({ kids: own }: Element): string {
    return own
      .map(kid => {
        const surface = kid.kind === 'mark' && surfaces.get(kid.surface)
        return surface ? textOfMark(surface, (kid as Mark).mcid) : '\n\n'
      })
      .join('')
  }

  /** Decoding a whole paragraph to see that it is no number takes time. */
  function isShort({ kids: own }: Element) {
    return own.every(kid => {
      const marks = kid.kind === 'mark' ? (surfaces.get(kid.surface)?.content.tagged.get(kid.mcid) ?? []) : []
      return marks.every(({ open, close }) => close.start - open.end < SHORT_BYTES)
    })
  }

  function isNumbered(list: Element) {
    const labels = list.kids
      .flatMap(item => (item.kind === 'element' ? item.kids : []))
      .filter(kid => isType(kid, 'Lbl'))
    return labels.length > 0 && labels.every(label => /^\s*\p{N}/u.test(spoken(label)))
  }

  function sayNumbered(list: Element) {
    if (!attributeOf(list, 'List', 'ListNumbering'))
      list.dict.set(name('A'), pdf.context.obj({ O: 'List', ListNumbering: 'Decimal' }))
  }
}

const isType = (kid: Kid, type: string): kid is Element => kid.kind === 'element' && kid.type === type

// NonStruct is transparent: its items are the list's.
const isPart = (kid: Kid) => kid.kind === 'element' && ['LI', 'L', 'Caption', 'NonStruct'].includes(kid.type)

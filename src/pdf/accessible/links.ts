// Links: each says where it leads, and none leads to a script, a file or data.
import { PDFHexString, type PDFRef } from '@cantoo/pdf-lib'
import { asDict, dictAt, get, itemsAt, keyOf, name, nameAt, type Pdf, textAt } from '../objects.ts'
import { alternativeOf, type Element, elementsOf, type Kid, marksIn } from '../structure.ts'
import { annotationsOf, textOfMark } from '../surfaces.ts'
import type { Surfaces } from './unread.ts'

const ALLOWED = /^(https?|mailto|tel):/i

/** Whether a link may leave the house: it leads into the document, or to an address that people can visit or write to. */
export function mayLeave(annotation: Parameters<typeof dictAt>[0]): boolean {
  const action = dictAt(annotation, 'A')
  if (!action) return get(annotation, 'Dest') !== undefined
  if (nameAt(action, 'S') === 'GoTo') return true
  return nameAt(action, 'S') === 'URI' && ALLOWED.test(textAt(action, 'URI') ?? '')
}

/** Gives links their texts and takes the bad ones away; their words stay. */
export function mendLinks(kids: readonly Kid[], pdf: Pdf, surfaces: Surfaces): void {
  const kept = new Set<string>()
  for (const { element } of elementsOf(kids)) {
    element.kids = element.kids.filter(kid => {
      if (kid.kind !== 'annotation') return true
      const annotation = asDict(pdf.context.lookup(kid.annotation))
      if (element.type !== 'Link' || !annotation || !mayLeave(annotation)) return false
      kept.add(keyOf(kid.annotation))
      if (!textAt(annotation, 'Contents'))
        annotation.set(name('Contents'), PDFHexString.fromText(words(element, annotation)))
      return true
    })
    if (element.type === 'Link' && !element.kids.some(kid => kid.kind === 'annotation')) element.type = 'NonStruct'
  }
  for (const page of pdf.getPages()) keepOnly(page.node, kept)

  function words(link: Element, annotation: NonNullable<ReturnType<typeof asDict>>) {
    const shown = marksIn(link.kids).map(({ surface, mcid }) => {
      const painted = surfaces.get(surface)
      return painted ? textOfMark(painted, mcid) : ''
    })
    const action = dictAt(annotation, 'A')
    return (
      alternativeOf(link) ||
      shown.join('').replaceAll(/\s+/g, ' ').trim() ||
      (action && textAt(action, 'URI')) ||
      'Henvisning i dokumentet'
    )
  }
}

/** An annotation that no element owns cannot be reached by a reader: it goes. */
function keepOnly(page: Parameters<typeof annotationsOf>[0], kept: Set<string>) {
  if (itemsAt(page, 'Annots').length === 0) return
  const references: PDFRef[] = annotationsOf(page)
    .map(({ reference }) => reference)
    .filter(reference => kept.has(keyOf(reference)))
  if (references.length > 0) page.set(name('Annots'), page.context.obj(references))
  else page.delete(name('Annots'))
}

// Puts the mended structure back into the file, with the tree that leads from content to structure.
import { type PDFDict, PDFName, PDFNumber, type PDFObject, type PDFRef } from '@cantoo/pdf-lib'
import { asDict, name, type Pdf, textAt } from '../objects.ts'
import type { Element, Kid } from '../structure.ts'
import type { Surface } from '../surfaces.ts'
import { isLanguage } from './metadata.ts'
import type { Surfaces } from './unread.ts'

/** For each surface, the type of the element that owns each piece of marked content. */
export type Owners = Map<string, Map<number, string>>

export function writeStructure(pdf: Pdf, document: Element, surfaces: Surfaces): Owners {
  const { context } = pdf
  const owners: Owners = new Map()
  const parents = new Map<number, PDFObject>()
  const rows = new Map<string, PDFObject[]>()
  const pages = pdf.getPages().map(page => page.ref)
  const pageOf = (surface: Surface) => pages[surface.page - 1] as PDFRef
  let nextKey = Math.max(-1, ...[...surfaces.values()].map(surface => surface.structureKey ?? -1)) + 1

  const root = context.nextRef()
  const documentReference = write(document, root)
  for (const [key, row] of rows) {
    const surface = surfaces.get(key) as Surface
    const parentKey = surface.structureKey ?? nextKey++
    surface.dict.set(name('StructParents'), PDFNumber.of(parentKey))
    parents.set(parentKey, context.register(context.obj(Array.from(row, parent => parent ?? context.obj(null)))))
  }
  const numbers = [...parents]
    .sort(([one], [other]) => one - other)
    .flatMap(([key, value]) => [PDFNumber.of(key), value])
  context.assign(
    root,
    context.obj({
      Type: 'StructTreeRoot',
      K: documentReference,
      ParentTree: context.register(context.obj({ Nums: numbers })),
      ParentTreeNextKey: Math.max(-1, ...parents.keys()) + 1,
    }),
  )
  pdf.catalog.set(name('StructTreeRoot'), root)
  return owners

  function write(element: Element, parent: PDFRef): PDFRef {
    const { dict } = element
    const reference = element.reference ?? context.nextRef()
    if (!element.reference) context.assign(reference, dict)
    dict.delete(name('ID'))
    dict.delete(name('Pg'))
    if (!isLanguage(textAt(dict, 'Lang')) || element === document) dict.delete(name('Lang'))
    dict.set(name('S'), name(element.type))
    dict.set(name('P'), parent)
    const home = element.kids.find(kid => kid.kind === 'mark' && surfaces.get(kid.surface)?.form === false)
    const page = home?.kind === 'mark' ? home.surface : ''
    if (page) dict.set(name('Pg'), pageOf(surfaces.get(page) as Surface))
    const kids = element.kids.map(kid => writeKid(kid, reference, element, page))
    if (kids.length === 0) dict.delete(name('K'))
    else dict.set(name('K'), kids.length === 1 ? (kids[0] as PDFObject) : context.obj(kids))
    return reference
  }

  function writeKid(kid: Kid, reference: PDFRef, { type }: Element, page: string): PDFObject {
    if (kid.kind === 'element') return write(kid, reference)
    if (kid.kind === 'annotation') return writeAnnotation(kid.annotation, kid.page, reference)
    const surface = surfaces.get(kid.surface) as Surface
    const row = rows.get(kid.surface) ?? rows.set(kid.surface, []).get(kid.surface) ?? []
    row[kid.mcid] = reference
    const owned = owners.get(kid.surface) ?? owners.set(kid.surface, new Map()).get(kid.surface)
    owned?.set(kid.mcid, type)
    if (kid.surface === page) return PDFNumber.of(kid.mcid)
    const mark = context.obj({ Type: 'MCR', Pg: pageOf(surface), MCID: kid.mcid })
    if (surface.form) mark.set(name('Stm'), surface.reference)
    return mark
  }

  function writeAnnotation(annotation: PDFRef, page: PDFObject | undefined, parent: PDFRef): PDFObject {
    const dict = asDict(context.lookup(annotation)) as PDFDict
    const key = nextKey++
    dict.set(name('StructParent'), PDFNumber.of(key))
    parents.set(key, parent)
    return context.obj({ Type: PDFName.of('OBJR'), Obj: annotation, ...(page && { Pg: page }) })
  }
}

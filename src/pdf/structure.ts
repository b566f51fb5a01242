// A document's structure tree as plain objects: elements in reading order, down to the content and links they own.
import { PDFArray, PDFDict, PDFNumber, type PDFObject, PDFRef } from '@cantoo/pdf-lib'
import { asDict, dictAt, get, itemsAt, keyOf, name, nameAt, type Pdf, textAt } from './objects.ts'

export type Element = {
  kind: 'element'
  type: string
  /** Where it stands in the file; null for one that we made. */
  reference: PDFRef | null
  dict: PDFDict
  kids: Kid[]
}

/** Marked content by its surface (a page or a tagged form) and its number there. */
export type Mark = { kind: 'mark'; surface: string; mcid: number }
export type AnnotationKid = { kind: 'annotation'; annotation: PDFRef; page: PDFObject | undefined }
export type Kid = Element | Mark | AnnotationKid

/** The structure's root dictionary and its elements; nothing where a document has none. */
export function readStructure(pdf: Pdf): { root: PDFDict; kids: Element[] } | null {
  const root = dictAt(pdf.catalog, 'StructTreeRoot')
  if (!root) return null
  const seen = new Set<PDFDict>()

  function element(dict: PDFDict, reference: PDFRef | null): Element {
    const page = dict.get(name('Pg'))
    const kids = itemsAt(dict, 'K').flatMap(item => kid(item, page))
    return { kind: 'element', type: nameAt(dict, 'S') ?? '', reference, dict, kids }
  }

  function kid(item: PDFObject, page: PDFObject | undefined): Kid[] {
    const value = pdf.context.lookup(item)
    if (value instanceof PDFNumber) return [{ kind: 'mark', surface: keyOf(page), mcid: value.asNumber() }]
    const dict = asDict(value)
    if (!dict) return []
    const mcid = get(dict, 'MCID')
    const own = dict.get(name('Pg')) ?? page
    if (mcid instanceof PDFNumber)
      return [{ kind: 'mark', surface: keyOf(dict.get(name('Stm')) ?? own), mcid: mcid.asNumber() }]
    const annotation = dict.get(name('Obj'))
    if (annotation) return annotation instanceof PDFRef ? [{ kind: 'annotation', annotation, page: own }] : []
    if (seen.has(dict)) return [] // a circle, or one child of two parents
    seen.add(dict)
    return [element(dict, item instanceof PDFRef ? item : null)]
  }

  return {
    root,
    kids: itemsAt(root, 'K')
      .flatMap(item => kid(item, undefined))
      .filter(isElement),
  }
}

export const isElement = (kid: Kid): kid is Element => kid.kind === 'element'

/** An element of our own making. */
export function newElement(pdf: Pdf, type: string, kids: Kid[]): Element {
  return { kind: 'element', type, reference: null, dict: PDFDict.withContext(pdf.context), kids }
}

type Placed = { element: Element; parent: Element | null }

/** Every element with its parent, in reading order. */
export function elementsOf(
  kids: readonly Kid[],
  parent: Element | null = null,
  found: Placed[] = [],
): readonly Placed[] {
  for (const element of kids) {
    if (element.kind !== 'element') continue
    found.push({ element, parent })
    elementsOf(element.kids, element, found)
  }
  return found
}

/** Every mark below these kids, in reading order. */
export function marksIn(kids: readonly Kid[], found: Mark[] = []): Mark[] {
  for (const kid of kids)
    if (kid.kind === 'mark') found.push(kid)
    else if (kid.kind === 'element') marksIn(kid.kids, found)
  return found
}

/** An element's attribute of one owner, such as a header cell's scope. */
export function attributeOf({ dict }: Element, owner: string, key: string): PDFObject | undefined {
  for (const item of itemsAt(dict, 'A')) {
    const attributes = asDict(dict.context.lookup(item))
    const value = attributes && nameAt(attributes, 'O') === owner ? get(attributes, key) : undefined
    if (value !== undefined) return value
  }
  return undefined
}

/** Alternative text or replacement text, when there is any. */
export const alternativeOf = ({ dict }: Element) => textAt(dict, 'Alt') || textAt(dict, 'ActualText')

export const isHeading = ({ type }: Element) => /^H[1-6]$/.test(type)

/** The ids in a list attribute, as texts. */
export const idsIn = (value: PDFObject | undefined): string[] =>
  value instanceof PDFArray ? value.asArray().map(item => String(item)) : []

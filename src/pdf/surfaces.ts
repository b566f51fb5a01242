// What a document paints on: its pages, and the forms (pieces painted as one) that hold tagged content of their own.
import { type PDFDict, PDFRawStream, type PDFRef } from '@cantoo/pdf-lib'
import { type Content, readContent } from './content.ts'
import { type Font, fontsOf, textOf } from './glyphs.ts'
import {
  asDict,
  dictAt,
  get,
  itemsAt,
  keyOf,
  keysOf,
  name,
  nameAt,
  numberAt,
  type Pdf,
  streamBytes,
} from './objects.ts'

export type Surface = {
  /** The page's number, from 1. */
  page: number
  /** The page, or the form's stream; marked content names it when it is a form. */
  reference: PDFRef
  form: boolean
  dict: PDFDict
  content: Content
  fonts: Map<string, Font>
  /** Its key in the tree that leads from marked content to structure. */
  structureKey: number | undefined
  /** The names of forms painted here that hold tagged content themselves. */
  taggedForms: Set<string>
}

/** Every surface, pages in order, each before the forms on it; where asked for, with the codes that it shows. */
export function surfacesOf(pdf: Pdf, { codes = false } = {}): Surface[] {
  const seen = new Set<string>()
  return pdf.getPages().flatMap((page, index) => {
    const resources = page.node.Resources()
    const streams = itemsAt(page.node, 'Contents').map(item => pdf.context.lookup(item))
    const parts = streams.filter(stream => stream instanceof PDFRawStream).map(stream => streamBytes(stream))
    const bytes =
      parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts.flatMap(part => [part, Buffer.from('\n')]))
    const at = { page: index + 1, reference: page.ref, form: false, dict: page.node as PDFDict }
    return [surface(at, resources, bytes, codes), ...formsIn(resources, index + 1, seen, codes)]
  })
}

function surface(
  at: Pick<Surface, 'page' | 'reference' | 'form' | 'dict'>,
  resources: PDFDict | undefined,
  bytes: Uint8Array,
  codes: boolean,
): Surface {
  const fonts = fontsOf(resources)
  return {
    ...at,
    content: readContent(bytes, codes ? fonts : undefined),
    fonts,
    structureKey: numberAt(at.dict, 'StructParents'),
    taggedForms: new Set(
      forms(resources)
        .filter(({ tagged }) => tagged)
        .map(({ key }) => key),
    ),
  }
}

function formsIn(resources: PDFDict | undefined, page: number, seen: Set<string>, codes: boolean): Surface[] {
  return forms(resources).flatMap(({ stream, reference, tagged }) => {
    if (seen.has(keyOf(reference))) return []
    seen.add(keyOf(reference))
    const own = dictAt(stream.dict, 'Resources') ?? resources
    const at = { page, reference, form: true, dict: stream.dict }
    return [...(tagged ? [surface(at, own, streamBytes(stream), codes)] : []), ...formsIn(own, page, seen, codes)]
  })
}

function forms(resources: PDFDict | undefined) {
  const objects = resources && dictAt(resources, 'XObject')
  if (!objects) return []
  return keysOf(objects).flatMap(key => {
    const stream = get(objects, key)
    if (!(stream instanceof PDFRawStream) || nameAt(stream.dict, 'Subtype') !== 'Form') return []
    const tagged = stream.dict.has(name('StructParents'))
    return [{ key, stream, reference: objects.get(name(key)) as PDFRef, tagged }]
  })
}

/** The text of each marked stretch of a surface, read when asked for. */
export function textOfMark({ content, fonts }: Surface, mcid: number): string {
  return (content.tagged.get(mcid) ?? [])
    .map(mark => textOf(content.bytes.toString('latin1', mark.open.end, mark.close.start), fonts))
    .join('')
}

/** The annotations of a page that are dictionaries, with their references. */
export function annotationsOf(page: PDFDict): { reference: PDFRef; dict: PDFDict }[] {
  return itemsAt(page, 'Annots').flatMap(item => {
    const dict = asDict(page.context.lookup(item))
    return dict ? [{ reference: item as PDFRef, dict }] : []
  })
}

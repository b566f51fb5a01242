// For each rule of the PDF/UA checker one fault to plant in a good document, so that the checker must find it.
import { type PDFArray, PDFDict, PDFName, type PDFObject, PDFRawStream, PDFString } from '@cantoo/pdf-lib'
import { asDict, dictAt, get, itemsAt, name, nameAt, type Pdf, streamBytes } from '../src/pdf/objects.ts'
import { surfacesOf } from '../src/pdf/surfaces.ts'

type Plant = (pdf: Pdf) => void

const text = (letters: string) => PDFString.of(letters)

/** The elements of one type, as they stand in the file. */
const elements = ({ context }: Pdf, type: string) =>
  context
    .enumerateIndirectObjects()
    .map(([, object]) => object)
    .filter(
      (object): object is PDFDict => object instanceof PDFDict && nameAt(object, 'S') === type && object.has(name('P')),
    )

const first = (pdf: Pdf, type: string) => {
  const [element] = elements(pdf, type)
  if (!element) throw new Error(`the sample has no ${type}`)
  return element
}

// What pdf-lib makes an object of: texts become names, lists and records what they are here.
type Literal = PDFObject | string | number | boolean | Literal[] | { [key: string]: Literal }

const set = (dict: PDFDict, key: string, value: Literal) =>
  dict.set(name(key), dict.context.obj(value as never) as unknown as PDFObject)

const become =
  (from: string, to: string, count = 1): Plant =>
  pdf => {
    for (const element of elements(pdf, from).slice(0, count)) set(element, 'S', to)
  }

const catalog =
  (key: string, value: Literal): Plant =>
  pdf =>
    set(pdf.catalog, key, value)

const without =
  (key: string): Plant =>
  pdf =>
    pdf.catalog.delete(name(key))

/** The root's role map. */
const roles =
  (map: Record<string, string>): Plant =>
  pdf =>
    set(dictAt(pdf.catalog, 'StructTreeRoot') as PDFDict, 'RoleMap', map)

const xmp =
  (change: (xmp: string) => string): Plant =>
  pdf => {
    const stream = get(pdf.catalog, 'Metadata') as PDFRawStream
    const bytes = Buffer.from(change(Buffer.from(streamBytes(stream)).toString()))
    pdf.catalog.set(name('Metadata'), pdf.context.register(PDFRawStream.of(stream.dict, bytes)))
  }

/** The first page's content, as text. */
const content =
  (change: (content: string) => string): Plant =>
  pdf => {
    const [page] = surfacesOf(pdf)
    if (!page) throw new Error('the sample has no page')
    const bytes = Buffer.from(change(page.content.bytes.toString('latin1')), 'latin1')
    page.dict.set(name('Contents'), pdf.context.register(PDFRawStream.of(pdf.context.obj({}), bytes)))
  }

/** A form of this kind, painted on the first page. */
const form =
  (dict: Record<string, Literal>, painted: string): Plant =>
  pdf => {
    const resources = pdf.getPage(0).node.Resources() as PDFDict
    const made = pdf.context.obj({ Subtype: 'Form', ...dict } as never) as unknown as PDFDict
    const stream = pdf.context.register(PDFRawStream.of(made, Buffer.from('')))
    set(resources, 'XObject', { X: stream })
    content(before => `${before}\n/Artifact BMC ${painted} EMC`)(pdf)
  }

const annotation =
  (change: (annotation: PDFDict) => void): Plant =>
  pdf =>
    change(asDict(pdf.context.lookup(itemsAt(pdf.getPage(0).node, 'Annots')[0])) as PDFDict)

/** The first page's first font, and its descendant. */
const font =
  (change: (font: PDFDict, descendant: PDFDict, pdf: Pdf) => void): Plant =>
  pdf => {
    const fonts = dictAt(pdf.getPage(0).node.Resources() as PDFDict, 'Font') as PDFDict
    const chosen = asDict(pdf.context.lookup(fonts.values()[0])) as PDFDict
    change(chosen, asDict(pdf.context.lookup(itemsAt(chosen, 'DescendantFonts')[0])) as PDFDict, pdf)
  }

const ALL_AS_NOTHING = `${Array.from({ length: 1024 }, (_, code) => `<${code.toString(16).padStart(4, '0')}> <FEFF>`).join('\n')}`

const move = (items: PDFObject[], from: number, to: number) =>
  items.toSpliced(from, 1).toSpliced(to, 0, items[from] as PDFObject)

export const PLANTS: Record<string, Plant> = {
  '5-1': xmp(before => before.replace('<pdfuaid:part>1', '<pdfuaid:part>9')),
  '6.1-1': () => {}, // the header is planted in the bytes
  '6.2-1': without('MarkInfo'),
  '7.1-1': content(before => before.replace(/(\/P <<\/MCID \d+>> BDC)/, '$1 /Artifact BMC EMC')),
  '7.1-2': content(before => before.replace(/(\/P <<\/MCID \d+>> BDC[\s\S]*?EMC)/, '/Artifact BMC $1 EMC')),
  '7.1-3': content(before => `${before}\n0 0 9 9 re f`),
  '7.1-4': catalog('MarkInfo', { Marked: true, Suspects: true }),
  '7.1-5': become('P', 'Strong'),
  '7.1-6': roles({ Ring: 'Rundt', Rundt: 'Ring' }),
  '7.1-7': roles({ P: 'H1' }),
  '7.1-8': without('Metadata'),
  '7.1-9': xmp(before => before.replaceAll(/(<rdf:li xml:lang[^>]*>)[^<]*/g, '$1')),
  '7.1-10': without('ViewerPreferences'),
  '7.1-11': without('StructTreeRoot'),
  '7.1-12': pdf => first(pdf, 'TD').set(name('P'), pdf.getPage(0).ref),
  '7.2-3': become('P', 'Table'),
  '7.2-4': become('P', 'TR'),
  '7.2-5': become('P', 'THead'),
  '7.2-6': become('P', 'TBody'),
  '7.2-7': become('P', 'TFoot'),
  '7.2-8': become('P', 'TH'),
  '7.2-9': become('P', 'TD'),
  '7.2-10': become('P', 'TR'),
  '7.2-11': become('TR', 'THead', 2),
  '7.2-12': become('TR', 'TFoot', 2),
  '7.2-16': become('TR', 'Caption'),
  '7.2-17': become('P', 'LI'),
  '7.2-18': become('P', 'LBody'),
  '7.2-19': become('P', 'L'),
  '7.2-20': become('P', 'LI'),
  '7.2-26': become('P', 'TOCI'),
  '7.2-27': become('P', 'TOC'),
  '7.2-29': pdf => set(first(pdf, 'P'), 'Lang', text('dansk!')),
  '7.2-34': without('Lang'),
  '7.2-36': become('P', 'THead'),
  '7.2-37': become('P', 'TBody'),
  '7.2-38': become('P', 'TFoot'),
  '7.2-39': pdf => set(first(pdf, 'Table'), 'K', move(itemsAt(first(pdf, 'Table'), 'K'), 0, 1)),
  '7.2-42': pdf => set(first(pdf, 'TR'), 'K', itemsAt(first(pdf, 'TR'), 'K').slice(1)),
  '7.3-1': pdf => first(pdf, 'Figure').delete(name('Alt')),
  '7.4.2-1': become('H2', 'H4'),
  '7.4.4-1': become('H2', 'H'),
  '7.5-1': pdf => first(pdf, 'TH').delete(name('A')),
  '7.5-2': pdf => set(first(pdf, 'TD'), 'A', { O: 'Table', Headers: [text('findes-ikke')] }),
  '7.7-1': become('P', 'Formula'),
  '7.9-1': become('P', 'Note'),
  '7.9-2': pdf => {
    for (const element of elements(pdf, 'P').slice(0, 2)) set(element, 'ID', text('samme'))
    become('P', 'Note', 2)(pdf)
  },
  '7.10-1': catalog('OCProperties', { D: {} }),
  '7.10-2': catalog('OCProperties', { D: { Name: text('Lag'), AS: [] } }),
  '7.11-1': pdf => set(pdf.catalog, 'AF', [pdf.context.register(pdf.context.obj({ Type: 'Filespec', EF: {} }))]),
  '7.15-1': catalog('AcroForm', { XFA: [] }),
  '7.18.1-1': annotation(each => set(each, 'Subtype', 'Text')),
  '7.18.1-2': annotation(each => {
    set(each, 'Subtype', 'Text')
    each.delete(name('Contents'))
  }),
  '7.18.1-3': annotation(each => set(each, 'Subtype', 'Widget')),
  '7.18.2-1': annotation(each => set(each, 'Subtype', 'TrapNet')),
  '7.18.3-1': pdf => set(pdf.getPage(0).node, 'Tabs', 'R'),
  '7.18.4-1': annotation(each => set(each, 'Subtype', 'Widget')),
  '7.18.5-1': become('Link', 'Span'),
  '7.18.5-2': annotation(each => each.delete(name('Contents'))),
  '7.20-1': form({ Ref: {} }, '/X Do'),
  '7.20-2': form({ StructParents: 99 }, '/X Do /X Do'),
  '7.21.3.2-1': font((_, descendant) => descendant.delete(name('CIDToGIDMap'))),
  '7.21.3.3-1': font(each => set(each, 'Encoding', 'Ukendt-H')),
  '7.21.4.1-1': font((_, descendant) => (dictAt(descendant, 'FontDescriptor') as PDFDict).delete(name('FontFile2'))),
  '7.21.6-1': font(each => {
    set(each, 'Subtype', 'TrueType')
    set(each, 'Encoding', {})
  }),
  '7.21.7-1': font(each => each.delete(name('ToUnicode'))),
  '7.21.7-2': font((each, _, { context }) => {
    const table = Buffer.from(`1024 beginbfchar\n${ALL_AS_NOTHING}\nendbfchar`)
    each.set(name('ToUnicode'), context.register(PDFRawStream.of(context.obj({}), table)))
  }),
  '7.21.8-1': content(before => `${before}\n/Artifact BMC BT ${/\/F\d+ \d+ Tf/.exec(before)?.[0]} <0000> Tj ET EMC`),
  'ISO 32000-1, 14.6': content(before => `${before}\nEMC`),
  'ISO 32000-1, 14.7.4.2': pdf => set(first(pdf, 'P'), 'K', 9999),
  'ISO 32000-1, 14.7.4.4': pdf => {
    const tree = dictAt(dictAt(pdf.catalog, 'StructTreeRoot') as PDFDict, 'ParentTree') as PDFDict
    const row = pdf.context.lookup(itemsAt(tree, 'Nums')[1]) as PDFArray
    row.set(0, row.get(row.size() - 1))
  },
  'hus-1': pdf => set(asDict(pdf.context.lookup(pdf.context.trailerInfo.Info)) as PDFDict, 'Title', text('En anden')),
  'hus-2': catalog('AA', {}),
  'hus-3': annotation(each => set(each, 'A', { S: PDFName.of('URI'), URI: text('javascript:alert(1)') })),
}

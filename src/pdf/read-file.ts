// Opens a PDF by its table of places, as Chromium writes it (plain) and as we do (packed). For every other kind of file
// there is the PDF library, which also mends what is broken.
import {
  type PDFArray,
  PDFContext,
  PDFDict,
  PDFDocument,
  PDFNumber,
  type PDFObject,
  PDFRawStream,
} from '@cantoo/pdf-lib'
import { get, itemsAt, name, nameAt, numberAt, type Pdf, streamBytes } from './objects.ts'
import { createReader, Malformed, type Reader, referenceTo } from './read-object.ts'

/** Where an object stands: at a place in the file, or as one of the objects that are packed in another. */
type Place = { at: number } | { packedIn: number; index: number }

/** Parses a PDF's bytes at once; rejects when they are none. */
export const openPdf = async (bytes: Uint8Array): Promise<Pdf> =>
  readFile(bytes) ?? PDFDocument.load(bytes, { updateMetadata: false, parseSpeed: Number.POSITIVE_INFINITY })

/** The document, or null where the file is of another kind than ours. */
export function readFile(source: Uint8Array): PDFDocument | null {
  try {
    return readOurs(Buffer.from(source.buffer, source.byteOffset, source.byteLength))
  } catch (error) {
    if (error instanceof Malformed || error instanceof RangeError) return null
    throw error
  }
}

function readOurs(bytes: Buffer): PDFDocument {
  const start = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(bytes.toString('latin1', Math.max(0, bytes.length - 64)))?.[1]
  if (!start || bytes.toString('latin1', 0, 5) !== '%PDF-') throw new Malformed('no PDF')
  const context = PDFContext.create()
  const reader = createReader(bytes, context)
  reader.moveTo(Number(start))
  const { trailer, places } = reader.takes('xref') ? plainTable(reader) : packedTable(reader, bytes)
  if (['Prev', 'XRefStm', 'Encrypt'].some(key => trailer.has(name(key)))) throw new Malformed('a file of several parts')

  const packs = new Map<number, [number, number][]>()
  for (const [number, place] of places) {
    if ('at' in place) context.assign(referenceTo(number), indirect(reader, bytes, number, place.at))
    else packs.set(place.packedIn, [...(packs.get(place.packedIn) ?? []), [place.index, number]])
  }
  for (const [pack, members] of packs) {
    const stream = context.lookup(referenceTo(pack))
    if (!(stream instanceof PDFRawStream)) throw new Malformed('no packed objects')
    unpack(stream, members, context)
    context.delete(referenceTo(pack))
  }
  const root = trailer.get(name('Root'))
  if (!(root && context.lookup(root) instanceof PDFDict)) throw new Malformed('no catalog')
  for (const key of ['Root', 'Info', 'ID'] as const) {
    const value = trailer.get(name(key))
    if (value) context.trailerInfo[key] = value
  }
  // The library makes documents from what it has read itself; it has no other door.
  return new (PDFDocument as unknown as new (context: PDFContext, encrypted: boolean, update: boolean) => PDFDocument)(
    context,
    false,
    false,
  )
}

type Table = { trailer: PDFDict; places: Map<number, Place> }

function plainTable(reader: Reader): Table {
  const places = new Map<number, Place>()
  while (!reader.takes('trailer')) {
    const first = reader.whole()
    const count = reader.whole()
    for (let number = first; number < first + count; number++) {
      const at = reader.whole()
      const generation = reader.whole()
      if (reader.takes('f')) continue
      if (!reader.takes('n') || generation !== 0) throw new Malformed('a table with generations')
      places.set(number, { at })
    }
  }
  const trailer = reader.object()
  if (!(trailer instanceof PDFDict)) throw new Malformed('no trailer')
  return { trailer, places }
}

function packedTable(reader: Reader, bytes: Buffer): Table {
  const own = reader.whole()
  const table = indirect(reader, bytes, own, reader.place(), true)
  if (!(table instanceof PDFRawStream) || nameAt(table.dict, 'Type') !== 'XRef' || table.dict.has(name('DecodeParms')))
    throw new Malformed('no table')
  const [kindWidth = 0, placeWidth = 0, indexWidth = 0] = whole(get(table.dict, 'W') as PDFArray)
  const width = kindWidth + placeWidth + indexWidth
  const rows = Buffer.from(streamBytes(table))
  const places = new Map<number, Place>()
  if (kindWidth !== 1 || table.dict.has(name('Index')) || rows.length % width > 0) throw new Malformed('an odd table')
  for (let number = 0, at = 0; at < rows.length; number++, at += width) {
    const place = rows.readUIntBE(at + 1, placeWidth)
    const index = rows.readUIntBE(at + 1 + placeWidth, indexWidth)
    if (rows[at] === 2) places.set(number, { packedIn: place, index })
    else if (rows[at] === 1 && number !== own) places.set(number, { at: place })
  }
  return { trailer: table.dict, places }
}

const whole = (list: PDFArray) => list.asArray().map(item => (item instanceof PDFNumber ? item.asNumber() : 0))

/** The object of this number, which must stand at this place. */
function indirect(reader: Reader, bytes: Buffer, number: number, at: number, begun = false): PDFObject {
  reader.moveTo(at)
  if (!begun && reader.whole() !== number) throw new Malformed(`object ${number} is elsewhere`)
  if (reader.whole() !== 0 || !reader.takes('obj')) throw new Malformed(`object ${number} is elsewhere`)
  const object = reader.object()
  if (reader.takes('endobj')) return object
  if (!(object instanceof PDFDict) || !reader.takes('stream')) throw new Malformed(`object ${number} has no end`)
  const from = reader.place() + (bytes[reader.place()] === 13 ? 2 : 1)
  const length = object.get(name('Length'))
  const end = from + (length instanceof PDFNumber ? length.asNumber() : Number.NaN)
  reader.moveTo(end)
  if (!(end <= bytes.length) || !reader.takes('endstream')) throw new Malformed(`stream ${number} has no end`)
  return PDFRawStream.of(object, bytes.subarray(from, end))
}

/** The members of a pack, each at the position that the table of places says. */
function unpack(stream: PDFRawStream, members: [index: number, number: number][], context: PDFContext) {
  const content = Buffer.from(streamBytes(stream))
  const first = numberAt(stream.dict, 'First') ?? 0
  const count = numberAt(stream.dict, 'N') ?? 0
  if (itemsAt(stream.dict, 'Extends').length > 0) throw new Malformed('packs of packs')
  const reader = createReader(content, context)
  const head = Array.from({ length: count }, () => [reader.whole(), reader.whole()] as const)
  for (const [index, number] of members) {
    const [said, offset = 0] = head[index] ?? []
    if (said !== number) throw new Malformed(`object ${number} is not where it should be`)
    reader.moveTo(first + offset)
    context.assign(referenceTo(number), reader.object())
  }
}

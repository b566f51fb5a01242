// Writes a PDF small: only what is in use, small objects packed together, the table of places packed as well.
import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { PDFArray, PDFDict, type PDFObject, PDFRawStream, PDFRef } from '@cantoo/pdf-lib'
import { entriesOf, keyOf, name, nameAt, type Pdf } from '../objects.ts'
import { PACKING } from './write-content.ts'

// Left in the open, so that a glance at the bytes shows what the file is: pages and fonts.
const OPEN = new Set(['Catalog', 'Pages', 'Page', 'Font', 'FontDescriptor'])
const PACKED_AT_ONCE = 400

/** The file's bytes. The same objects give the same bytes. */
export function writeFile(pdf: Pdf): Uint8Array {
  const { Root, Info } = pdf.context.trailerInfo
  const objects = inUse(pdf, [Root, Info])
  const number = new Map(objects.map(({ key }, index) => [key, index + 1]))
  const parts: Buffer[] = []
  const places: [kind: number, place: number, index: number][] = [[0, 0, 0xffff]]
  let length = 0

  const put = (part: Buffer) => {
    parts.push(part)
    length += part.length
  }
  const putObject = (id: number, body: string, stream?: Uint8Array) => {
    places[id] = [1, length, 0]
    put(Buffer.from(`${id} 0 obj\n${body}${stream ? '\nstream\n' : '\nendobj\n'}`, 'latin1'))
    if (stream) {
      put(Buffer.from(stream.buffer, stream.byteOffset, stream.byteLength))
      put(Buffer.from('\nendstream\nendobj\n'))
    }
  }
  const text = (object: PDFObject) => serialise(object, number)

  put(Buffer.from('%PDF-1.7\n%\u00e6\u00f8\u00e5\u00c6\n', 'latin1'))
  const packed: { id: number; body: string }[] = []
  for (const [index, { object }] of objects.entries()) {
    const id = index + 1
    if (object instanceof PDFRawStream) {
      object.dict.set(name('Length'), pdf.context.obj(object.contents.length))
      putObject(id, text(object.dict), object.contents)
    } else if (object instanceof PDFDict && OPEN.has(nameAt(object, 'Type') ?? '')) putObject(id, text(object))
    else packed.push({ id, body: text(object) })
  }
  let next = objects.length + 1
  for (let at = 0; at < packed.length; at += PACKED_AT_ONCE) {
    const group = packed.slice(at, at + PACKED_AT_ONCE)
    let offset = 0
    const index = group.map(({ id, body }, position) => {
      places[id] = [2, next, position]
      const entry = `${id} ${offset}`
      offset += body.length + 1
      return entry
    })
    const head = `${index.join(' ')}\n`
    const stream = deflateSync(Buffer.from(head + group.map(({ body }) => `${body}\n`).join(''), 'latin1'), {
      level: PACKING,
    })
    const dict = `/Type /ObjStm /N ${group.length} /First ${head.length} /Filter /FlateDecode /Length ${stream.length}`
    putObject(next++, `<<${dict}>>`, stream)
  }
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  const id = hash.digest('hex').slice(0, 32)
  const start = length
  places[next] = [1, start, 0]
  const table = deflateSync(tableOf(places))
  const trailer = `/Type /XRef /Size ${next + 1} /W [1 4 2] /Root ${text(Root as PDFObject)} /Info ${text(Info as PDFObject)} /ID [<${id}> <${id}>]`
  putObject(next, `<<${trailer} /Filter /FlateDecode /Length ${table.length}>>`, table)
  put(Buffer.from(`startxref\n${start}\n%%EOF\n`))
  return Buffer.concat(parts)
}

/** What can be reached from these objects, each once. */
function inUse({ context }: Pdf, from: (PDFObject | undefined)[]) {
  const seen = new Set<string>()
  const found: { key: string; object: PDFObject }[] = []
  const visit = (value: PDFObject | undefined) => {
    if (value instanceof PDFRef) {
      const key = keyOf(value)
      const object = context.lookup(value)
      if (seen.has(key) || !object) return
      seen.add(key)
      found.push({ key, object })
      visit(object)
    } else if (value instanceof PDFDict) for (const item of entriesOf(value).values()) visit(item)
    else if (value instanceof PDFArray) for (const item of value.asArray()) visit(item)
    else if (value instanceof PDFRawStream) visit(value.dict)
  }
  for (const value of from) visit(value)
  return found
}

function serialise(value: PDFObject, number: ReadonlyMap<string, number>): string {
  if (value instanceof PDFRef) return number.has(keyOf(value)) ? `${number.get(keyOf(value))} 0 R` : 'null'
  if (value instanceof PDFDict) {
    let body = ''
    for (const [key, item] of entriesOf(value)) body += `${body && '\n'}${key} ${serialise(item, number)}`
    return `<<${body}>>`
  }
  if (value instanceof PDFArray) {
    let body = ''
    for (const item of value.asArray()) body += `${body && ' '}${serialise(item, number)}`
    return `[${body}]`
  }
  return value.toString()
}

function tableOf(places: readonly (readonly [number, number, number])[]) {
  const table = Buffer.alloc(places.length * 7)
  for (const [id, [kind, place, index]] of places.entries()) {
    table.writeUInt8(kind, id * 7)
    table.writeUInt32BE(place, id * 7 + 1)
    table.writeUInt16BE(index, id * 7 + 5)
  }
  return table
}

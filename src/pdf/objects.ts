// The few ways in which we read a PDF's objects: open a file, follow references, and take names, texts and lists out.
import { inflateSync } from 'node:zlib'
import {
  decodePDFRawStream,
  PDFArray,
  type PDFContext,
  PDFDict,
  type PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRawStream,
  PDFRef,
  PDFString,
} from '@cantoo/pdf-lib'

export type Pdf = PDFDocument

const names = new Map<string, PDFName>()

/** The name object for a key, remembered: making one anew costs more than all else we do with it. */
export function name(key: string): PDFName {
  const known = names.get(key)
  if (known) return known
  const made = PDFName.of(key)
  names.set(key, made)
  return made
}

const plainNames = new Map<PDFObject, string>()

/** A name's letters, remembered for the same reason. */
function plain(made: PDFName): string {
  const known = plainNames.get(made)
  if (known !== undefined) return known
  plainNames.set(made, made.decodeText())
  return made.decodeText()
}

/** What stands under a key, behind its reference. */
export const get = (dict: PDFDict, key: string): PDFObject | undefined => dict.context.lookup(dict.get(name(key)))

export function dictAt(dict: PDFDict, key: string): PDFDict | undefined {
  return asDict(get(dict, key))
}

/** A dictionary, also a stream's own; nothing for anything else. */
export function asDict(value: PDFObject | undefined): PDFDict | undefined {
  if (value instanceof PDFRawStream) return value.dict
  return value instanceof PDFDict ? value : undefined
}

/** The name under a key, without its slash. */
export function nameAt(dict: PDFDict, key: string): string | undefined {
  const value = get(dict, key)
  return value instanceof PDFName ? plain(value) : undefined
}

export function numberAt(dict: PDFDict, key: string): number | undefined {
  const value = get(dict, key)
  return value instanceof PDFNumber ? value.asNumber() : undefined
}

/** The text under a key: its letters, not its bytes. */
export function textAt(dict: PDFDict, key: string): string | undefined {
  const value = get(dict, key)
  return value instanceof PDFString || value instanceof PDFHexString ? value.decodeText() : undefined
}

/** The items under a key as they stand, references unfollowed; one that is no list is a list of itself. */
export function itemsAt(dict: PDFDict, key: string): PDFObject[] {
  const value = get(dict, key)
  if (value === undefined) return []
  return value instanceof PDFArray ? value.asArray() : [dict.get(name(key)) as PDFObject]
}

/** What a dictionary holds, as it stands: the library only gives copies. */
export const entriesOf = (dict: PDFDict): ReadonlyMap<PDFName, PDFObject> =>
  (dict as unknown as { dict: Map<PDFName, PDFObject> }).dict

/** The dictionary's keys, without their slashes. */
export const keysOf = (dict: PDFDict): string[] => dict.keys().map(plain)

const unpacked = new WeakMap<PDFRawStream, Uint8Array>()

/** A stream packed from these bytes, which are remembered: reading it again takes no unpacking. */
export function packedStream(dict: PDFDict, packed: Uint8Array, bytes: Uint8Array): PDFRawStream {
  const stream = PDFRawStream.of(dict, packed)
  unpacked.set(stream, bytes)
  return stream
}

/** A stream's bytes, unpacked. */
export function streamBytes(stream: PDFRawStream): Uint8Array {
  const known = unpacked.get(stream)
  if (known) return known
  const usual = nameAt(stream.dict, 'Filter') === 'FlateDecode' && !stream.dict.has(name('DecodeParms'))
  return usual ? inflateSync(stream.contents) : decodePDFRawStream(stream).decode() // Node's unpacks ten times as fast
}

/** The numbers and values of a number tree, such as the one from marked content to its structure. */
export function* numberTree(context: PDFContext, node: PDFDict | undefined): Generator<[number, PDFObject]> {
  if (!node) return
  const pairs = itemsAt(node, 'Nums')
  for (let at = 0; at + 1 < pairs.length; at += 2) {
    const key = context.lookup(pairs[at])
    if (key instanceof PDFNumber) yield [key.asNumber(), pairs[at + 1] as PDFObject]
  }
  for (const kid of itemsAt(node, 'Kids')) yield* numberTree(context, asDict(context.lookup(kid)))
}

/** A name for a reference that can be compared and kept in a map. */
export const keyOf = (reference: PDFObject | undefined): string =>
  reference instanceof PDFRef ? `${reference.objectNumber}` : ''

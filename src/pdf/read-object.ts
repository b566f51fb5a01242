// Reads PDF objects from bytes: names, numbers, texts, lists, dictionaries and references, as the PDF library's own
// objects. Three times as fast as the library, which reads letter by letter.
import {
  PDFArray,
  PDFBool,
  PDFCatalog,
  type PDFContext,
  PDFDict,
  PDFHexString,
  PDFName,
  PDFNull,
  PDFNumber,
  type PDFObject,
  PDFPageLeaf,
  PDFPageTree,
  PDFRef,
  PDFString,
} from '@cantoo/pdf-lib'
import { CLASS, skipDelimited } from './operators.ts'

/** Bytes that are not as the specification has them. */
export class Malformed extends Error {}

const names = new Map<string, PDFName>()
const references: PDFRef[] = []
const numbers = Array.from({ length: 2000 }, (_, value) => PDFNumber.of(value))

const TYPE = PDFName.of('Type')
const KINDS = new Map<PDFObject, { fromMapWithContext(map: Map<PDFName, PDFObject>, context: PDFContext): PDFDict }>([
  [PDFName.of('Catalog'), PDFCatalog],
  [PDFName.of('Pages'), PDFPageTree as never],
  [PDFName.of('Page'), PDFPageLeaf as never],
])

export const referenceTo = (number: number): PDFRef => {
  references[number] ??= PDFRef.of(number)
  return references[number]
}

/** Reads one object after the other from some bytes. */
export function createReader(bytes: Buffer, context: PDFContext) {
  let at = 0

  function skipSpace() {
    for (;;) {
      const byte = bytes[at] as number
      if (CLASS[byte] === 1) at++
      else if (byte === 0x25) at = skipDelimited(bytes, at)
      else return byte
    }
  }

  function object(): PDFObject {
    const byte = skipSpace()
    switch (byte) {
      case 0x2f: // /
        return name()
      case 0x3c: // <
        return bytes[at + 1] === 0x3c ? dict() : PDFHexString.of(delimited())
      case 0x28: // (
        return PDFString.of(delimited())
      case 0x5b: // [
        return array()
      default:
        return byte <= 0x39 ? numberOrReference() : keyword()
    }
  }

  /** What stands between the brackets of a string. */
  function delimited() {
    const from = at + 1
    at = skipDelimited(bytes, at)
    if (at > bytes.length) throw new Malformed('a string without an end')
    return bytes.toString('latin1', from, at - 1)
  }

  function name(): PDFName {
    const from = ++at
    while (CLASS[bytes[at] as number] === 0) at++
    const letters = bytes.toString('latin1', from, at)
    const known = names.get(letters)
    if (known) return known
    const made = PDFName.of(letters)
    names.set(letters, made)
    return made
  }

  function dict(): PDFDict {
    at += 2
    const map = new Map<PDFName, PDFObject>()
    for (;;) {
      const byte = skipSpace()
      if (byte === 0x3e && bytes[at + 1] === 0x3e) break
      if (byte !== 0x2f) throw new Malformed('a key that is no name')
      const key = name()
      map.set(key, object())
    }
    at += 2
    const kind = KINDS.get(map.get(TYPE) as PDFObject) ?? PDFDict
    return kind.fromMapWithContext(map, context)
  }

  function array(): PDFArray {
    at++
    const made = PDFArray.withContext(context)
    while (skipSpace() !== 0x5d) made.push(object())
    at++
    return made
  }

  /** Digits and nothing else, or -1. */
  function digits() {
    const from = at
    let value = 0
    for (let byte = bytes[at] as number; byte >= 0x30 && byte <= 0x39; byte = bytes[++at] as number)
      value = value * 10 + byte - 0x30
    return at === from ? -1 : value
  }

  function numberOrReference(): PDFObject {
    const from = at
    const value = digits()
    if (value >= 0 && CLASS[bytes[at] as number] !== 0) {
      const end = at
      if (CLASS[bytes[at] as number] === 1) {
        at++
        if (digits() === 0 && bytes[at] === 0x20 && bytes[at + 1] === 0x52 && CLASS[bytes[at + 2] as number] !== 0) {
          at += 2
          return referenceTo(value)
        }
      }
      at = end
      return numbers[value] ?? PDFNumber.of(value)
    }
    while (CLASS[bytes[at] as number] === 0) at++
    const number = Number(bytes.toString('latin1', from, at))
    if (at === from || Number.isNaN(number)) throw new Malformed('no number')
    return PDFNumber.of(number)
  }

  function keyword(): PDFObject {
    const from = at
    while (CLASS[bytes[at] as number] === 0) at++
    const word = bytes.toString('latin1', from, at)
    if (word === 'true') return PDFBool.True
    if (word === 'false') return PDFBool.False
    if (word === 'null') return PDFNull
    throw new Malformed(`an unknown word at ${from}`)
  }

  return {
    object,
    moveTo: (place: number) => {
      at = place
    },
    /** Reads this word, where it comes next. */
    takes(word: string) {
      if (bytes[at] !== word.charCodeAt(0)) skipSpace()
      if (bytes.toString('latin1', at, at + word.length) !== word) return false
      at += word.length
      return true
    },
    whole() {
      skipSpace()
      const value = digits()
      if (value < 0) throw new Malformed('no whole number')
      return value
    },
    place: () => at,
  }
}

export type Reader = ReturnType<typeof createReader>

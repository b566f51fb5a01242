// From the glyphs that a stretch of content shows to the letters they stand for, by the fonts' own ToUnicode tables.

import type { PDFDict } from '@cantoo/pdf-lib'
import { PDFRawStream } from '@cantoo/pdf-lib'
import { asDict, dictAt, get, keysOf, nameAt, streamBytes } from './objects.ts'
import { OPERATION } from './operators.ts'

export type Font = { dict: PDFDict; bytesPerGlyph: 1 | 2; letters: Map<number, string> }

const read = new WeakMap<PDFDict, Font>()

/** The fonts of a page or form by the names that its content uses. */
export function fontsOf(resources: PDFDict | undefined): Map<string, Font> {
  const fonts = resources && dictAt(resources, 'Font')
  if (!fonts) return new Map()
  return new Map(
    keysOf(fonts).flatMap(key => {
      const dict = asDict(get(fonts, key))
      return dict ? [[key, fontOf(dict)] as const] : []
    }),
  )
}

function fontOf(dict: PDFDict): Font {
  const known = read.get(dict)
  if (known) return known
  const table = get(dict, 'ToUnicode')
  const letters =
    table instanceof PDFRawStream ? lettersOf(Buffer.from(streamBytes(table)).toString('latin1')) : new Map()
  const font: Font = { dict, bytesPerGlyph: nameAt(dict, 'Subtype') === 'Type0' ? 2 : 1, letters }
  read.set(dict, font)
  return font
}

/** The codes of a ToUnicode table and their letters. */
function lettersOf(table: string): Map<number, string> {
  const letters = new Map<number, string>()
  for (const [, lines = ''] of table.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, code = '', units = ''] of lines.matchAll(/<([0-9a-f]+)>\s*<([0-9a-f\s]*)>/gi))
      letters.set(Number.parseInt(code, 16), fromUnits(units))
  for (const [, lines = ''] of table.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, from = '', to = '', first, list] of lines.matchAll(
      /<([0-9a-f]+)>\s*<([0-9a-f]+)>\s*(?:<([0-9a-f\s]*)>|\[([^\]]*)\])/gi,
    )) {
      const start = Number.parseInt(from, 16)
      const listed = list?.match(/[0-9a-f]+/gi)
      for (let code = start; code <= Number.parseInt(to, 16); code++)
        letters.set(
          code,
          listed ? fromUnits(listed[code - start] ?? '') : following(fromUnits(first ?? ''), code - start),
        )
    }
  }
  return letters
}

const fromUnits = (hex: string) =>
  String.fromCharCode(...(hex.replaceAll(/\s/g, '').match(/.{4}/g) ?? []).map(unit => Number.parseInt(unit, 16)))

const following = (text: string, steps: number) =>
  text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + steps)

// A mark with properties, its end, a choice of font, a place (its height last), and strings of two kinds.
const SHOWN =
  /<<((?:[^<>]|<[0-9a-fA-F\s]*>)*)>>\s*BDC|\b(EMC)\b|\/([^\s/<>[\]()]+)\s+[-+.\d]+\s+Tf|([-+.\d]+)\s+Tm|<([0-9a-fA-F\s]*)>|\(((?:\\[\s\S]|[^\\()])*)\)/g

/** A string of codes as shown in one font. Where the document says what they mean, as for "fi" in one sign, `instead` does. */
type Shown = { font: Font | null; bytes: Uint8Array; newLine: boolean; instead: string | null }

/** Everything that this piece of content shows, in order. */
function* shownIn(content: string, fonts: Map<string, Font>): Generator<Shown> {
  let font: Font | null = null
  let height = ''
  let newLine = false
  let instead: string | null = null
  for (const [, properties, end, chosen, y, hex, literal] of content.matchAll(SHOWN)) {
    if (properties !== undefined) instead = actualText(properties)
    else if (end !== undefined) instead = null
    else if (chosen !== undefined) font = fonts.get(chosen) ?? null
    else if (y !== undefined) {
      newLine = height !== '' && y !== height
      height = y
    } else {
      const bytes = hex === undefined ? literalBytes(literal ?? '') : hexBytes(hex)
      yield { font, bytes, newLine, instead }
      newLine = false
      if (instead !== null) instead = '' // it stands for all that follows as well
    }
  }
}

function actualText(properties: string): string | null {
  const [, hex, literal] = /\/ActualText\s*(?:<([^>]*)>|\(((?:\\[\s\S]|[^\\()])*)\))/.exec(properties) ?? []
  if (hex === undefined && literal === undefined) return null
  const bytes = hex === undefined ? literalBytes(literal ?? '') : hexBytes(hex)
  const wide = bytes[0] === 0xfe && bytes[1] === 0xff
  return wide ? fromUnits(Buffer.from(bytes).toString('hex').slice(4)) : Buffer.from(bytes).toString('latin1')
}

/** The text that this piece of content shows; a new line begins with a space. */
export function textOf(content: string, fonts: Map<string, Font>): string {
  let text = ''
  for (const { font, bytes, newLine, instead } of shownIn(content, fonts))
    text +=
      (newLine && !text.endsWith(' ') ? ' ' : '') +
      (instead ??
        codesIn(bytes, font?.bytesPerGlyph ?? 1)
          .map(code => font?.letters.get(code) ?? '')
          .join(''))
  return text
}

const hexBytes = (hex: string) => Buffer.from(hex.replaceAll(/\s/g, ''), 'hex')

/** The codes that a stream shows in each font, and those among them that it says in words what they mean. */
export type Used = { font: Font; codes: Set<number>; explained: Set<number> }

/** Notes which codes of which fonts a stream shows, while it is scanned. */
export function createCodeNotes(bytes: Buffer, fonts: Map<string, Font>) {
  const used = new Map<Font, Used>()
  let current: Used | undefined
  let explained = false

  function tell(operation: number, start: number, end: number) {
    if (operation === OPERATION.SHOW && current) {
      const { font, codes } = current
      const add = explained ? current.explained : codes
      if (bytes[start] === 0x3c && font.bytesPerGlyph === 2) addHexCodes(bytes, start + 1, end, add)
      else
        for (const shown of shownIn(bytes.toString('latin1', start, end), NO_FONTS))
          for (const code of codesIn(shown.bytes, font.bytesPerGlyph)) add.add(code)
    } else if (operation === OPERATION.FONT) {
      const font = fonts.get(/^\/(\S+)/.exec(bytes.toString('latin1', start, end))?.[1] ?? '')
      if (font && !used.has(font)) used.set(font, { font, codes: new Set(), explained: new Set() })
      current = font && used.get(font)
    } else if (operation === OPERATION.MARK) explained = bytes.toString('latin1', start, end).includes('/ActualText')
    else if (operation === OPERATION.END_MARK) explained = false
  }

  return { tell, used: () => [...used.values()] }
}

const NO_FONTS = new Map<string, Font>()

/** Nearly every string is of this kind. */
function addHexCodes(bytes: Buffer, start: number, end: number, codes: Set<number>) {
  let code = 0
  let digits = 0
  for (let at = start; at < end && bytes[at] !== 0x3e; at++) {
    const byte = bytes[at] as number
    if (byte <= 0x20) continue
    code = (code << 4) | (byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57)
    if (++digits % 4 > 0) continue
    codes.add(code & 0xffff)
    code = 0
  }
}

function codesIn(bytes: Uint8Array, each: 1 | 2): number[] {
  if (each === 1) return [...bytes]
  return Array.from(
    { length: bytes.length >> 1 },
    (_, at) => ((bytes[at * 2] as number) << 8) | (bytes[at * 2 + 1] as number),
  )
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

function literalBytes(literal: string): Uint8Array {
  const plain = literal.replaceAll(/\\(\r\n|[0-7]{1,3}|[\s\S])/g, (_, sign: string) => {
    if (/^[0-7]/.test(sign)) return String.fromCharCode(Number.parseInt(sign, 8) & 255)
    return /^[\r\n]/.test(sign) ? '' : (ESCAPES[sign] ?? sign)
  })
  return Buffer.from(plain, 'latin1')
}

// What a content stream paints, in order: which stretches of its bytes are marked (tagged or artifact), which are not.
import { Buffer } from 'node:buffer'

export type Stretch = { start: number; end: number }

/** A marked stretch: the operator that opens it, the one that closes it, and what stands between. */
export type Marked = {
  tag: string
  mcid: number | null
  open: Stretch
  close: Stretch
  /** Whether letters, or an image, form or shading, are painted in it: lines and fills alone are decoration. */
  shows: boolean
  paints: boolean
  within: Marked | null
}

/** Painting outside every mark: letters, lines and fills, or something that stands under a name of its own. */
export type Unmarked = Stretch & { kind: 'text' | 'drawing' | 'object'; object: string | null }

export type Content = { bytes: Buffer; marked: Marked[]; unmarked: Unmarked[]; balanced: boolean }

const SHOW = new Set(['Tj', 'TJ', "'", '"'])
const PATH = new Set(['m', 'l', 'c', 'v', 'y', 'h', 're'])
const PAINT = new Set(['f', 'F', 'f*', 'S', 's', 'B', 'B*', 'b', 'b*'])
const OBJECT = new Set(['Do', 'sh', 'EI'])

/** Reads a decoded content stream. */
export function readContent(source: Uint8Array): Content {
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength)
  const marked: Marked[] = []
  const unmarked: Unmarked[] = []
  const open: Marked[] = []
  let balanced = true
  let path = -1
  let text: { start: number; shown: Stretch[]; whole: boolean } | null = null

  for (const { operator, start, end } of operators(bytes)) {
    const within = open.at(-1) ?? null
    if (operator === 'BDC' || operator === 'BMC') {
      const mark = { ...markOf(bytes.toString('latin1', start, end)), open: { start, end }, close: { start: end, end } }
      open.push({ ...mark, shows: false, paints: false, within })
      marked.push(open.at(-1) as Marked)
      if (text) text.whole = false
    } else if (operator === 'EMC') {
      const closed = open.pop()
      if (closed) closed.close = { start, end }
      else balanced = false
    } else if (operator === 'BT') text = { start, shown: [], whole: within === null }
    else if (operator === 'ET') {
      const shown = text?.whole && text.shown.length > 0 ? [{ start: text.start, end }] : text?.shown
      for (const stretch of shown ?? []) unmarked.push({ ...stretch, kind: 'text', object: null })
      text = null
    } else if (SHOW.has(operator)) {
      for (let mark = within; mark; mark = mark.within) mark.shows = true
      if (!within) text?.shown.push({ start, end })
    } else if (PATH.has(operator)) path = path < 0 ? start : path
    else if (operator === 'n') path = -1
    else if (PAINT.has(operator)) {
      for (let mark = within; mark; mark = mark.within) mark.paints = true
      if (!within) unmarked.push({ start: path < 0 ? start : path, end, kind: 'drawing', object: null })
      path = -1
    } else if (OBJECT.has(operator)) {
      for (let mark = within; mark; mark = mark.within) mark.shows = true
      const object =
        operator === 'Do' ? (/\/(\S+)\s+Do$/.exec(bytes.toString('latin1', start, end))?.[1] ?? null) : null
      if (!within) unmarked.push({ start, end, kind: 'object', object })
    }
  }
  return { bytes, marked, unmarked, balanced: balanced && open.length === 0 }
}

function markOf(operation: string) {
  const mcid = /\/MCID\s+(\d+)/.exec(operation)?.[1]
  return { tag: /^\/([^\s/<>[\]()]*)/.exec(operation)?.[1] ?? '', mcid: mcid === undefined ? null : Number(mcid) }
}

const CLASS = new Uint8Array(256) // 1 white space, 2 delimiter, 0 regular
for (const white of [0, 9, 10, 12, 13, 32]) CLASS[white] = 1
for (const delimiter of Buffer.from('()<>[]{}/%')) CLASS[delimiter] = 2

/** Each operator with where its operation (operands included) starts and ends. */
function* operators(bytes: Buffer): Generator<Stretch & { operator: string }> {
  const { length } = bytes
  let at = 0
  let start = -1
  while (at < length) {
    const byte = bytes[at] as number
    const kind = CLASS[byte]
    if (kind === 1) {
      at++
      continue
    }
    if (start < 0) start = at
    if (kind === 2) {
      at = skipDelimited(bytes, at)
      continue
    }
    const from = at
    while (at < length && CLASS[bytes[at] as number] === 0) at++
    // Numbers begin with a digit, a sign or a point; no operator does.
    if (byte < 0x3a && byte !== 0x27 && byte !== 0x22) continue
    const operator = bytes.toString('latin1', from, at)
    if (operator === 'true' || operator === 'false' || operator === 'null') continue
    if (operator === 'ID') at = Math.max(bytes.indexOf('EI', at + 1), at)
    yield { operator, start, end: at }
    start = -1
  }
}

/** Where the string, name, comment or bracket that begins here ends. */
function skipDelimited(bytes: Buffer, begin: number): number {
  const { length } = bytes
  let at = begin + 1
  switch (bytes[begin]) {
    case 0x28: // (
      for (let depth = 1; depth > 0 && at < length; at++) {
        const byte = bytes[at]
        if (byte === 0x5c) at++
        else if (byte === 0x28) depth++
        else if (byte === 0x29) depth--
      }
      return at
    case 0x2f: // a name
      while (at < length && CLASS[bytes[at] as number] === 0) at++
      return at
    case 0x25: // a comment
      while (at < length && bytes[at] !== 10 && bytes[at] !== 13) at++
      return at
    case 0x3c: // << or a hexadecimal string
      if (bytes[at] === 0x3c) return at + 1
      while (at < length && bytes[at] !== 0x3e) at++
      return at + 1
    default:
      return at
  }
}

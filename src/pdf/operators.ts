// The operators of a content stream, told apart by their bytes: fast, because a long report has a hundred thousand.

export const CLASS = new Uint8Array(256) // 1 white space, 2 delimiter, 0 regular
for (const white of [0, 9, 10, 12, 13, 32]) CLASS[white] = 1
for (const delimiter of Buffer.from('()<>[]{}/%')) CLASS[delimiter] = 2

export const OPERATION = {
  OTHER: 0,
  SHOW: 1,
  PATH: 2,
  NO_PAINT: 3,
  PAINT: 4,
  OBJECT: 5,
  MARK: 6,
  END_MARK: 7,
  TEXT: 8,
  END_TEXT: 9,
  FONT: 10,
  INLINE: 11,
  VALUE: 12,
} as const
const { OTHER, SHOW, PATH, NO_PAINT, PAINT, OBJECT, MARK, END_MARK, TEXT, END_TEXT, FONT, INLINE, VALUE } = OPERATION

// By an operator's first two letters, which tell them all apart: a page has ten thousand of them.
const KIND = new Uint8Array(0x10000)
for (const [kind, operators] of [
  [SHOW, `Tj TJ ' "`],
  [PATH, 'm l c v y h re'],
  [NO_PAINT, 'n'],
  [PAINT, 'f F f* S s B B* b b*'],
  [OBJECT, 'Do sh EI'],
  [MARK, 'BDC BMC'],
  [END_MARK, 'EMC'],
  [TEXT, 'BT'],
  [END_TEXT, 'ET'],
  [FONT, 'Tf'],
  [INLINE, 'ID'],
  [VALUE, 'true false null'],
] as const)
  for (const operator of operators.split(' '))
    KIND[operator.charCodeAt(0) | ((operator.charCodeAt(1) || 0) << 8)] = kind

/** Tells of each operation where it starts (with its operands) and ends. */
export function scan(bytes: Buffer, tell: (operation: number, start: number, end: number) => void): void {
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
    const operation = KIND[byte | (at - from > 1 ? (bytes[from + 1] as number) << 8 : 0)] as number
    if (operation === VALUE) continue
    if (operation === INLINE) at = Math.max(bytes.indexOf('EI', at + 1), at)
    else if (operation !== OTHER) tell(operation, start, at)
    start = -1
  }
}

/** Where the string, name, comment or bracket that begins here ends. */
export function skipDelimited(bytes: Buffer, begin: number): number {
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

// Font files: from a WOFF file to the TrueType file that is packed in it, and the measure by which that is drawn.
import { inflateSync } from 'node:zlib'

const WOFF = 0x774f4646
const WOFF_HEADER = 44
const WOFF_ENTRY = 20
const SFNT_HEADER = 12
const SFNT_ENTRY = 16

/**
 * The font's bytes with their tables unpacked, each on a multiple of four bytes. Refuses what is not WOFF 1.0 (W3C, WOFF
 * File Format 1.0, 2012, sections 3 to 5).
 */
export function unpackWoff(woff: Buffer): Buffer {
  if (woff.readUInt32BE(0) !== WOFF) throw new Error('this is no WOFF file')
  const flavor = woff.readUInt32BE(4)
  const count = woff.readUInt16BE(12)
  const head = Buffer.alloc(SFNT_HEADER + count * SFNT_ENTRY)
  const tables: Buffer[] = []
  const largest = Math.floor(Math.log2(count)) // what the header's three numbers for a binary search are made of
  head.writeUInt32BE(flavor, 0)
  head.writeUInt16BE(count, 4)
  head.writeUInt16BE(16 * 2 ** largest, 6)
  head.writeUInt16BE(largest, 8)
  head.writeUInt16BE(16 * (count - 2 ** largest), 10)
  let place = head.length
  for (let index = 0; index < count; index++) {
    const entry = woff.subarray(WOFF_HEADER + index * WOFF_ENTRY)
    const [tag = 0, from = 0, packedLength = 0, length = 0, sum = 0] = [0, 4, 8, 12, 16].map(at =>
      entry.readUInt32BE(at),
    )
    const packed = woff.subarray(from, from + packedLength)
    const table = Buffer.alloc(Math.ceil(length / 4) * 4)
    table.set(packedLength < length ? inflateSync(packed) : packed)
    for (const [at, value] of [tag, sum, place, length].entries())
      head.writeUInt32BE(value, SFNT_HEADER + index * SFNT_ENTRY + at * 4)
    tables.push(table)
    place += table.length
  }
  return Buffer.concat([head, ...tables])
}

const UNITS_PER_EM = 18 // where it stands in the head table

/**
 * The same letters, of which so many units make an em: at the same size they come out that much smaller or larger.
 * Changes the font that it is given. Refuses a font without a head (ISO/IEC 14496-22, Open Font Format, 5.2.2).
 */
export function setUnitsPerEm(font: Buffer, units: number): Buffer {
  const entry = font.indexOf('head', SFNT_HEADER, 'latin1')
  if (entry < 0 || entry >= SFNT_HEADER + font.readUInt16BE(4) * SFNT_ENTRY) throw new Error('this font has no head')
  const place = font.readUInt32BE(entry + 8) + UNITS_PER_EM
  const more = units - font.readUInt16BE(place)
  font.writeUInt16BE(units, place)
  font.writeUInt32BE((font.readUInt32BE(entry + 4) + more) >>> 0, entry + 4) // the table's sum
  return font
}

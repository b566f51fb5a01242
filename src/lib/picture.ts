// What a picture file is, by its own bytes: its kind, its size, and whether it is whole. Its name tells nothing.
import { inflateSync } from 'node:zlib'

export type Picture = { type: 'image/png' | 'image/jpeg'; width: number; height: number }

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const JPEG = Buffer.from([0xff, 0xd8, 0xff])

// The most that a picture's pixels may take when they are unpacked: a small file may hold a gigabyte of nothing.
const UNPACKED_AT_MOST = 64 * 1_048_576

/** The picture that these bytes hold: a whole PNG or JPEG; null for all else, also SVG. */
export function readPicture(bytes: Uint8Array): Picture | null {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    if (file.subarray(0, PNG.length).equals(PNG)) return readPng(file)
    if (file.subarray(0, JPEG.length).equals(JPEG)) return readJpeg(file)
  } catch {
    // It ends in the middle of something.
  }
  return null
}

/** Chunks of length, name, content and sum: IHDR first, IEND last, between them the packed pixels. */
function readPng(file: Buffer): Picture | null {
  const pixels: Buffer[] = []
  let size: { width: number; height: number } | null = null
  for (let at = PNG.length; ; ) {
    const length = file.readUInt32BE(at)
    const name = file.toString('latin1', at + 4, at + 8)
    const content = file.subarray(at + 8, at + 8 + length)
    if (content.length !== length) return null
    if (size === null && name !== 'IHDR') return null
    if (name === 'IHDR') size = { width: content.readUInt32BE(0), height: content.readUInt32BE(4) }
    if (name === 'IDAT') pixels.push(content)
    if (name === 'IEND') break
    at += 12 + length
  }
  const unpacked = inflateSync(Buffer.concat(pixels), { maxOutputLength: UNPACKED_AT_MOST })
  return size && unpacked.length >= size.height ? { type: 'image/png', ...size } : null
}

const STARTS_OF_FRAME = [0xc0, 0xc1, 0xc2]
const START_OF_SCAN = 0xda
const END = Buffer.from([0xff, 0xd9])

/** Segments of marker, length and content, until the scan begins; the frame among them names the size. */
function readJpeg(file: Buffer): Picture | null {
  let size: { width: number; height: number } | null = null
  for (let at = 2; file[at] === 0xff; ) {
    const marker = file.readUInt8(at + 1)
    if (STARTS_OF_FRAME.includes(marker)) size = { height: file.readUInt16BE(at + 5), width: file.readUInt16BE(at + 7) }
    if (marker === START_OF_SCAN) return size && file.indexOf(END, at) > 0 ? { type: 'image/jpeg', ...size } : null
    at += 2 + file.readUInt16BE(at + 2)
  }
  return null
}

// Small pictures made by hand, so that a test can write what no program would.
import { randomBytes } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'

function chunk(name: string, content: Buffer) {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(content.length)
  head.write(name, 4, 'latin1')
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(Buffer.concat([head.subarray(4), content])))
  return Buffer.concat([head, content, sum])
}

/** A PNG of stripes, or of noise, which cannot be packed. */
export function png({ width = 300, height = 80, noise = false } = {}): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const stripes = Buffer.from([0, ...Array.from({ length: width * 3 }, (_, at) => (at % 3) * 90)])
  const row = () => (noise ? Buffer.concat([stripes.subarray(0, 1), randomBytes(width * 3)]) : stripes)
  const pixels = Buffer.concat(Array.from({ length: height }, row))
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** The outline of a JPEG: a frame of this size and an empty scan. */
export function jpeg({ width = 300, height = 80 } = {}): Buffer {
  const frame = Buffer.from([0xff, 0xc0, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0])
  const scan = Buffer.from([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0])
  return Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0]),
    frame,
    scan,
    Buffer.from([0x3f, 0xff, 0xd9]),
  ])
}

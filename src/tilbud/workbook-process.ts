// Runs as a process of its own (see workbook.ts): unpacks a workbook and sends the texts of its first sheet back.
import { type CellValue, readSheet } from 'read-excel-file/universal'

const UNPACKED_LIMIT = 40 * 1_048_576
const END_OF_DIRECTORY = Buffer.from('PK\x05\x06', 'latin1')
const COLUMNS = 60

/** The unpacked size that the archive's table of contents promises; the reader unpacks no more than that. */
function promisedSize(archive: Buffer) {
  const end = archive.lastIndexOf(END_OF_DIRECTORY)
  let at = archive.readUInt32LE(end + 16)
  let size = 0
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    size += archive.readUInt32LE(at + 24)
    at += 46 + archive.readUInt16LE(at + 28) + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
  }
  return size
}

const toText = (cell: CellValue | Date | null) => {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10)
  if (typeof cell === 'boolean') return cell ? 'ja' : 'nej'
  return cell === null ? '' : String(cell)
}

process.once('message', async (bytes: Uint8Array) => {
  const archive = Buffer.from(bytes)
  if (promisedSize(archive) > UNPACKED_LIMIT) throw new Error('the workbook unpacks to too much')
  const rows = await readSheet(new Blob([archive]))
  process.send?.(rows.map(row => row.slice(0, COLUMNS).map(toText)))
})

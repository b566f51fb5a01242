// The words of a finished PDF, page by page: each marked stretch a text of its own, those of the margins included, for what
// is printed there is read as well.
import { textOf } from './glyphs.ts'
import { openPdf } from './read-file.ts'
import { surfacesOf } from './surfaces.ts'

/** The texts of each page, in the order in which they are painted; rejects when the bytes are no PDF. */
export async function textsOf(bytes: Uint8Array): Promise<string[][]> {
  const pdf = await openPdf(bytes)
  const pages: string[][] = pdf.getPages().map(() => [])
  for (const { page, content, fonts } of surfacesOf(pdf))
    for (const { open, close, within } of content.marked) {
      // What is marked within a mark is part of its text.
      if (within) continue
      const text = textOf(content.bytes.toString('latin1', open.end, close.start), fonts)
      if (text.trim() !== '') pages[page - 1]?.push(text)
    }
  return pages
}

// On which page each named destination of a PDF stands, read from the bytes as Chromium prints them: there the table of
// objects and the objects themselves stand uncompressed, so that finding two dozen numbers takes no PDF library.

/** Page numbers (the first page is 1) by the ids of the elements that links in the document lead to. */
export function destinationPages(raw: Uint8Array): Record<string, number> {
  const object = objectsOf(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1'))
  const catalog = object('trailer').reference('Root')
  if (!catalog) throw new Error('the PDF has no catalog')
  const destinations = catalog.reference('Dests')
  if (!destinations) return {}
  const numberOf = new Map(pagesBelow(catalog.reference('Pages')).map((page, index) => [page, index + 1]))
  const found = destinations.text.matchAll(/\/([^\s/<>[\]()]+)\s*\[\s*(\d+) 0 R/g)
  return Object.fromEntries([...found].map(([, name = '', page = '']) => [plain(name), numberOf.get(page) ?? 0]))
}

type PdfObject = {
  id: string
  text: string
  reference(key: string): PdfObject | null
  references(key: string): PdfObject[]
}

/** The objects of a PDF by their number, found by its table of offsets: a stream may hold anything, also "endobj". */
function objectsOf(pdf: string) {
  const table = Number(/startxref\s+(\d+)/.exec(pdf.slice(-64))?.[1])
  const head = /^xref\s+0 \d+\s+/.exec(pdf.slice(table, table + 32))?.[0]
  if (head === undefined) throw new Error('the PDF has no plain table of objects')
  const first = table + head.length
  const ENTRY = 20

  function object(id: string): PdfObject {
    const at = first + Number(id) * ENTRY
    const text =
      id === 'trailer' ? pdf.slice(pdf.lastIndexOf('trailer')) : until('endobj', Number(pdf.slice(at, at + 10)))
    const references = (key: string) => {
      const value = new RegExp(`/${key}\\s*(\\[[^\\]]*\\]|\\d+ 0 R)`).exec(text)?.[1] ?? ''
      return [...value.matchAll(/(\d+) 0 R/g)].map(([, target = '']) => object(target))
    }
    return { id, text, references, reference: key => references(key)[0] ?? null }
  }

  const until = (end: string, start: number) => pdf.slice(start, pdf.indexOf(end, start))
  return object
}

/** The ids of the pages in a tree of pages, in order. */
function pagesBelow(node: PdfObject | null): string[] {
  if (!node) return []
  return /\/Kids\b/.test(node.text) ? node.references('Kids').flatMap(pagesBelow) : [node.id]
}

/** In a name of a PDF, unusual bytes are written "#c3". */
const plain = (name: string) =>
  Buffer.from(
    name.replaceAll(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8')

// From the tagged PDF that Chromium prints to one that keeps PDF/UA-1 (ISO 14289-1). Nothing on the pages changes.
import { dissolve } from './accessible/blocks.ts'
import { mendLinks } from './accessible/links.ts'
import { labelAndBody } from './accessible/lists.ts'
import { writeMetadata } from './accessible/metadata.ts'
import { tidyTables } from './accessible/tables.ts'
import { closeHeadingGaps, dropEmpty, standardTypes } from './accessible/types.ts'
import { dropDecoration, dropRepeats, dropWordlessPictures } from './accessible/unread.ts'
import { writeContent } from './accessible/write-content.ts'
import { writeFile } from './accessible/write-file.ts'
import { writeStructure } from './accessible/write-structure.ts'
import { keyOf, name, type Pdf } from './objects.ts'
import { openPdf } from './read-file.ts'
import { type Element, elementsOf, isHeading, marksIn, newElement, readStructure } from './structure.ts'
import { surfacesOf, textOfMark } from './surfaces.ts'

/** The accessible document. Its date is Chromium's unless one is given. */
export async function makeAccessible(raw: Uint8Array, options: { createdAt?: Date } = {}): Promise<Uint8Array> {
  return (await writeAccessible(raw, options)).bytes
}

/** The accessible document, and the objects that it was written from. */
export async function writeAccessible(
  raw: Uint8Array,
  { createdAt }: { createdAt?: Date } = {},
): Promise<{ bytes: Uint8Array; pdf: Pdf }> {
  const pdf = await openPdf(raw)
  const surfaces = new Map(surfacesOf(pdf).map(surface => [keyOf(surface.reference), surface]))
  const document = newElement(pdf, 'Document', [])
  const kids = dropDecoration(readStructure(pdf)?.kids ?? [], surfaces)
  document.kids = kids.flatMap(kid => (kid.kind === 'element' && kid.type === 'Document' ? kid.kids : [kid]))

  dropWordlessPictures(document.kids, surfaces)
  dropRepeats(document.kids, surfaces)
  standardTypes(document.kids)
  mendLinks(document.kids, pdf, surfaces)
  labelAndBody(document.kids, pdf, surfaces)
  dissolve(document, pdf)
  tidyTables(document.kids, pdf)
  document.kids = dropEmpty(document.kids)
  closeHeadingGaps(document.kids)

  const owners = writeStructure(pdf, document, surfaces)
  for (const [key, surface] of surfaces) writeContent(pdf, surface, owners.get(key) ?? new Map())
  for (const page of pdf.getPages()) page.node.set(name('Tabs'), name('S'))
  writeMetadata(pdf, firstHeading(document) ?? 'Uden titel', createdAt)
  return { bytes: writeFile(pdf), pdf }

  function firstHeading({ kids }: Element) {
    for (const { element } of elementsOf(kids)) {
      if (!isHeading(element)) continue
      return marksIn(element.kids)
        .map(({ surface, mcid }) =>
          textOfMark(surfaces.get(surface) as NonNullable<ReturnType<typeof surfaces.get>>, mcid),
        )
        .join('')
    }
  }
}

// A PDF as the checker's rules read it: everything that any of them asks for, gathered once.
import { type PDFDict, type PDFObject, PDFRawStream } from '@cantoo/pdf-lib'
import type { Used as CodesUsed } from '../glyphs.ts'
import { asDict, dictAt, get, keyOf, keysOf, nameAt, numberTree, type Pdf, streamBytes, textAt } from '../objects.ts'
import { openPdf } from '../read-file.ts'
import { type Element, elementsOf, marksIn, readStructure } from '../structure.ts'
import { annotationsOf, type Surface, surfacesOf } from '../surfaces.ts'

/** What a page shows in one font. */
export type Used = CodesUsed & { page: number }

export type Checked = {
  pdf: Pdf
  version: string
  catalog: PDFDict
  info: PDFDict | undefined
  xmp: string
  surfaces: Map<string, Surface>
  used: Used[]
  root: PDFDict | undefined
  elements: { element: Element; parent: Element | null; type: string }[]
  roles: Map<string, string>
  /** Who owns which marked content, by surface and number; more than one owner is a fault. */
  owners: Map<string, Element[]>
  /** The tree from content to structure: keys and what they lead to. */
  parentTree: Map<number, PDFObject>
  annotations: { page: number; key: string; dict: PDFDict; owner: Element | undefined }[]
}

/** Reads a PDF for checking; rejects when the bytes are no PDF. */
export async function readForCheck(bytes: Uint8Array): Promise<Checked> {
  return gather(await openPdf(bytes), versionOf(bytes))
}

export const versionOf = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 8)).toString('latin1')

/** What the rules read of a document that is open. */
export function gather(pdf: Pdf, version: string): Checked {
  const { catalog, context } = pdf
  const surfaces = new Map(surfacesOf(pdf, { codes: true }).map(surface => [keyOf(surface.reference), surface]))
  const structure = readStructure(pdf)
  const roles = rolesOf(structure?.root)
  const elements = elementsOf(structure?.kids ?? []).map(each => ({
    ...each,
    type: roleOf(each.element.type, roles),
  }))
  const owners = new Map<string, Element[]>()
  const annotationOwners = new Map<string, Element>()
  for (const { element } of elements)
    for (const kid of element.kids) {
      if (kid.kind === 'annotation') annotationOwners.set(keyOf(kid.annotation), element)
      if (kid.kind !== 'mark') continue
      const key = markKey(kid.surface, kid.mcid)
      owners.set(key, [...(owners.get(key) ?? []), element])
    }
  const metadata = get(catalog, 'Metadata')
  return {
    pdf,
    version,
    catalog,
    info: asDict(context.lookup(context.trailerInfo.Info)),
    xmp: metadata instanceof PDFRawStream ? Buffer.from(streamBytes(metadata)).toString('utf8') : '',
    surfaces,
    used: [...surfaces.values()].flatMap(({ content, page }) => content.used.map(use => ({ ...use, page }))),
    root: structure?.root,
    elements,
    roles,
    owners,
    parentTree: new Map(numberTree(context, structure ? dictAt(structure.root, 'ParentTree') : undefined)),
    annotations: pdf.getPages().flatMap((page, index) =>
      annotationsOf(page.node).map(({ reference, dict }) => {
        const key = keyOf(reference)
        return { page: index + 1, key, dict, owner: annotationOwners.get(key) }
      }),
    ),
  }
}

export const markKey = (surface: string, mcid: number) => `${surface} ${mcid}`

function rolesOf(root: PDFDict | undefined) {
  const map = root && dictAt(root, 'RoleMap')
  return new Map((map ? keysOf(map) : []).map(key => [key, nameAt(map as PDFDict, key) ?? '']))
}

/** The type at the end of the role map's path; a circle ends where it closes. */
function roleOf(type: string, roles: ReadonlyMap<string, string>) {
  let role = type
  for (let steps = 0; steps <= roles.size && roles.has(role); steps++) role = roles.get(role) as string
  return role
}

/** "H3 på side 4": where a person finds an element. */
export function whereIs(element: Element, { surfaces }: Checked): string {
  const page = surfaces.get(marksIn(element.kids)[0]?.surface ?? '')?.page
  const text = textAt(element.dict, 'Alt')
  return `${element.type}${text ? ` "${text}"` : ''}${page ? ` på side ${page}` : ''}`
}

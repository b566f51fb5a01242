// Names in each content stream what owns what: tagged content by its element's type, all else as an artifact.
import { deflateSync } from 'node:zlib'
import { name, type Pdf, packedStream } from '../objects.ts'
import type { Surface } from '../surfaces.ts'

const MARGIN = '/Artifact <</Type /Pagination>> BDC\n'
const DECORATION = '/Artifact <</Type /Layout>> BDC\n'
const END = '\nEMC\n'

// Twice as fast as the usual level, a tenth larger.
export const PACKING = 3

type Edit = { start: number; end: number; text: string }

/** Rewrites one surface's stream. What nobody owns is an artifact: letters belong to the page, lines to its looks. */
export function writeContent(pdf: Pdf, surface: Surface, owners: ReadonlyMap<number, string>): void {
  const { bytes } = surface.content
  const edits = editsOf(surface, owners).sort((one, other) => one.start - other.start)
  const parts: Buffer[] = []
  let at = 0
  for (const { start, end, text } of edits) {
    parts.push(bytes.subarray(at, start), Buffer.from(text, 'latin1'))
    at = end
  }
  parts.push(bytes.subarray(at))
  const whole = Buffer.concat(parts)
  const packed = deflateSync(whole, { level: PACKING, memLevel: 9 })
  if (surface.form) {
    const { dict } = surface
    dict.delete(name('DecodeParms'))
    dict.set(name('Filter'), name('FlateDecode'))
    pdf.context.assign(surface.reference, packedStream(dict, packed, whole))
  } else {
    const stream = packedStream(pdf.context.obj({ Filter: 'FlateDecode' }), packed, whole)
    surface.dict.set(name('Contents'), pdf.context.register(stream))
  }
}

function editsOf({ content, taggedForms }: Surface, owners: ReadonlyMap<number, string>): Edit[] {
  const edits: Edit[] = []
  for (const { open, mcid, shows, tag, within } of content.marked) {
    const owner = mcid === null ? undefined : owners.get(mcid)
    const text = owner ? `/${owner} <</MCID ${mcid}>> BDC` : shows ? MARGIN.trimEnd() : DECORATION.trimEnd()
    if (!(tag === 'Artifact' || within)) edits.push({ ...open, text })
  }
  let last: { kind: string; end: Edit } | null = null
  for (const { start, end, kind, object } of content.unmarked) {
    if (object !== null && taggedForms.has(object)) continue
    const begin = kind === 'text' ? MARGIN : DECORATION
    // Neighbours share one mark.
    if (last && last.kind === kind && /^\s*$/.test(content.bytes.toString('latin1', last.end.start, start)))
      last.end.start = last.end.end = end
    else {
      last = { kind, end: { start: end, end, text: END } }
      edits.push({ start, end: start, text: begin }, last.end)
    }
  }
  return edits
}

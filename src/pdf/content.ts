// What a content stream paints, in order: which stretches of its bytes are marked (tagged or artifact), which are not.
import { createCodeNotes, type Font, type Used } from './glyphs.ts'
import { OPERATION, scan } from './operators.ts'

export type Stretch = { start: number; end: number }

/** A marked stretch: the operator that opens it, the one that closes it, and what stands between. */
export type Marked = {
  tag: string
  mcid: number | null
  open: Stretch
  close: Stretch
  /** Whether letters, or an image, form or shading, are painted in it: lines and fills alone are decoration. */
  shows: boolean
  paints: boolean
  within: Marked | null
}

/** Painting outside every mark: letters, lines and fills, or something that stands under a name of its own. */
export type Unmarked = Stretch & { kind: 'text' | 'drawing' | 'object'; object: string | null }

export type Content = {
  bytes: Buffer
  marked: Marked[]
  /** Those of them that are tagged, by their number. */
  tagged: Map<number, Marked[]>
  unmarked: Unmarked[]
  balanced: boolean
  /** What it shows in each font; nothing where the fonts were not given. */
  used: Used[]
}

const { SHOW, PATH, NO_PAINT, PAINT, OBJECT, MARK, END_MARK, TEXT, END_TEXT } = OPERATION

/** Reads a decoded content stream; with the fonts also which of their codes it shows. */
export function readContent(source: Uint8Array, fonts?: Map<string, Font>): Content {
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength)
  const marked: Marked[] = []
  const tagged = new Map<number, Marked[]>()
  const unmarked: Unmarked[] = []
  let within: Marked | null = null
  let balanced = true
  let path = -1
  let text: { start: number; shown: Stretch[]; whole: boolean } | null = null

  const notes = fonts && createCodeNotes(bytes, fonts)

  scan(bytes, (operation, start, end) => {
    notes?.tell(operation, start, end)
    switch (operation) {
      case SHOW:
        if (!within) text?.shown.push({ start, end })
        for (let mark = within; mark && !mark.shows; mark = mark.within) mark.shows = true
        break
      case PATH:
        path = path < 0 ? start : path
        break
      case NO_PAINT:
        path = -1
        break
      case PAINT:
        if (!within) unmarked.push({ start: path < 0 ? start : path, end, kind: 'drawing', object: null })
        for (let mark = within; mark && !mark.paints; mark = mark.within) mark.paints = true
        path = -1
        break
      case OBJECT:
        if (!within)
          unmarked.push({ start, end, kind: 'object', object: objectOf(bytes.toString('latin1', start, end)) })
        for (let mark = within; mark && !mark.shows; mark = mark.within) mark.shows = true
        break
      case MARK: {
        const said = markOf(bytes.toString('latin1', start, end))
        const close = { start: bytes.length, end: bytes.length }
        within = { ...said, open: { start, end }, close, shows: false, paints: false, within }
        marked.push(within)
        if (said.mcid !== null) tagged.set(said.mcid, [...(tagged.get(said.mcid) ?? []), within])
        if (text) text.whole = false
        break
      }
      case END_MARK:
        if (within) within.close = { start, end }
        else balanced = false
        within = within?.within ?? null
        break
      case TEXT:
        text = { start, shown: [], whole: within === null }
        break
      case END_TEXT: {
        const shown = text?.whole && text.shown.length > 0 ? [{ start: text.start, end }] : text?.shown
        for (const stretch of shown ?? []) unmarked.push({ ...stretch, kind: 'text', object: null })
        text = null
        break
      }
    }
  })
  return { bytes, marked, tagged, unmarked, balanced: balanced && within === null, used: notes?.used() ?? [] }
}

const objectOf = (operation: string) => /\/(\S+)\s+Do$/.exec(operation)?.[1] ?? null

function markOf(operation: string) {
  const mcid = /\/MCID\s+(\d+)/.exec(operation)?.[1]
  return { tag: /^\/([^\s/<>[\]()]*)/.exec(operation)?.[1] ?? '', mcid: mcid === undefined ? null : Number(mcid) }
}

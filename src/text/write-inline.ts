// The inside of a paragraph as Markdown. What is written is read again before it is believed: where Markdown cannot say a formatting
// (bold that ends in a bracket before a letter), the formatting gives way, never the text.
import type { Node } from 'prosemirror-model'
import { addressWords, parseMarkdown } from '../lib/markdown.ts'
import {
  addressIn,
  type Cell,
  cellsOf,
  firstDifference,
  isBreak,
  narrowed,
  type Stretch,
  stretchesOf,
  tidied,
  without,
} from './cells.ts'
import { escaped, escapedWords } from './escape.ts'
import { readInline } from './read-inline.ts'

type Markers = { strong: string; em: string }
const MARKERS: readonly Markers[] = [
  { strong: '**', em: '*' },
  { strong: '**', em: '_' },
  { strong: '__', em: '*' },
]
const BARE: Markers = { strong: '', em: '' }
const GIVE_UP = 30

/** Text in which no letter could be a sign of anything. */
const ORDINARY = /^(?![ \t\f\v\d+>-])[^\\*_[\]<!\0\r\n]*(?<![ \t\f\v])$/

export function writeInline(nodes: readonly Node[]): string {
  const [only, ...others] = nodes
  if (others.length === 0 && only?.marks.length === 0 && only.text && ORDINARY.test(only.text)) return only.text
  const cells = cellsOf(nodes)
  const wanted = tidied(cells)
  const first = MARKERS.map(markers => assembled(wanted, markers)).find(written => difference(written, wanted) === null)
  return first ?? simplified(narrowed(cells))
}

/** The paragraph with as few formattings taken away as makes it sayable. */
function simplified(cells: readonly Cell[]): string {
  let wanted = [...cells]
  for (let round = 0; round < GIVE_UP; round += 1) {
    const tries = MARKERS.map(markers => assembled(wanted, markers))
    const differences = tries.map(written => difference(written, wanted))
    const [best] = tries.filter((_, index) => differences[index] === null)
    if (best !== undefined) return best
    const place = differences[0] ?? 0
    const away = ({ format, start, end }: Stretch) =>
      // rather bold or italics further off than a link
      isLink(format) ? Number.MAX_SAFE_INTEGER : Math.max(start - place, place - end, 1)
    const [taken] = stretchesOf(wanted).sort((one, other) => away(one) - away(other))
    if (!taken) break
    wanted = tidied(without(wanted, taken))
  }
  const links = tidied(cells.map(cell => ({ ...cell, formats: new Set([...cell.formats].filter(isLink)) })))
  const linked = assembled(links, BARE)
  if (difference(linked, links) === null) return linked
  return assembled(
    cells.map(cell => ({ ...cell, formats: new Set<string>() })),
    BARE,
  )
}

const isLink = (format: string) => addressIn(format) !== null

function difference(written: string, wanted: readonly Cell[]): number | null {
  const [open, inline, close, ...more] = parseMarkdown(written)
  if (written === '' && wanted.length === 0) return null
  if (open?.type !== 'paragraph_open' || close?.type !== 'paragraph_close' || more.length > 0) return 0
  return firstDifference(tidied(cellsOf(readInline(inline?.children ?? []))), wanted)
}

/** The cells as Markdown, the longest formatting outermost. */
function assembled(cells: readonly Cell[], markers: Markers): string {
  const stretches = stretchesOf(cells)
  const starts = Map.groupBy(stretches, ({ start }) => start)
  const marker = (format: string) => (format === 'strong' ? markers.strong : markers.em)
  let open: Stretch[] = []
  let out = ''
  const close = ({ format }: Stretch) => {
    const address = addressIn(format)
    out += address === null ? marker(format) : `](${address})`
  }
  for (let index = 0; index <= cells.length; index += 1) {
    while (open.at(-1)?.end === index) close(open.pop() as Stretch)
    const opening = [...(starts.get(index) ?? [])]
    const furthest = Math.max(0, ...opening.map(({ end }) => end))
    // what would end inside the new formatting is closed before it and opened again in it
    while (open.at(-1) && (open.at(-1)?.end ?? 0) < furthest) {
      const crossed = open.pop() as Stretch
      close(crossed)
      opening.push(crossed)
    }
    opening.sort(outermostFirst)
    const last = opening.at(-1)
    const auto = last && autolink(cells, last, stretches)
    if (auto) opening.pop()
    for (const { format } of opening) out += isLink(format) ? '[' : marker(format)
    open = [...open, ...opening]
    if (auto) {
      out += auto
      index = last.end - 1
      continue
    }
    const cell = cells[index]
    if (!cell) break
    if (cell.reference) out += `[${escapedWords(cell.reference.words)}](#${cell.reference.target})`
    else if (isBreak(cell)) out += isBreak(cells[index - 1]) ? '\\\n' : '\n'
    else out += escaped(cells, index)
  }
  return out
}

const outermostFirst = (one: Stretch, other: Stretch) =>
  other.end - one.end ||
  Number(isLink(one.format)) - Number(isLink(other.format)) ||
  (one.format < other.format ? 1 : -1)

/** A link whose words are its address, in the short form; null for any other. */
function autolink(
  cells: readonly Cell[],
  { format, start, end }: Stretch,
  stretches: readonly Stretch[],
): string | null {
  const href = addressIn(format)
  if (href === null || /[\s\\<>]/.test(href) || !/^[a-z]+:[^\s]+$/i.test(href)) return null
  if (stretches.some(other => (other.start > start && other.start < end) || (other.end > start && other.end < end)))
    return null
  const words = cells
    .slice(start, end)
    .map(({ letter }) => letter)
    .join('')
  return words === addressWords(href) && !/[\s<>]/.test(words) ? `<${href}>` : null
}

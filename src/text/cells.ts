// The inside of a paragraph word by word and sign by sign, each with its formatting: the shape in which two readings can be compared, and in which
// bold and italics can be moved to where Markdown can say them.
import { Fragment, type Mark, type Node } from 'prosemirror-model'
import { linkAddress, referenceTarget } from '../lib/markdown.ts'
import { schema } from './grammar.ts'

/** A word, or one other letter; a line break is one ("\n"), and so is a whole reference (as its Markdown, the letter empty). */
export type Cell = { letter: string; formats: ReadonlySet<string>; reference: { target: string; words: string } | null }

/** Where one formatting begins and ends. */
export type Stretch = { format: string; start: number; end: number }

const LINK = 'link '
const NONE: ReadonlySet<string> = new Set()
const EDGES = new Set(' \t\r\f\v\n')
export const WHITE = /^\s$/u
/** A word, whole. */
export const WORD = /^[\p{L}\p{N}]+$/u
const PUNCTUATION = /^[\p{P}\p{S}]$/u

/** The address and title of a link's formatting, as Markdown has them in the round brackets; null for bold and italics. */
export const addressIn = (format: string) => (format.startsWith(LINK) ? format.slice(LINK.length) : null)

export const isBreak = (cell: Cell | undefined) => cell?.letter === '\n'
const isReference = (cell: Cell | undefined) => cell !== undefined && cell.reference !== null
const isLetter = (cell: Cell | undefined): cell is Cell => cell !== undefined && cell.reference === null
const isGap = (cell: Cell | undefined) => isBreak(cell) || isReference(cell)

/** The cells of a paragraph, without the white space at the ends of its lines, which Markdown does not keep. */
export function cellsOf(nodes: readonly Node[]): Cell[] {
  return withoutWordlessLinks(carried(trimmed(Fragment.fromArray([...nodes]).content.flatMap(cellsOfNode))))
}

const plain = (text: string, formats = NONE): Cell[] =>
  (
    text
      .replace(/\r\n?/g, '\n')
      .replaceAll('\0', '\uFFFD')
      .match(/[\p{L}\p{N}]+|[\s\S]/gu) ?? []
  ).map(letter => ({
    letter,
    formats,
    reference: null,
  }))

function cellsOfNode(node: Node): Cell[] {
  if (node.isText) return plain(node.text ?? '', new Set(node.marks.flatMap(formatOf)))
  if (node.type !== schema.nodes.reference) return plain('\n')
  const target = String(node.attrs.target)
  const words = String(node.attrs.words).replace(/\s+/g, ' ').trim() || target
  return referenceTarget(`#${target}`) === null
    ? plain(words)
    : [{ letter: '', formats: NONE, reference: { target, words } }]
}

function formatOf({ type, attrs }: Mark): string[] {
  if (type !== schema.marks.link) return [type.name]
  const address = linkAddress(String(attrs.href))
  if (address === null) return []
  const title = String(attrs.title ?? '')
    .replace(/\s+/g, ' ')
    .replace(/["\\&<]/g, '\\$&')
  return [LINK + address.replace(/[()\\]|&(?=#?\w+;)/g, '\\$&') + (title && ` "${title}"`)]
}

function trimmed(cells: readonly Cell[]): Cell[] {
  const lines: Cell[][] = [[]]
  for (const cell of cells) isBreak(cell) ? lines.push([cell]) : lines.at(-1)?.push(cell)
  const solid = (cell: Cell) => cell.reference !== null || !EDGES.has(cell.letter)
  const kept = lines.map(line => {
    const first = line.findIndex(solid)
    return [...line.filter(isBreak), ...(first === -1 ? [] : line.slice(first, line.findLastIndex(solid) + 1))]
  })
  const all = kept.flat()
  const first = all.findIndex(solid)
  return first === -1 ? [] : all.slice(first, all.findLastIndex(solid) + 1)
}

/** A break belongs to the formatting that stands on both its sides; a reference to bold and italics of the words there. */
function carried(cells: readonly Cell[]): Cell[] {
  if (!cells.some(isGap)) return [...cells]
  return cells.map((cell, index) => {
    if (!isGap(cell)) return cell
    const isBetween = isBreak(cell) ? isGap : isWordless
    let [left, right] = [index, index]
    while (isBetween(cells[left])) left -= 1
    while (isBetween(cells[right])) right += 1
    const after = cells[right]?.formats ?? NONE
    const breaks = cells.slice(left + 1, right).every(isBreak)
    const both = [...(cells[left]?.formats ?? NONE)].filter(format => after.has(format))
    return { ...cell, formats: new Set(both.filter(format => breaks || addressIn(format) === null)) }
  })
}

/** Every stretch of a formatting, in the order of their beginnings. */
export function stretchesOf(cells: readonly Cell[]): Stretch[] {
  const open = new Map<string, Stretch>()
  const found: Stretch[] = []
  let before = NONE
  for (const [index, { formats }] of [...cells, { formats: NONE }].entries()) {
    if (formats === before) continue
    before = formats
    for (const [format, stretch] of open) {
      if (formats.has(format)) continue
      found.push({ ...stretch, end: index })
      open.delete(format)
    }
    for (const format of formats) if (!open.has(format)) open.set(format, { format, start: index, end: index })
  }
  return found.sort((one, other) => one.start - other.start)
}

/** The cells without these formattings where they stand. */
export function without(cells: readonly Cell[], ...stretches: readonly Stretch[]): Cell[] {
  const result = [...cells]
  for (const { format, start, end } of stretches)
    for (const [index, cell] of result.slice(start, end).entries())
      result[start + index] = { ...cell, formats: new Set([...cell.formats].filter(other => other !== format)) }
  return result
}

function withoutWordlessLinks(cells: readonly Cell[]): Cell[] {
  const links = stretchesOf(cells).filter(({ format }) => addressIn(format) !== null)
  return without(cells, ...links.filter(({ start, end }) => cells.slice(start, end).every(isWhite)))
}

const isWhite = (cell: Cell | undefined) => isLetter(cell) && WHITE.test(cell.letter)
const isWordless = (cell: Cell | undefined) => isWhite(cell) || isReference(cell)
const isWord = (cell: Cell | undefined): cell is Cell => isLetter(cell) && WORD.test(cell.letter)
const isPunctuation = (cell: Cell | undefined) => isLetter(cell) && PUNCTUATION.test(cell.letter)

type Outside = (cell: Cell | undefined, beyond: Cell | undefined) => boolean

/** Bold and italics drawn in from both ends for as long as a letter there has to stand outside. */
function drawnIn(cells: readonly Cell[], outside: Outside): Cell[] {
  const formats = stretchesOf(cells).filter(({ format }) => addressIn(format) === null)
  const ends = formats.flatMap(({ format, start, end }) => {
    let [left, right] = [start, end]
    while (left < right && (isReference(cells[left]) || outside(cells[left], cells[left - 1]))) left += 1
    while (right > left && (isReference(cells[right - 1]) || outside(cells[right - 1], cells[right]))) right -= 1
    return [
      { format, start, end: left },
      { format, start: right, end },
    ]
  })
  return without(cells, ...ends)
}

/** The cells without the formatting of white space at which another, that goes on for longer, cuts it in two. */
function cut(cells: readonly Cell[]): Cell[] {
  const stretches = stretchesOf(cells)
  const seams = stretches.flatMap(({ format, start, end }) =>
    stretches
      .filter(other => start < other.start && other.start < end && end < other.end)
      .map(({ start: seam }) => {
        let [left, right] = [seam, seam]
        while (isWordless(cells[left - 1])) left -= 1
        while (isWordless(cells[right])) right += 1
        return { format, start: Math.max(left, start), end: Math.min(right, end) }
      }),
  )
  return without(cells, ...seams)
}

/** The cells with a word that is formatted alike all through in one. */
function joined(cells: readonly Cell[]): Cell[] {
  const out: Cell[] = []
  for (const cell of cells) {
    const last = out.at(-1)
    if (isWord(last) && isWord(cell) && haveSameFormats(last, cell))
      out[out.length - 1] = { ...last, letter: last.letter + cell.letter }
    else out.push(cell)
  }
  return out
}

/** Bold and italics that begin and end with a letter, as Markdown wants them. */
export const tidied = (cells: readonly Cell[]) => joined(cut(drawnIn(carried(cells), isWhite)))

/** … and not with a bracket or a full stop beside a word, which Markdown cannot say. */
export const narrowed = (cells: readonly Cell[]) =>
  tidied(
    drawnIn(
      cells,
      (cell, beyond) => isPunctuation(cell) && beyond !== undefined && !isWhite(beyond) && !isPunctuation(beyond),
    ),
  )

/** The first cell in which two paragraphs differ; null when they are the same. */
export function firstDifference(one: readonly Cell[], other: readonly Cell[]): number | null {
  for (let index = 0; index < Math.max(one.length, other.length); index += 1)
    if (!areSame(one[index], other[index])) return index
  return null
}

export const haveSameFormats = (one: Cell | undefined, other: Cell | undefined) =>
  one?.formats.size === other?.formats.size &&
  (one?.formats.size === 0 || [...(one?.formats ?? [])].every(format => other?.formats.has(format)))

const areSame = (one: Cell | undefined, other: Cell | undefined) =>
  one?.letter === other?.letter &&
  haveSameFormats(one, other) &&
  one?.reference?.target === other?.reference?.target &&
  one?.reference?.words === other?.reference?.words

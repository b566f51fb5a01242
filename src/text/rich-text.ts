// Markdown as a document that an editor can show, and back. One round leaves a text as it was, but for how it was typed: "* one" comes
// back as "- one".
import { Fragment, type Node, type NodeType } from 'prosemirror-model'
import { opensSentence, type Pieces, parseMarkdown } from '../lib/markdown.ts'
import { schema } from './grammar.ts'
import { readInline } from './read-inline.ts'
import { writeInline } from './write-inline.ts'

const { doc, paragraph, blockquote, ordered_list, bullet_list, list_item, hard_break, reference } = schema.nodes

const CONTAINERS: Record<string, NodeType> = { blockquote, ordered_list, bullet_list, list_item }

/** Deeper than this the grammar reads no further (and nobody writes). */
const DEEPEST_READ = 90
const DEEPEST_WRITTEN = 25

type Open = { type: NodeType; children: Node[]; tight: boolean }

/** The document that a Markdown text is. */
export function markdownToDocument(text: string): Node {
  const pieces = parseMarkdown(text)
  if (pieces.some(({ level }) => level > DEEPEST_READ)) return plainDocument(text)
  const root: Open = { type: doc, children: [], tight: true }
  const stack: Open[] = [root]
  for (const [index, piece] of pieces.entries()) {
    const top = stack.at(-1) ?? root
    if (piece.type === 'inline') top.children.push(paragraph.create(null, readInline(piece.children ?? [])))
    const container = CONTAINERS[piece.type.replace(/_(open|close)$/, '')]
    if (container && piece.nesting === 1) stack.push({ type: container, children: [], tight: isTight(pieces, index) })
    else if (container) {
      const { type, children, tight } = stack.pop() ?? root
      stack.at(-1)?.children.push(filled(type, children, tight))
    }
  }
  return filled(doc, root.children, true)
}

function filled(type: NodeType, children: Node[], tight: boolean): Node {
  const attrs = type === ordered_list || type === bullet_list ? { tight } : null
  return type.create(attrs, children.length > 0 ? children : [paragraph.create()])
}

/** Whether the list that opens here hides the paragraphs in its items. */
function isTight(pieces: Pieces, index: number): boolean {
  const level = (pieces[index]?.level ?? 0) + 2
  for (const piece of pieces.slice(index + 1)) {
    if (piece.level < level - 1) break
    if (piece.type === 'paragraph_open' && piece.level === level) return piece.hidden
  }
  return true
}

/** The text as it stands, each line on its own. */
function plainDocument(text: string): Node {
  const paragraphs = text.split(/\n{2,}/).filter(part => part.trim() !== '')
  return filled(
    doc,
    paragraphs.map(part =>
      paragraph.create(
        null,
        Fragment.from(
          part
            .split('\n')
            .flatMap((line, index) => [
              ...(index > 0 ? [hard_break.create()] : []),
              ...(line ? [schema.text(line)] : []),
            ]),
        ),
      ),
    ),
    true,
  )
}

/** The Markdown that says a document. Empty paragraphs, and white space at the ends of lines, are not kept. */
export function documentToMarkdown(document: Node): string {
  return writeBlocks(contents(document), false, 0).join('\n')
}

type Lines = readonly string[]
/** What stands before each item of a list, after its number where it has one. */
type Sign = '-' | '*' | '.' | ')'

function writeBlocks(blocks: readonly Node[], tight: boolean, depth: number): Lines {
  const out: string[] = []
  let sign: Sign | undefined
  for (const [index, block] of blocks.entries()) {
    const before = blocks[index - 1]
    if (before && !(tight && mayTouch(before, block))) out.push('')
    // a list after a list of its kind has another sign, or it would be the same list
    const written = writeBlock(block, before?.type === block.type ? sign : undefined, depth)
    out.push(...written.lines)
    sign = written.sign
  }
  return out
}

/** The lines of a block, and the sign of a list. */
function writeBlock(block: Node, taken: Sign | undefined, depth: number): { lines: Lines; sign?: Sign } {
  if (block.type === paragraph) return { lines: writeInline(block.children).split('\n') }
  if (depth > DEEPEST_WRITTEN) return { lines: writeBlocks(contents(block), false, depth) }
  if (block.type === blockquote) {
    const lines = writeBlocks(contents(block), false, depth + 1)
    return { lines: lines.length === 0 ? ['>'] : lines.map(line => (line === '' ? '>' : `> ${line}`)) }
  }
  if (block.type === list_item) return { lines: writeBlocks(contents(block), false, depth) }
  return writeList(block, taken, depth)
}

function writeList(list: Node, taken: Sign | undefined, depth: number): { lines: Lines; sign: Sign } {
  const items = list.children.map(contents)
  const tight = list.attrs.tight && items.every(joinsTightly)
  const written = items.map(blocks => writeBlocks(blocks, tight, depth + 1))
  const isNumbered = list.type === ordered_list
  // "1. maj" is a date
  const dated = isNumbered && written.some(([line], index) => opensSentence(`${index + 1}. ${line}`))
  const [usual, other] = !isNumbered ? (['-', '*'] as const) : dated ? ([')', '.'] as const) : (['.', ')'] as const)
  const sign = usual === taken ? other : usual
  const lines = written.flatMap((lines, index) => {
    const begin = isNumbered ? `${index + 1}${sign}` : sign
    const room = ' '.repeat(begin.length + 1)
    const [first = '', ...rest] = lines
    const gap = index > 0 && !tight ? [''] : []
    // where it has to be a number all the same, the item's words begin on a line of their own
    const apart = opensSentence(`${begin} ${first}`)
    const opening = first === '' ? [begin] : apart ? [begin, room + first] : [`${begin} ${first}`]
    return [...gap, ...opening, ...rest.map(line => (line === '' ? '' : room + line))]
  })
  return { lines, sign }
}

const hasWords = (node: Node) => node.type === reference || /[^ \t\r\f\v\n]/.test(node.text ?? '')

/** What stands in a block, without the paragraphs that hold nothing. */
const contents = (block: Node) =>
  block.children.filter(child => child.type !== paragraph || child.children.some(hasWords))

const joinsTightly = (blocks: readonly Node[]) =>
  blocks.every((block, index) => index === 0 || mayTouch(blocks[index - 1] as Node, block))

/** Whether a block may follow another with no empty line between. */
function mayTouch(before: Node, block: Node): boolean {
  if (block.type === paragraph) return !endsInText(before)
  if (block.type === blockquote) return before.type !== blockquote
  // only a paragraph on the same level would take the sign of an empty item for its own
  return before.type !== paragraph || !beginsEmpty(block)
}

function endsInText(block: Node): boolean {
  const last = contents(block).at(-1)
  return block.type === paragraph || (last !== undefined && endsInText(last))
}

const beginsEmpty = (list: Node) => !list.firstChild || contents(list.firstChild).length === 0

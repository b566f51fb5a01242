// What is pasted or dropped into the field.
import { Fragment, type Node, type ResolvedPos, Slice } from 'prosemirror-model'
import type { EditorProps } from 'prosemirror-view'
import { schema } from '../../text/grammar.ts'
import { markdownToDocument } from '../../text/rich-text.ts'
import { cleanHtml } from './clean-html.ts'

type Say = (words: string) => void

const NO_FILES = 'Filer kan ikke lægges ind i teksten. Skriv eller indsæt det, der skal stå.'
const NO_IMAGES = 'Billeder kan ikke stå i teksten og er udeladt.'
const TABLES = 'Tabellen er sat ind som tekst: en linje for hver række.'

const { paragraph, hard_break } = schema.nodes

/** Each line on its own where no empty line tells paragraphs apart. */
function linesAsParagraphs(block: Node): Node[] {
  if (block.type !== paragraph) return [block]
  const lines: Node[][] = [[]]
  for (const child of block.children) child.type === hard_break ? lines.push([]) : lines.at(-1)?.push(child)
  return lines.map(line => paragraph.create(null, line))
}

const literally = (text: string) =>
  text.split(/(?:\r\n?|\n)+/).map(line => paragraph.create(null, line === '' ? null : schema.text(line)))

function textAsSlice(text: string, _context: ResolvedPos, plain: boolean): Slice {
  if (plain) return Slice.maxOpen(Fragment.from(literally(text)))
  const blocks = markdownToDocument(text).children
  const hasParagraphs = /\n[ \t]*\n/.test(text.replace(/\r\n?/g, '\n').trim())
  return Slice.maxOpen(Fragment.from(hasParagraphs ? blocks : blocks.flatMap(linesAsParagraphs)))
}

/** The props of the view that paste: `say` tells what could not come along. */
export const pasting = (
  say: Say,
): Pick<EditorProps, 'transformPastedHTML' | 'clipboardTextParser' | 'handlePaste'> => ({
  transformPastedHTML: html => {
    if (/<[a-z][^>]* data-pm-slice=/i.test(html)) return html
    const cleaned = cleanHtml(html)
    const told = [...(cleaned.tables > 0 ? [TABLES] : []), ...(cleaned.images > 0 ? [NO_IMAGES] : [])]
    if (told.length > 0) say(told.join(' '))
    return cleaned.html
  },
  clipboardTextParser: textAsSlice,
  handlePaste: (_view, event) => {
    const files = event.clipboardData?.files ?? []
    const types = event.clipboardData?.types ?? []
    if (files.length === 0 || types.includes('text/html') || types.includes('text/plain')) return false
    event.preventDefault()
    say([...files].every(({ type }) => type.startsWith('image/')) ? NO_IMAGES : NO_FILES)
    return true
  },
})

/** Refuses dropped files, in words. */
export function dropFiles(event: DragEvent, say: Say): boolean {
  if (!event.dataTransfer?.files.length) return false
  event.preventDefault()
  say(NO_FILES)
  return true
}

// The inside of a paragraph, from markdown-it's pieces to a document's nodes.
import type { Mark, Node } from 'prosemirror-model'
import { type Pieces, referenceTarget } from '../lib/markdown.ts'
import { schema } from './grammar.ts'

const FORMAT = /^(strong|em)_(open|close)$/

export function readInline(pieces: Pieces): Node[] {
  let marks: readonly Mark[] = []
  let reference: { target: string; words: string } | null = null
  const nodes: Node[] = []
  for (const piece of pieces) {
    const [, name, side] = FORMAT.exec(piece.type) ?? []
    if (name === 'strong' || name === 'em') {
      const mark = schema.marks[name]
      marks = side === 'open' ? mark.create().addToSet(marks) : mark.removeFromSet(marks)
    } else if (piece.type === 'link_open') {
      const href = String(piece.attrGet('href') ?? '')
      const target = referenceTarget(href)
      if (target !== null) reference = { target, words: '' }
      else marks = schema.marks.link.create({ href, title: piece.attrGet('title') }).addToSet(marks)
    } else if (piece.type === 'link_close') {
      if (reference) nodes.push(schema.nodes.reference.create(reference))
      else marks = schema.marks.link.removeFromSet(marks)
      reference = null
    } else if (piece.type === 'softbreak' || piece.type === 'hardbreak') {
      if (reference) reference.words += ' '
      else nodes.push(schema.nodes.hard_break.create())
    } else if (piece.type === 'text' && piece.content !== '') {
      if (reference) reference.words += piece.content
      else nodes.push(schema.text(piece.content, marks))
    }
  }
  return nodes
}

// An empty paragraph holds a text from the beginning, an empty one. Without it two who begin to write in the paragraph while apart would
// each bring a text of their own; the editor shows two that touch as one and, at the next letter, writes both anew as one: two editors
// that do so while apart make the second one's words stand twice.
import * as Y from 'yjs'
import { schema } from './grammar.ts'

const isEmptyParagraph = (type: unknown): type is Y.XmlElement =>
  type instanceof Y.XmlElement && type.length === 0 && schema.nodes[type.nodeName as 'paragraph']?.isTextblock === true

/** The empty paragraphs that stand in `parent`, however deep. */
const emptyParagraphs = (parent: Y.XmlFragment): Y.XmlElement[] =>
  parent
    .toArray()
    .flatMap(child => (isEmptyParagraph(child) ? [child] : child instanceof Y.XmlElement ? emptyParagraphs(child) : []))

/** From now on every empty paragraph that is made in `body` on this device gets its text at once. Answers how to end it. */
export function readyEmptyParagraphs(body: Y.XmlFragment): () => void {
  const { doc } = body
  const ready = (transaction: Y.Transaction) => {
    if (!transaction.local) return
    const empty = [...transaction.changed.keys()].flatMap(type =>
      isEmptyParagraph(type) ? [type] : type instanceof Y.XmlFragment ? emptyParagraphs(type) : [],
    )
    for (const paragraph of new Set(empty)) paragraph.insert(0, [new Y.XmlText()])
  }
  // Before the editor hears of its own change, so that it takes this for a part of it.
  doc?.on('beforeObserverCalls', ready)
  return () => doc?.off('beforeObserverCalls', ready)
}

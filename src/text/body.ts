// The body of a shared text as a document. Whatever merging or a strange client has put there, every word of it finds a place.
import type { Attrs, Mark, Node, NodeType } from 'prosemirror-model'
import * as Y from 'yjs'
import { linkAddress } from '../lib/markdown.ts'
import { schema } from './grammar.ts'

const { doc, paragraph, blockquote, ordered_list, bullet_list, list_item, hard_break, reference } = schema.nodes
const LISTS: readonly NodeType[] = [ordered_list, bullet_list]

type YNode = Y.XmlElement | Y.XmlText | Y.XmlHook

export function documentOf(body: Y.XmlFragment): Node {
  const blocks = blocksOf(body.toArray())
  return doc.create(null, blocks.length > 0 ? blocks : [paragraph.create()])
}

const childrenOf = (element: Y.XmlElement | Y.XmlHook): YNode[] =>
  element instanceof Y.XmlElement ? element.toArray() : []

const isInline = (child: YNode) =>
  child instanceof Y.XmlText ||
  (child instanceof Y.XmlElement && (child.nodeName === hard_break.name || child.nodeName === reference.name))

function blocksOf(children: readonly YNode[]): Node[] {
  const blocks: Node[] = []
  let loose: YNode[] = []
  const gather = () => {
    const inside = inlineOf(loose)
    if (inside.length > 0) blocks.push(paragraph.create(null, inside))
    loose = []
  }
  for (const child of children) {
    if (isInline(child)) loose.push(child)
    else {
      gather()
      if (child instanceof Y.XmlElement) blocks.push(...blockOf(child))
    }
  }
  gather()
  return blocks
}

function blockOf(element: Y.XmlElement): Node[] {
  const children = childrenOf(element)
  const type = schema.nodes[element.nodeName as keyof typeof schema.nodes]
  if (type === paragraph)
    return children.every(isInline) ? [paragraph.create(null, inlineOf(children))] : blocksOf(children)
  if (type && LISTS.includes(type)) {
    const items = children.flatMap(itemsOf)
    return items.length > 0 ? [type.create({ tight: (element.getAttribute('tight') as unknown) !== false }, items)] : []
  }
  const blocks = blocksOf(children)
  return type === blockquote && blocks.length > 0 ? [blockquote.create(null, blocks)] : blocks
}

function itemsOf(child: YNode): Node[] {
  const isItem = child instanceof Y.XmlElement && child.nodeName === list_item.name
  const blocks = isItem ? blocksOf(childrenOf(child)) : blocksOf([child])
  if (blocks.length > 0) return [list_item.create(null, blocks)]
  return isItem ? [list_item.create(null, [paragraph.create()])] : []
}

function inlineOf(children: readonly YNode[]): Node[] {
  return children.flatMap((child): Node[] => {
    if (child instanceof Y.XmlText) return textOf(child)
    if (!(child instanceof Y.XmlElement)) return []
    if (child.nodeName === hard_break.name) return [hard_break.create()]
    if (child.nodeName !== reference.name) return inlineOf(childrenOf(child))
    const { target = '', words = '' } = child.getAttributes()
    return [reference.create({ target: String(target), words: String(words) })]
  })
}

type Insert = { insert?: unknown; attributes?: Record<string, Attrs | null> }

function textOf(text: Y.XmlText): Node[] {
  return (text.toDelta() as Insert[]).flatMap(({ insert, attributes }) =>
    typeof insert === 'string' && insert !== '' ? [schema.text(insert, marksOf(attributes ?? {}))] : [],
  )
}

function marksOf(attributes: Record<string, Attrs | null>): Mark[] {
  const { link, strong, em } = schema.marks
  const href = linkAddress(String(attributes.link?.href ?? ''))
  const title = attributes.link?.title
  return [
    ...(href === null ? [] : [link.create({ href, title: typeof title === 'string' ? title : null })]),
    ...[strong, em].filter(({ name }) => attributes[name]).map(mark => mark.create()),
  ]
}

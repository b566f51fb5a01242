// What a text may hold, as ProseMirror knows it: exactly the Markdown of lib/markdown.ts. Lax where it can be (an item may begin with
// any block), because what two people write at once must never come out as something that has no place.
import { type DOMOutputSpec, type MarkSpec, type NodeSpec, Schema } from 'prosemirror-model'
import { linkAddress, referenceTarget } from '../lib/markdown.ts'

const isTight = (list: HTMLElement) => !list.hasAttribute('data-loose')
const list = (tag: 'ul' | 'ol'): NodeSpec => ({
  content: 'list_item+',
  group: 'block',
  attrs: { tight: { default: true } },
  parseDOM: [{ tag, getAttrs: list => ({ tight: isTight(list) }) }],
  toDOM: ({ attrs }): DOMOutputSpec => [tag, attrs.tight ? {} : { 'data-loose': '' }, 0],
})

const nodes = {
  doc: { content: 'block+' },
  paragraph: { content: 'inline*', group: 'block', parseDOM: [{ tag: 'p' }], toDOM: () => ['p', 0] },
  blockquote: {
    content: 'block+',
    group: 'block',
    defining: true,
    parseDOM: [{ tag: 'blockquote' }],
    toDOM: () => ['blockquote', 0],
  },
  bullet_list: list('ul'),
  ordered_list: list('ol'),
  list_item: { content: 'block+', defining: true, parseDOM: [{ tag: 'li' }], toDOM: () => ['li', 0] },
  text: { group: 'inline' },
  hard_break: {
    inline: true,
    group: 'inline',
    selectable: false,
    linebreakReplacement: true,
    parseDOM: [{ tag: 'br' }],
    toDOM: () => ['br'],
  },
  /** A link to a theme or a point of the visit: `target` is "theme-4" or "point-…", `words` what it said when it was written. */
  reference: {
    inline: true,
    group: 'inline',
    atom: true,
    attrs: { target: { default: '' }, words: { default: '' } },
    leafText: node => node.attrs.words,
    parseDOM: [
      {
        tag: 'a[data-reference]',
        priority: 60, // before the link that it also is
        getAttrs: a => {
          const target = referenceTarget(`#${a.getAttribute('data-reference')}`)
          return target !== null && { target, words: a.textContent }
        },
      },
    ],
    toDOM: ({ attrs }) => ['a', { class: 'reference', 'data-reference': attrs.target }, attrs.words],
  },
} as const satisfies Record<string, NodeSpec>

const marks = {
  link: {
    attrs: { href: { default: '' }, title: { default: null } },
    inclusive: false,
    parseDOM: [
      {
        tag: 'a[href]',
        getAttrs: a => {
          const href = linkAddress(a.getAttribute('href') ?? '')
          return href !== null && { href, title: a.getAttribute('title') }
        },
      },
    ],
    toDOM: ({ attrs }) => ['a', { href: linkAddress(attrs.href), title: attrs.title }, 0],
  },
  strong: { parseDOM: [{ tag: 'strong' }, { tag: 'b' }], toDOM: () => ['strong', 0] },
  em: { parseDOM: [{ tag: 'em' }, { tag: 'i' }], toDOM: () => ['em', 0] },
} as const satisfies Record<string, MarkSpec>

export const schema = new Schema<keyof typeof nodes, keyof typeof marks>({ nodes, marks })

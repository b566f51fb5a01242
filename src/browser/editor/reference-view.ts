// A reference in the field: it is called what it is called now, whatever it was called when it was written.
import type { Node } from 'prosemirror-model'
import type { NodeView } from 'prosemirror-view'
import { type Places, referenceWords } from '../../text/reference-words.ts'

export class ReferenceView implements NodeView {
  dom = document.createElement('span')
  onGone: () => void = () => undefined
  #node: Node
  #places: () => Places

  constructor(node: Node, places: () => Places) {
    this.#node = node
    this.#places = places
    this.show()
  }

  show() {
    const words = referenceWords(this.#node.attrs.target, this.#places())
    this.dom.className = words === null ? 'reference dead-reference' : 'reference'
    this.dom.textContent = words ?? `${this.#node.attrs.words} (findes ikke)`
  }

  update(node: Node) {
    if (node.type !== this.#node.type) return false
    this.#node = node
    this.show()
    return true
  }

  ignoreMutation() {
    return true
  }

  destroy() {
    this.onGone()
  }
}

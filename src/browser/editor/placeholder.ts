// What the empty field says, by a class on it: the words stand in the stylesheet's attr().

import type { Node } from 'prosemirror-model'
import { Plugin } from 'prosemirror-state'

const isEmpty = ({ childCount, firstChild }: Node) =>
  childCount === 1 && firstChild?.type.name === 'paragraph' && firstChild.childCount === 0

export const placeholder = () =>
  new Plugin({
    props: { attributes: ({ doc }): Record<string, string> => (isEmpty(doc) ? { class: 'is-empty' } : {}) },
  })

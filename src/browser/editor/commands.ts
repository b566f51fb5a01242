// What the buttons and the keys do to the text.
import { autoJoin, lift, toggleMark, wrapIn } from 'prosemirror-commands'
import type { NodeType } from 'prosemirror-model'
import { liftListItem, sinkListItem, wrapInList } from 'prosemirror-schema-list'
import type { Command, EditorState } from 'prosemirror-state'
import { schema } from '../../text/grammar.ts'

const { bullet_list, ordered_list, list_item, blockquote } = schema.nodes

export const bold = toggleMark(schema.marks.strong)
export const italic = toggleMark(schema.marks.em)
export const indent = sinkListItem(list_item)
export const outdent = liftListItem(list_item)

/** Whether all that is selected, or what will be typed, has this formatting. */
export function hasMark({ selection, storedMarks, doc }: EditorState, name: 'strong' | 'em' | 'link'): boolean {
  const mark = schema.marks[name]
  if (selection.empty) return mark.isInSet(storedMarks ?? selection.$from.marks()) !== undefined
  return doc.rangeHasMark(selection.from, selection.to, mark)
}

/** The innermost list or quote in which the selection stands, of these kinds. */
function around({ selection: { $from, $to } }: EditorState, types: readonly NodeType[]) {
  for (let depth = $from.sharedDepth($to.pos); depth > 0; depth -= 1) {
    const node = $from.node(depth)
    if (types.includes(node.type)) return { node, position: $from.before(depth) }
  }
  return null
}

const LISTS = [bullet_list, ordered_list]
export const isIn = (state: EditorState, type: NodeType) =>
  type === blockquote ? around(state, [type]) !== null : around(state, LISTS)?.node.type === type

export const inList = (state: EditorState) => around(state, LISTS) !== null

/** Makes a list of what is selected, or another kind of list of the list; or ends the list that is of this kind. */
const toggleList =
  (type: NodeType): Command =>
  (state, dispatch) => {
    const list = around(state, LISTS)
    if (!list) return wrapInList(type)(state, dispatch)
    if (list.node.type === type) return outdent(state, dispatch)
    dispatch?.(state.tr.setNodeMarkup(list.position, type, list.node.attrs))
    return true
  }

const JOINED = LISTS.map(({ name }) => name)
export const bulletList = autoJoin(toggleList(bullet_list), JOINED)
export const orderedList = autoJoin(toggleList(ordered_list), JOINED)

export const quote: Command = (state, dispatch) =>
  isIn(state, blockquote) ? lift(state, dispatch) : wrapIn(blockquote)(state, dispatch)

/** A line break inside the paragraph. */
export const lineBreak: Command = (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(schema.nodes.hard_break.create()).scrollIntoView())
  return true
}

// The keyboard: everything that the buttons do, lists by Tab, and what is typed at the beginning of a line.
import { baseKeymap, chainCommands, liftEmptyBlock } from 'prosemirror-commands'
import { inputRules, undoInputRule, wrappingInputRule } from 'prosemirror-inputrules'
import { keymap } from 'prosemirror-keymap'
import { splitListItem } from 'prosemirror-schema-list'
import { type Command, Plugin } from 'prosemirror-state'
import { redoCommand, undoCommand } from 'y-prosemirror'
import { schema } from '../../text/grammar.ts'
import { bold, bulletList, indent, inList, italic, lineBreak, orderedList, outdent, quote } from './commands.ts'
import { askForLink } from './link-dialog.ts'

const { bullet_list, ordered_list, list_item, blockquote } = schema.nodes

/** "- ", "* " and "1. " at the beginning of a line make a list, "> " a quote. */
const rules = inputRules({
  rules: [
    wrappingInputRule(/^\s*[-*]\s$/, bullet_list),
    wrappingInputRule(/^\s*1[.)]\s$/, ordered_list),
    wrappingInputRule(/^\s*>\s$/, blockquote),
  ],
})

/** After Escape, Tab goes on to the next field instead of indenting. */
function tabs() {
  let leaving = false
  const tab =
    (command: Command): Command =>
    (state, dispatch, view) => {
      if (leaving || !inList(state)) return false
      command(state, dispatch, view)
      return true
    }
  const letGo: Command = () => {
    leaving = true
    return false
  }
  const reset = new Plugin({
    props: {
      handleDOMEvents: {
        keydown: (_view, { key }) => {
          if (!['Escape', 'Tab', 'Shift'].includes(key)) leaving = false
          return false
        },
        blur: () => {
          leaving = false
          return false
        },
      },
    },
  })
  return [reset, keymap({ Tab: tab(indent), 'Shift-Tab': tab(outdent), Escape: letGo })]
}

export const keys = (toToolbar: () => void) => [
  rules,
  ...tabs(),
  keymap({
    'Mod-b': bold,
    'Mod-i': italic,
    'Mod-k': (_state, _dispatch, view) => {
      if (view) askForLink(view)
      return true
    },
    'Mod-Shift-8': bulletList,
    'Mod-Shift-7': orderedList,
    'Mod-Shift-9': quote,
    'Mod-z': undoCommand,
    'Mod-y': redoCommand,
    'Mod-Shift-z': redoCommand,
    'Shift-Enter': lineBreak,
    Enter: chainCommands(splitListItem(list_item), liftEmptyBlock),
    Backspace: undoInputRule,
    'Alt-F10': () => {
      toToolbar()
      return true
    },
  }),
  keymap(baseKeymap),
]

// The buttons under the field that has the focus. One of them stands in the order of Tab, the arrow keys go between them.
import type { Command, EditorState } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { undoCommand } from 'y-prosemirror'
import { schema } from '../../text/grammar.ts'
import { chooseSimple } from './choice.ts'
import { bold, bulletList, hasMark, isIn, italic, orderedList, quote } from './commands.ts'
import { askForLink } from './link-dialog.ts'

type Tool = {
  words: string
  /** A sign, or the name of an icon, for where there is no room for words. */
  sign?: string
  icon?: string
  keys?: string
  class?: string
  run: (view: EditorView) => void
  /** Whether it is on; only for what can be. */
  isOn?: (state: EditorState) => boolean
  /** Whether it would do nothing now. */
  isIdle?: (state: EditorState) => boolean
}

const command =
  (run: Command): Tool['run'] =>
  view => {
    run(view.state, view.dispatch, view)
    view.focus()
  }

const { bullet_list, ordered_list, blockquote } = schema.nodes

const TOOLS: readonly Tool[] = [
  {
    words: 'Fed',
    sign: 'F',
    keys: 'Ctrl+B',
    class: 'is-bold',
    run: command(bold),
    isOn: state => hasMark(state, 'strong'),
  },
  {
    words: 'Kursiv',
    sign: 'K',
    keys: 'Ctrl+I',
    class: 'is-italic',
    run: command(italic),
    isOn: state => hasMark(state, 'em'),
  },
  {
    words: 'Punktliste',
    icon: 'format-list-bulleted',
    keys: 'Ctrl+Shift+8',
    run: command(bulletList),
    isOn: state => isIn(state, bullet_list),
  },
  {
    words: 'Talliste',
    icon: 'format-list-numbered',
    keys: 'Ctrl+Shift+7',
    run: command(orderedList),
    isOn: state => isIn(state, ordered_list),
  },
  { words: 'Citat', sign: '»', keys: 'Ctrl+Shift+9', run: command(quote), isOn: state => isIn(state, blockquote) },
  { words: 'Link', icon: 'link', keys: 'Ctrl+K', run: askForLink, isOn: state => hasMark(state, 'link') },
  { words: 'Fortryd', sign: '↶', keys: 'Ctrl+Z', run: command(undoCommand), isIdle: state => !undoCommand(state) },
  { words: 'Enkel tekstboks', icon: 'document', class: 'is-last', run: () => chooseSimple(true) },
]

const KEYS = /Mac|iPhone|iPad/.test(navigator.platform)
  ? (keys: string) => keys.replace('Ctrl', '⌘')
  : (keys: string) => keys

function buttonOf({ words, sign = '', icon, keys, class: look }: Tool): HTMLButtonElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.tabIndex = -1
  button.title = keys ? `${words} (${KEYS(keys)})` : words
  if (keys) button.setAttribute('aria-keyshortcuts', keys.replace('Ctrl', 'Control'))
  const short = Object.assign(document.createElement('span'), { className: 'sign', textContent: sign })
  short.setAttribute('aria-hidden', 'true')
  if (icon) short.classList.add('icon', `icon-${icon}`)
  button.append(short, Object.assign(document.createElement('span'), { className: 'words', textContent: words }))
  if (look) button.classList.add(look)
  return button
}

export function createToolbar(view: EditorView, label: string, controls: string) {
  const element = document.createElement('div')
  element.className = 'editor-toolbar'
  element.hidden = true
  element.setAttribute('role', 'toolbar')
  element.setAttribute('aria-label', `Formatering af ${label}`)
  element.setAttribute('aria-controls', controls)
  const buttons = TOOLS.map(buttonOf)
  element.append(...buttons)
  let current = 0

  const goTo = (index: number) => {
    current = (index + buttons.length) % buttons.length
    for (const [place, button] of buttons.entries()) button.tabIndex = place === current ? 0 : -1
    buttons[current]?.focus()
  }
  const moves: Record<string, () => void> = {
    ArrowRight: () => goTo(current + 1),
    ArrowLeft: () => goTo(current - 1),
    Home: () => goTo(0),
    End: () => goTo(buttons.length - 1),
    Escape: () => view.focus(),
  }
  element.addEventListener('keydown', event => {
    const move = moves[event.key]
    if (!move) return
    event.preventDefault()
    move()
  })
  // a press must not take the selection away from the text
  element.addEventListener('mousedown', event => event.preventDefault())
  element.addEventListener('click', ({ target }) => {
    const index = buttons.findIndex(button => target instanceof Node && button.contains(target))
    const tool = TOOLS[index]
    if (tool && buttons[index]?.ariaDisabled !== 'true') tool.run(view)
  })
  const [first] = buttons
  if (first) first.tabIndex = 0

  return {
    element,
    focus: () => goTo(current),
    show: ({ state }: EditorView) => {
      if (element.hidden) return
      for (const [index, { isOn, isIdle }] of TOOLS.entries()) {
        const button = buttons[index]
        if (isOn) button?.setAttribute('aria-pressed', String(isOn(state)))
        if (isIdle) button?.setAttribute('aria-disabled', String(isIdle(state)))
      }
    },
  }
}

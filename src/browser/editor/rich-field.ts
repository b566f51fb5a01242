// The field with formatting: ProseMirror, bound to the shared text.
import { EditorState, Selection, TextSelection } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { ySyncPlugin, ySyncPluginKey, yUndoPlugin } from 'y-prosemirror'
import type { Doc } from 'yjs'
import { readyEmptyParagraphs } from '../../text/empty-paragraph.ts'
import { schema } from '../../text/grammar.ts'
import { documentToMarkdown } from '../../text/rich-text.ts'
import { bodyOf } from '../../text/shared-text.ts'
import { MARK } from '../jump.ts'
import { dropFiles, pasting } from './clipboard.ts'
import type { EditorOptions, Field } from './editor.ts'
import { keys } from './keys.ts'
import { follow } from './link-dialog.ts'
import { createNotice } from './notice.ts'
import { placeholder } from './placeholder.ts'
import { ReferenceView } from './reference-view.ts'
import { steadily, watchPointer, whenReleased } from './steady.ts'
import { suggestions } from './suggestions.ts'
import { createToolbar } from './toolbar.ts'

let count = 0

export function createRichField(place: HTMLElement, doc: Doc, options: EditorOptions): Field {
  let { editable } = options
  count += 1
  const id = `editor-${count}`
  const notice = createNotice()
  const help = document.createElement('span')
  help.id = `${id}-help`
  help.hidden = true
  help.textContent = 'Alt og F10 går til knapperne. I en liste rykker Tab ind; tryk Escape før Tab for at komme videre.'
  const views = new Set<ReferenceView>()

  const attributes = () => ({
    id,
    class: 'point-input point-input-body editor-text',
    role: 'textbox',
    'aria-multiline': 'true',
    'aria-label': options.label,
    'aria-describedby': [options.describedBy, help.id].filter(Boolean).join(' '),
    ...(editable ? {} : { 'aria-readonly': 'true', tabindex: '0' }),
    ...(options.placeholder
      ? { 'aria-placeholder': options.placeholder, 'data-placeholder': options.placeholder }
      : {}),
    lang: options.lang,
    spellcheck: String(options.spellcheck),
  })

  const leaveEmptyParagraphs = readyEmptyParagraphs(bodyOf(doc))
  let toolbar: ReturnType<typeof createToolbar> | undefined
  const view = new EditorView(place, {
    state: EditorState.create({
      schema,
      plugins: [
        ySyncPlugin(bodyOf(doc)),
        yUndoPlugin(),
        suggestions(id, options.references),
        ...keys(() => toolbar?.focus()),
        placeholder(),
      ],
    }),
    attributes,
    editable: () => editable,
    nodeViews: {
      reference: node => {
        const reference = new ReferenceView(node, options.references)
        views.add(reference)
        reference.onGone = () => views.delete(reference)
        return reference
      },
    },
    ...pasting(notice.say),
    clipboardTextSerializer: slice =>
      documentToMarkdown(
        schema.topNodeType.create(
          null,
          slice.content.firstChild?.isInline ? schema.nodes.paragraph.create(null, slice.content) : slice.content,
        ),
      ),
    handleDOMEvents: {
      drop: (_view, event) => dropFiles(event, notice.say),
      dragover: (_view, event) => {
        if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
        return false
      },
      [MARK]: (view, { detail: range }: CustomEvent<Range>) => {
        const [from, to] = [
          view.posAtDOM(range.startContainer, range.startOffset),
          view.posAtDOM(range.endContainer, range.endOffset),
        ]
        view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, from, to)))
        return true
      },
    },
    handleClick: (view, _position, event) => follow(view, event),
    dispatchTransaction(this: EditorView, transaction) {
      // What was put off until later may come when the field is gone.
      if (this.isDestroyed) return
      const mine = transaction.docChanged && !transaction.getMeta(ySyncPluginKey)
      this.updateState(this.state.apply(transaction))
      toolbar?.show(this)
      if (!mine) return
      if (transaction.getMeta('uiEvent') !== 'paste') notice.clear()
      options.onTyped()
    },
  })
  const knobs = createToolbar(view, options.label, id)
  toolbar = knobs
  place.append(knobs.element, notice.element, help)
  const showKnobs = () => {
    knobs.element.hidden = !editable || !place.contains(document.activeElement)
    knobs.show(view)
  }
  const letGo = ({ relatedTarget }: FocusEvent) => {
    // a window that loses the focus keeps the knobs
    if (!document.hasFocus() || place.contains(relatedTarget as Node | null)) return
    whenReleased(() => steadily(showKnobs))
  }
  watchPointer()
  place.addEventListener('focusin', showKnobs)
  place.addEventListener('focusout', letGo)
  knobs.show(view)

  return {
    focus: () => {
      view.focus()
      view.dispatch(view.state.tr.setSelection(Selection.atEnd(view.state.doc)).scrollIntoView())
    },
    setEditable: now => {
      editable = now
      view.setProps({ editable: () => now, attributes })
      showKnobs()
    },
    parts: () => {
      const { doc: all, selection } = view.state
      return { before: documentToMarkdown(all.cut(0, selection.to)), after: documentToMarkdown(all.cut(selection.to)) }
    },
    refresh: () => {
      for (const reference of views) reference.show()
    },
    destroy: () => {
      leaveEmptyParagraphs()
      place.removeEventListener('focusin', showKnobs)
      place.removeEventListener('focusout', letGo)
      view.destroy()
      for (const element of [knobs.element, notice.element, help]) element.remove()
    },
  }
}

// The text's Markdown in a plain box, shared all the same.
import type { Doc } from 'yjs'
import { mergeWords } from '../../text/merge.ts'
import { bodyOf, readText, writeText } from '../../text/shared-text.ts'
import { bindTextarea } from './bound-textarea.ts'
import type { Editor, EditorOptions, Field } from './editor.ts'

type Options = Pick<
  EditorOptions,
  'label' | 'describedBy' | 'placeholder' | 'editable' | 'lang' | 'spellcheck' | 'onTyped'
>

export function createPlainField(place: HTMLElement, doc: Doc, options: Options): Field {
  const area = document.createElement('textarea')
  area.className = 'point-input point-input-body'
  area.rows = 2
  area.lang = options.lang
  area.spellcheck = options.spellcheck
  area.readOnly = !options.editable
  area.setAttribute('aria-label', options.label)
  if (options.placeholder) area.placeholder = options.placeholder
  if (options.describedBy) area.setAttribute('aria-describedby', options.describedBy)
  place.append(area)
  const binding = bindTextarea({
    area,
    doc,
    type: bodyOf(doc),
    read: () => readText(doc).body,
    write: (body, origin) => writeText(doc, { body }, origin),
    combine: mergeWords,
    onTyped: options.onTyped,
  })
  return {
    focus: () => area.focus(),
    setEditable: editable => {
      area.readOnly = !editable
    },
    parts: () => ({ before: area.value.slice(0, area.selectionEnd), after: area.value.slice(area.selectionEnd) }),
    refresh: () => undefined,
    destroy: binding.destroy,
  }
}

/** A field for lines that are jotted down, whatever else the person writes in. */
export function createPlainEditor(place: HTMLElement, doc: Doc, options: EditorOptions): Editor {
  place.classList.add('editor')
  const inner = document.createElement('div')
  inner.className = 'editor-field'
  place.append(inner)
  const field = createPlainField(inner, doc, options)
  place.addEventListener('focusin', options.onFocus)
  return {
    ...field,
    focus: () => field.focus(),
    destroy() {
      place.removeEventListener('focusin', options.onFocus)
      field.destroy()
      place.replaceChildren()
      place.classList.remove('editor')
    },
  }
}

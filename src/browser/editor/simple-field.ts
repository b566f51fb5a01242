// "Enkel tekstboks": the text's Markdown in a plain box, shared all the same.
import type { Doc } from 'yjs'
import { mergeWords } from '../../text/merge.ts'
import { bodyOf, readText, writeText } from '../../text/shared-text.ts'
import { bindTextarea } from './bound-textarea.ts'
import { chooseSimple } from './choice.ts'
import type { EditorOptions, Field } from './editor.ts'

export function createSimpleField(place: HTMLElement, doc: Doc, options: EditorOptions): Field {
  const area = document.createElement('textarea')
  area.className = 'point-input point-input-body'
  area.rows = 2
  area.lang = options.lang
  area.spellcheck = options.spellcheck
  area.readOnly = !options.editable
  area.setAttribute('aria-label', options.label)
  if (options.placeholder) area.placeholder = options.placeholder
  if (options.describedBy) area.setAttribute('aria-describedby', options.describedBy)
  const back = document.createElement('button')
  back.type = 'button'
  back.className = 'editor-choice'
  back.textContent = 'Skift til tekstfelt med knapper'
  back.addEventListener('click', () => chooseSimple(false))
  place.append(area, back)
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
    destroy: () => {
      binding.destroy()
      back.remove()
    },
  }
}

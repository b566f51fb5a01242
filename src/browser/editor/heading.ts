// A text's heading: one line, over as many lines as the screen needs.
import type { Doc } from 'yjs'
import { headingOf, writeText } from '../../text/shared-text.ts'
import { bindTextarea } from './bound-textarea.ts'
import type { EditorOptions, Field } from './editor.ts'

type HeadingOptions = EditorOptions & {
  heading: Exclude<EditorOptions['heading'], false | undefined>
  onEnter: () => void
}

export function createHeading(place: HTMLElement, doc: Doc, options: HeadingOptions): Field {
  const { label, placeholder, longest } = options.heading
  const area = document.createElement('textarea')
  area.className = 'point-input point-input-heading'
  area.rows = 1
  area.lang = options.lang
  area.spellcheck = options.spellcheck
  area.autocomplete = 'off'
  area.readOnly = !options.editable
  area.setAttribute('aria-label', label)
  if (placeholder) area.placeholder = placeholder
  if (longest) area.maxLength = longest
  place.append(area)
  area.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || event.isComposing) return
    event.preventDefault()
    options.onEnter()
  })
  area.addEventListener('input', () => {
    if (!area.value.includes('\n')) return
    const caret = area.selectionStart
    area.value = area.value.replace(/\n/g, ' ')
    area.setSelectionRange(caret, caret)
  })
  const type = headingOf(doc)
  const binding = bindTextarea({
    area,
    doc,
    type,
    read: () => type.toString().replace(/\s*\n\s*/g, ' '),
    write: (heading, origin) => writeText(doc, { heading }, origin),
    combine: (_before, _shown, now) => now,
    onTyped: options.onTyped,
  })
  return {
    focus: () => area.focus(),
    setEditable: editable => {
      area.readOnly = !editable
    },
    parts: () => ({ before: area.value, after: '' }),
    refresh: () => undefined,
    destroy: binding.destroy,
  }
}

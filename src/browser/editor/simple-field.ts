// "Enkel tekstboks": a plain box, and the way back to the editor.
import type { Doc } from 'yjs'
import { chooseSimple } from './choice.ts'
import type { EditorOptions, Field } from './editor.ts'
import { createPlainField } from './plain-field.ts'

export function createSimpleField(place: HTMLElement, doc: Doc, options: EditorOptions): Field {
  const field = createPlainField(place, doc, options)
  const back = document.createElement('button')
  back.type = 'button'
  back.className = 'editor-choice'
  back.textContent = 'Skift til tekstfelt med knapper'
  back.addEventListener('click', () => chooseSimple(false))
  place.append(back)
  return {
    ...field,
    destroy: () => {
      field.destroy()
      back.remove()
    },
  }
}

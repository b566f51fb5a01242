// The field in which people write: a text of the visit, shared with whoever else writes in it.
import type { Doc } from 'yjs'
import type { Places } from '../../text/reference-words.ts'
import { isSimple, onChoice } from './choice.ts'
import { createHeading } from './heading.ts'
import { createRichField } from './rich-field.ts'
import { createSimpleField } from './simple-field.ts'

export type EditorOptions = {
  /** What the text is, for those who do not see where it stands: "Tekst i punkt 2". */
  label: string
  /** The id of what says more about it (an error, a guide). */
  describedBy?: string
  /** Shown while nothing is written. */
  placeholder?: string
  /** Gives the text a heading of one line above it, with these words; false or left out for a text that has none. */
  heading?: { label: string; placeholder?: string; longest?: number } | false
  /** Whether the person may write; a reader gets the text only. */
  editable: boolean
  lang: 'da'
  spellcheck: boolean
  /** What may be referred to, as it is now: asked each time it is needed. */
  references: () => Places
  /** The person has come to this text (or to its heading). */
  onFocus: () => void
  /** The person has changed it: once for each change, after the document has it. Never for a colleague's change. */
  onTyped: () => void
}

export type Editor = {
  /** Puts the caret at the end of the text (or in the heading). */
  focus: (where?: 'body' | 'heading') => void
  setEditable: (editable: boolean) => void
  /** The text before the caret and after it, in Markdown. */
  parts: () => { before: string; after: string }
  /** Themes or points have moved: shows what the references in the text are called now. */
  refresh: () => void
  /** Takes the editor off the page; the document stays. */
  destroy: () => void
}

/** What both kinds of field can do. */
export type Field = Pick<Editor, 'setEditable' | 'parts' | 'refresh' | 'destroy'> & { focus: () => void }

/**
 * Fills `place` with an editor of the shared text `doc` (its body, and its heading where `options.heading` says so): whatever is typed is
 * in the document at once, and whatever comes into the document is on the screen at once, with the caret where it was. Undo takes back
 * only what was typed here. The origin of a local change is never a string or null, so that a sender who applies remote updates with an
 * origin of its own can tell them apart: `doc.on('update', (update, origin) => origin !== mine && send(update))`.
 *
 * A person who has chosen "enkel tekstboks" (choice.ts) gets a plain textarea with the Markdown instead; a change of the choice takes
 * effect in all editors of the page at once. `doc` must hold its content already, or get it by updates: the editor never seeds one.
 * Call `refresh` when the places that `options.references` answers have changed. Look: templates/assets/_editor.scss.
 */
export function createEditor(place: HTMLElement, doc: Doc, options: EditorOptions): Editor {
  let { editable } = options
  let field: Field | undefined
  place.classList.add('editor')
  const bodyPlace = document.createElement('div')
  bodyPlace.className = 'editor-field'
  const heading = options.heading
    ? createHeading(place, doc, { ...options, heading: options.heading, onEnter: () => field?.focus() })
    : undefined
  place.append(bodyPlace)

  const build = () => {
    const hadFocus = bodyPlace.contains(document.activeElement)
    field?.destroy()
    bodyPlace.replaceChildren()
    field = (isSimple() ? createSimpleField : createRichField)(bodyPlace, doc, { ...options, editable })
    if (hadFocus) field.focus()
  }
  build()
  const stopListening = onChoice(build)
  place.addEventListener('focusin', options.onFocus)

  return {
    focus: (where = 'body') => (where === 'heading' && heading ? heading.focus() : field?.focus()),
    setEditable: now => {
      editable = now
      heading?.setEditable(now)
      field?.setEditable(now)
    },
    parts: () => field?.parts() ?? { before: '', after: '' },
    refresh: () => field?.refresh(),
    destroy: () => {
      stopListening()
      place.removeEventListener('focusin', options.onFocus)
      heading?.destroy()
      field?.destroy()
      place.replaceChildren()
      place.classList.remove('editor')
    },
  }
}

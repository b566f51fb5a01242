// A text's fields on the page become an editor of the shared text: what is typed goes into its document, what colleagues
// type comes out of it.
import type * as Y from 'yjs'
import type { Places } from '../../text/reference-words.ts'
import { mergeTexts, readText, writeText } from '../../text/shared-text.ts'
import { createEditor, type Editor } from '../editor/editor.ts'
import { createPlainEditor } from '../editor/plain-field.ts'

type Field = HTMLTextAreaElement | HTMLInputElement

export type Bound = { text: string; host: HTMLElement; editor: Editor; end: () => void }

const lines = (text: string) => text.replaceAll('\r\n', '\n')
const labelOf = (field: Field) => field.labels?.[0]?.textContent.trim() ?? ''

/** What somebody has typed before the document came is merged into it. */
function takeTyped(doc: Y.Doc, heading: Field | null, body: Field | null) {
  const typed = [heading, body].some(field => field && lines(field.value) !== lines(field.defaultValue))
  if (!typed) return
  const now = readText(doc)
  const valuesOf = (read: (field: Field) => string) => ({
    heading: heading ? read(heading) : now.heading,
    body: body ? lines(read(body)) : now.body,
  })
  writeText(
    doc,
    mergeTexts(
      valuesOf(field => field.defaultValue),
      valuesOf(field => field.value),
      now,
    ),
  )
}

/** Puts an editor of `doc` in place of the fields in `host`; whoever stands in one of them stands in the editor. */
export function bindText(host: HTMLElement, text: string, doc: Y.Doc, references: () => Places): Bound {
  const heading = host.querySelector<Field>('[name="heading"]')
  const body = host.querySelector<HTMLTextAreaElement>('textarea:not([name="heading"])')
  takeTyped(doc, heading, body)
  const focused = document.activeElement
  const stood = focused === heading && heading ? 'heading' : focused === body && body ? 'body' : null
  const before = [...host.childNodes]
  host.replaceChildren()
  host.dataset.live = ''
  const error = body?.getAttribute('aria-describedby')
  const create = host.dataset.plain === undefined ? createEditor : createPlainEditor
  const editor = create(host, doc, {
    label: body ? labelOfGone(body, before) : '',
    ...(error && { describedBy: error }),
    ...(body?.placeholder && { placeholder: body.placeholder }),
    heading: heading && {
      label: labelOfGone(heading, before),
      placeholder: heading.placeholder,
      ...(heading.maxLength > 0 && { longest: heading.maxLength }),
    },
    editable: true,
    lang: 'da',
    spellcheck: true,
    references,
    onFocus: () => {},
    onTyped: () => {},
  } as Parameters<typeof createEditor>[2])
  if (stood) editor.focus(stood)
  return {
    text,
    host,
    editor,
    end() {
      editor.destroy()
      host.replaceChildren(...before)
      for (const field of [heading, body]) if (field) field.value = ''
      delete host.dataset.live
    },
  }
}

/** The words of a field's label; both have just been taken off the page. */
function labelOfGone(field: Field, nodes: readonly Node[]): string {
  const labels = nodes.flatMap(node =>
    node instanceof HTMLElement ? [node, ...node.querySelectorAll<HTMLElement>('label')] : [],
  )
  return labels.find(label => label.getAttribute('for') === field.id)?.textContent.trim() ?? labelOf(field)
}

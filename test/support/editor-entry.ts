// What the page of the editor's tests runs: two documents in sync, as two consultants have them, each with an editor.
import * as Y from 'yjs'
import { createEditor, type Editor, type EditorOptions } from '../../src/browser/editor/editor.ts'
import type { Places } from '../../src/text/reference-words.ts'
import { readText, writeText } from '../../src/text/shared-text.ts'

export { choiceButton, chooseSimple } from '../../src/browser/editor/choice.ts'
export { suggest } from '../../src/browser/editor/suggestions.ts'

const places: Places = {
  themes: [
    { key: '3a', name: 'Målgruppe, metoder og resultater – fælles fagligt fundament' },
    { key: '3b', name: 'Målgruppe, metoder og resultater – inddragelse og indflydelse' },
    { key: '4', name: 'Organisation og ledelse' },
    { key: '7', name: 'Sundhed' },
  ],
  points: [
    { id: '0190a1b2-0000-7000-8000-000000000001', theme: '3a', number: 1, heading: 'Faglig sparring' },
    { id: '0190a1b2-0000-7000-8000-000000000002', theme: '4', number: 1, heading: 'Prioritering af tid' },
    { id: '0190a1b2-0000-7000-8000-000000000003', theme: '4', number: 2, heading: '' },
  ],
}

export const docs = [new Y.Doc(), new Y.Doc()] as const
export const editors: Editor[] = []
export let typed = [0, 0]

/** Carries what each document gets to the other, at once. */
for (const [index, doc] of docs.entries())
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    const other = docs[1 - index]
    if (origin !== 'network' && other) Y.applyUpdate(other, update, 'network')
  })

const label = ['Tekst i punkt 1', 'Kollegaens tekst i punkt 1']

export function mount(options: Partial<EditorOptions> = {}) {
  for (const [index, doc] of docs.entries()) {
    const place = document.querySelector<HTMLElement>(`#place-${index + 1}`)
    if (!place) continue
    editors[index]?.destroy()
    editors[index] = createEditor(place, doc, {
      label: label[index] ?? '',
      placeholder: 'Skriv det, der betyder noget for tilbagemeldingen.',
      heading: { label: `Overskrift på ${label[index]}`, placeholder: 'Overskrift (frivillig)', longest: 160 },
      editable: true,
      lang: 'da',
      spellcheck: true,
      references: () => places,
      onFocus: () => undefined,
      onTyped: () => {
        typed[index] = (typed[index] ?? 0) + 1
      },
      ...options,
    })
  }
}

/** Says this in the first document, and so in both. */
export function write(body: string, heading = '') {
  typed = [0, 0]
  writeText(docs[0], { body, heading })
}

export const read = (index = 0) => readText(docs[index] ?? docs[0])

/** Gives the places new numbers and calls, as a move would. */
export function movePoint(id: string, number: number | null) {
  const points = places.points.flatMap(point => (point.id !== id ? point : number === null ? [] : { ...point, number }))
  ;(places as { points: Places['points'] }).points = points
  for (const editor of editors) editor.refresh()
}

/** Pastes into the field that has the focus. */
export function paste(data: Record<string, string>, files: File[] = []) {
  const clipboardData = new DataTransfer()
  for (const [type, text] of Object.entries(data)) clipboardData.setData(type, text)
  for (const file of files) clipboardData.items.add(file)
  document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
}

// A textarea and a shared text that say the same: what is typed goes into the text, what a colleague writes comes into the box, and the
// caret stays at the words where it stood.
import { type Doc, type Text, UndoManager, type XmlFragment } from 'yjs'
import { letterChanges } from '../../text/differences.ts'

export type Binding = {
  area: HTMLTextAreaElement
  doc: Doc
  /** What undo takes back changes of. */
  type: Text | XmlFragment
  read: () => string
  write: (words: string, origin: object) => void
  /** What the box should show when the shared text has changed from `before` to `now`, and `shown` stands in it. */
  combine: (before: string, shown: string, now: string) => string
  onTyped: () => void
}

const isMod = (event: KeyboardEvent) => event.ctrlKey || event.metaKey

/** Binds them; answers undo, and how to let go. */
export function bindTextarea({ area, doc, type, read, write, combine, onTyped }: Binding) {
  const origin = { field: area.getAttribute('aria-label') }
  const undoManager = new UndoManager(type, { trackedOrigins: new Set([origin]), captureTimeout: 800 })
  let known = read()
  area.value = known

  const typed = () => {
    write(area.value, origin)
    known = read()
    onTyped()
  }
  const changed = () => {
    const now = read()
    if (now === known) return
    show(area, combine(known, area.value, now))
    known = now
  }
  const afterTransaction = (transaction: { origin: unknown }) => {
    if (transaction.origin !== origin) changed()
  }
  const takeBack = (what: 'undo' | 'redo') => {
    if (undoManager[what]()) onTyped()
  }
  const keys = (event: KeyboardEvent) => {
    const key = event.key.toLowerCase()
    if (!isMod(event) || event.altKey || (key !== 'z' && key !== 'y')) return
    event.preventDefault()
    takeBack(key === 'y' || event.shiftKey ? 'redo' : 'undo')
  }
  area.addEventListener('input', typed)
  area.addEventListener('keydown', keys)
  doc.on('afterTransaction', afterTransaction)
  return {
    undo: () => takeBack('undo'),
    canUndo: () => undoManager.canUndo(),
    destroy: () => {
      doc.off('afterTransaction', afterTransaction)
      undoManager.destroy()
      area.remove()
    },
  }
}

/** Puts new words into the box; the caret and what is selected stay at their words. */
function show(area: HTMLTextAreaElement, words: string): void {
  if (area.value === words) return
  const changes = letterChanges(area.value, words).reverse()
  const moved = (caret: number) => {
    let place = caret
    for (const { place: start, removed, inserted } of changes)
      if (start < caret) place += inserted.length - Math.min(removed, caret - start)
    return place
  }
  const { selectionStart, selectionEnd, selectionDirection } = area
  const [start, end] = [moved(selectionStart), moved(selectionEnd)]
  area.value = words
  if (area === document.activeElement) area.setSelectionRange(start, end, selectionDirection)
}

// In a raw note: Alt+1, 2 or 3 makes the line with the caret, or what is selected, a point of the grey, purple or yellow box.
const KEYS: Record<string, string> = { Digit1: 'grey', Digit2: 'purple', Digit3: 'yellow' }

/** Tells the form which line is meant, just before it is sent. */
function rememberPlace(form: HTMLFormElement, note: HTMLTextAreaElement) {
  const places = { '[data-note-start]': note.selectionStart, '[data-note-end]': note.selectionEnd }
  for (const [selector, value] of Object.entries(places)) {
    const field = form.querySelector<HTMLInputElement>(selector)
    if (field) field.value = String(value)
  }
}

/** Starts sorting, on pages with notes: the form is sent, unless the visit's page does what it says (page/notes.ts). */
export function startNotes() {
  if (!document.querySelector('[data-note]')) return
  document.addEventListener('keydown', event => {
    const box = event.altKey && !event.ctrlKey && !event.metaKey ? KEYS[event.code] : undefined
    const note = event.target
    if (!box || !(note instanceof HTMLTextAreaElement) || !note.form?.matches('[data-note]')) return
    event.preventDefault()
    note.form.requestSubmit(note.form.querySelector<HTMLButtonElement>(`button[value="${box}"]`))
  })
  document.addEventListener(
    'submit',
    event => {
      const form = event.target as HTMLFormElement
      const note = form.querySelector?.<HTMLTextAreaElement>('textarea')
      if (form.matches?.('[data-note]') && note) rememberPlace(form, note)
    },
    true,
  )
  // A button that is pressed leaves the caret where it is.
  document.addEventListener('mousedown', event => {
    if (event.target instanceof Element && event.target.closest('.note-button')) event.preventDefault()
  })
}

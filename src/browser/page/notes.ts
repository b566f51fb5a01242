// Raw notes on the page: a line, or what is selected, becomes a point of a box, with and without a network.
import { asPointText, cutNote, pieceAt } from '../../visit/note.rules.ts'
import type { Sorted } from '../../visit/note.view.ts'
import type { Point } from '../../visit/visit.schema.ts'
import type { Points } from './points.ts'

type Page = {
  points: Points
  /** Whether the note of this form is a shared text by now; until then the form is sent to the server. */
  isShared: (form: HTMLFormElement) => boolean
  print: () => void
}

function complain(form: HTMLFormElement, words: string) {
  const place = form.querySelector<HTMLElement>('[data-save-help]')
  if (!words) return place?.replaceChildren()
  const line = document.createElement('p')
  line.className = 'form-error-message'
  line.role = 'alert'
  line.textContent = words
  place?.replaceChildren(line)
}

export function listenOnNotes({ points, isShared, print }: Page) {
  let sorted: Sorted | null = null

  function sort(form: HTMLFormElement, box: Point['box']) {
    const [theme = '', area] = [form.dataset.note, form.querySelector('textarea')]
    if (!area) return
    const piece = pieceAt(area.value, { start: area.selectionStart, end: area.selectionEnd })
    const cut = cutNote(area.value, [piece])
    const body = asPointText(cut?.pieces[0] ?? '')
    if (!cut || body === '') {
      complain(form, 'Vælg først det i noten, der skal i boksen.')
      return area.focus()
    }
    complain(form, '')
    void points.fromNote(theme, box, body, cut.rest)
    sorted = { theme, box, count: 1 }
    print()
  }

  document.addEventListener('submit', event => {
    const form = event.target as HTMLFormElement
    if (!form.matches('[data-note]') || !isShared(form)) return
    event.preventDefault()
    const { value = 'save' } = (event.submitter as HTMLButtonElement | null) ?? {}
    if (value !== 'save') sort(form, value as Point['box'])
  })

  return {
    /** What was made of a note last, for the page to tell. */
    sorted: () => sorted,
  }
}

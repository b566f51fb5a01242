// Asks for a link's address, and for its words where none are selected.
import type { EditorView } from 'prosemirror-view'
import { linkAddress } from '../../lib/markdown.ts'
import { schema } from '../../text/grammar.ts'

const { link } = schema.marks

/** The address that was meant: "eksempel.dk" is a web page, "navn@eksempel.dk" a mail address; null for what is neither. */
export function meantAddress(typed: string): string | null {
  const address = typed.trim()
  if (/^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(address)) return linkAddress(`mailto:${address}`)
  if (/^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+([/?#]\S*)?$/u.test(address)) return linkAddress(`https://${address}`)
  return /\s/.test(address) || /^(https?:\/*|mailto:)$/i.test(address) ? null : linkAddress(address)
}

/** The link in which the selection stands, from end to end. */
function linkAround(view: EditorView) {
  const { doc, selection } = view.state
  let { from, to } = selection
  const mark =
    link.isInSet(selection.$from.marks()) ?? link.isInSet(doc.resolve(Math.min(from + 1, doc.content.size)).marks())
  if (!mark) return { from, to, href: '' }
  const inside = (position: number) => mark.isInSet(doc.resolve(position).marks())
  const [start, end] = [selection.$from.start(), selection.$from.end()]
  while (from > start && inside(from)) from -= 1
  while (to < end && inside(to + 1)) to += 1
  return { from, to, href: String(mark.attrs.href) }
}

let count = 0

function input(words: string, value: string, type: string) {
  count += 1
  const label = document.createElement('label')
  label.htmlFor = `editor-link-${count}`
  label.textContent = words
  const field = Object.assign(document.createElement('input'), { id: label.htmlFor, type, value, autocomplete: 'off' })
  field.className = 'form-input'
  return { label, field }
}

function button(words: string, kind: 'primary' | 'secondary', type: 'submit' | 'button') {
  const element = Object.assign(document.createElement('button'), { type, textContent: words })
  element.className = `button button-${kind}`
  return element
}

export function askForLink(view: EditorView): void {
  if (!view.editable) return
  const { from: start, to: end, href } = linkAround(view)
  const selected = view.state.doc.textBetween(start, end)
  const dialog = document.createElement('dialog')
  dialog.className = 'editor-dialog'
  dialog.setAttribute('aria-label', href ? 'Ret link' : 'Indsæt link')
  const form = document.createElement('form')
  form.method = 'dialog'
  const address = input('Adresse', href, 'text')
  address.field.inputMode = 'url'
  const words = input('Tekst', selected, 'text')
  const error = Object.assign(document.createElement('p'), {
    className: 'form-error-message',
    id: `${address.field.id}-error`,
  })
  error.setAttribute('role', 'alert')
  const row = document.createElement('div')
  row.className = 'button-row'
  const cancel = button('Annullér', 'secondary', 'button')
  const remove = button('Fjern link', 'secondary', 'button')
  row.append(button(href ? 'Ret link' : 'Indsæt link', 'primary', 'submit'), ...(href ? [remove] : []), cancel)
  form.append(address.label, error, address.field)
  if (selected === '') form.append(words.label, words.field)
  form.append(row)
  dialog.append(form)
  document.body.append(dialog)

  let selection = view.state.selection.getBookmark()
  const close = () => {
    selection = view.state.selection.getBookmark()
    dialog.close()
  }
  cancel.addEventListener('click', close)
  dialog.addEventListener('cancel', close)
  remove.addEventListener('click', () => {
    const { from, to } = linkAround(view) // a colleague may have written before it meanwhile
    view.dispatch(view.state.tr.removeMark(from, to, link))
    close()
  })
  form.addEventListener('submit', event => {
    event.preventDefault()
    const meant = meantAddress(address.field.value)
    if (meant === null) {
      error.textContent = 'Skriv en adresse, der begynder med https://, http:// eller mailto:'
      address.field.setAttribute('aria-invalid', 'true')
      address.field.setAttribute('aria-describedby', error.id)
      address.field.focus()
      return
    }
    const mark = link.create({ href: meant })
    const { from, to } = linkAround(view)
    const { tr } = view.state
    if (selected === '') tr.insert(from, schema.text(words.field.value.trim() || address.field.value.trim(), [mark]))
    else tr.removeMark(from, to, link).addMark(from, to, mark)
    view.dispatch(tr.removeStoredMark(link))
    close()
  })
  // the browser puts the caret at the beginning when it gives the focus back
  dialog.addEventListener('close', () => {
    dialog.remove()
    view.focus()
    view.dispatch(view.state.tr.setSelection(selection.resolve(view.state.doc)))
  })
  dialog.showModal()
  address.field.select()
}

/** A link is followed by Ctrl and a click, or by a click where nothing can be written. */
export function follow(view: EditorView, event: MouseEvent): boolean {
  const target = event.target instanceof Element ? event.target.closest('a[href]') : null
  if (!target || (view.editable && !event.ctrlKey && !event.metaKey)) return false
  window.open((target as HTMLAnchorElement).href, '_blank', 'noopener')
  return true
}

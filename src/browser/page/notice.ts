// What the page has to tell, one thing below the other, each with what can be done about it.
import { button, element } from './element.ts'

export type Choice = { text: string; choose: () => void }

/** Tells something at the top of the page until it is answered or closed; told again under the same name, it is replaced. */
export function tell(name: string, text: string, choices: readonly Choice[] = [], quote = '') {
  const place = document.querySelector<HTMLElement>('[data-page-notice]')
  if (!place) return
  const close = () => untell(name)
  const act = ({ text: words, choose }: Choice) =>
    button(words, () => {
      close()
      choose()
    })
  const note = element(
    'div',
    { class: 'page-note', 'data-note': name },
    element('p', {}, text),
    ...(quote ? [element('blockquote', { class: 'own-lines' }, quote)] : []),
    element('div', { class: 'button-row' }, ...choices.map(act), button('Luk', close, 'tertiary')),
  )
  untell(name)
  place.append(note)
}

export function untell(name: string) {
  document.querySelector(`[data-note="${CSS.escape(name)}"]`)?.remove()
}

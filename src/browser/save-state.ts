// What a form says about its own saving, in words, and the question it asks when two have written the same text.
import { danishTime } from '../lib/danish-date.ts'

const KEPT = 'teksten står her stadig'

/** Every state a form can be in. Only the server's answer leads to `saved`. */
export const STATES = {
  saving: () => 'Gemmer …',
  saved: () => `Gemt kl. ${danishTime(new Date())}`,
  retrying: () => `Kunne ikke gemmes – ${KEPT}. Prøver igen …`,
  refused: (why: string) => `Kunne ikke gemmes – ${KEPT}. ${why}`,
  loggedOut: () => `Dit login er udløbet, men ${KEPT}. Den bliver gemt, når du er logget ind igen.`,
  conflict: () => 'Ikke gemt – en kollega har rettet det samme.',
  nothing: () => '',
}

export type State = keyof typeof STATES

export function showState(form: HTMLFormElement, state: State, why = '') {
  const place = form.querySelector<HTMLElement>('[data-save-state]')
  if (!place) return
  place.dataset.saveState = state
  const words = STATES[state](why)
  if (place.textContent !== words) place.textContent = words
  if (state === 'loggedOut') place.append(' ', loginLink())
}

export function loginLink() {
  const link = document.createElement('a')
  link.href = '/login'
  link.target = '_blank'
  link.rel = 'noopener'
  link.textContent = 'Log ind i en ny fane'
  return link
}

export type Choice = { text: string; choose: () => void }

function element(name: string, className: string, ...children: (Node | string)[]) {
  const made = document.createElement(name)
  made.className = className
  made.append(...children)
  return made
}

/** Shows a text beside the form, with what can be done about it. An empty list of texts takes the question away. */
export function showQuestion(form: HTMLFormElement, question: string, texts: string[], choices: Choice[]) {
  const place = form.querySelector<HTMLElement>('[data-save-help]')
  if (!place) return
  if (texts.length === 0) return place.replaceChildren()
  const buttons = choices.map(({ text, choose }) => {
    const button = element('button', 'button button-secondary', text) as HTMLButtonElement
    button.type = 'button'
    button.addEventListener('click', choose)
    return button
  })
  const quote = element('blockquote', 'own-lines', texts.join('\n\n'))
  const box = element('div', 'colleague', element('p', '', question), quote, element('div', 'button-row', ...buttons))
  box.setAttribute('role', 'alert')
  place.replaceChildren(box)
}

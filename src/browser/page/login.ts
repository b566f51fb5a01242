// A login that has ended while somebody writes: the password is asked for in place, and everything goes on.
import { logIn } from '../sync/protocol.ts'
import { element } from './element.ts'

let dialog: HTMLDialogElement | null = null

const WRONG = 'Adgangskoden passer ikke. Prøv igen.'
const AWAY = 'Der er ingen forbindelse lige nu. Det, du har skrevet, ligger på enheden. Prøv igen om lidt.'

/** Asks for the password of `email`; `done` is called once it was right. Asks once at a time. */
export function askForPassword(email: string, done: () => void) {
  if (dialog?.isConnected) return
  const password = element('input', { class: 'form-input', type: 'password', id: 'login-again', autocomplete: 'current-password', required: '' }) // biome-ignore format: one line
  const fault = element('p', { class: 'form-error-message', role: 'alert' })
  const send = async (event: Event) => {
    event.preventDefault()
    const answer = await logIn(email, password.value)
    if (!answer.ok) {
      const { kind, why } = answer.failure
      fault.textContent = kind === 'unreachable' ? AWAY : kind === 'loggedOut' ? WRONG : (why ?? WRONG)
      password.select()
      return
    }
    dialog?.close()
    dialog?.remove()
    done()
  }
  dialog = element(
    'dialog',
    { class: 'dialog', 'aria-labelledby': 'login-again-heading' },
    element('h2', { id: 'login-again-heading' }, 'Log ind igen'),
    element(
      'p',
      {},
      'Dit login er udløbet. Intet er gået tabt: Det, du har skrevet, bliver sendt, når du har logget ind.',
    ),
    element(
      'form',
      { submit: event => void send(event) },
      element('p', { class: 'muted' }, email),
      fault,
      element('label', { class: 'form-label', for: 'login-again' }, 'Adgangskode'),
      password,
      element(
        'div',
        { class: 'button-row' },
        element('button', { class: 'button button-primary', type: 'submit' }, 'Log ind'),
        element('button', { class: 'button button-tertiary', type: 'button', click: () => later() }, 'Skriv videre, og log ind senere'), // biome-ignore format: one line
      ),
    ),
  )
  document.body.append(dialog)
  dialog.showModal()
}

let putOff = 0
const PUT_OFF = 10 * 60_000

/** Nobody is kept from writing; the question comes back. */
function later() {
  dialog?.close()
  dialog?.remove()
  putOff = Date.now()
}

/** Whether somebody has just said that the login can wait. */
export const isPutOff = () => Date.now() - putOff < PUT_OFF

// Leaving a device: logging out destroys what lies on it, after asking about what the server has not got; and a device that
// was shut out forgets everything.

import { danishDate, danishDay } from '../lib/danish-date.ts'
import { deviceName, nameDevice } from './page/device.ts'
import { button, element } from './page/element.ts'
import { changeOwner, destroyOwner, endOf, findOwner, listOwners, waitingIn } from './store/owner.ts'

/** Starts watching the ways out. */
export function startLeaving() {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-logout]'))
    form.addEventListener('submit', event => {
      event.preventDefault()
      void leave(form)
    })
  if (document.querySelector('[data-revoked]')) void forgetRevoked()
}

async function leave(form: HTMLFormElement) {
  const user = document.body.dataset.user ?? ''
  const owner = await findOwner(user).catch(() => undefined)
  const waiting = owner ? waitingIn(owner) : 0
  if (!owner || waiting === 0) return destroyAndLeave(user, form)
  const what = waiting === 1 ? '1 tekst' : `${waiting} tekster`
  const until = danishDate(danishDay(new Date(endOf(owner))))
  const dialog = element(
    'dialog',
    { class: 'dialog', 'aria-labelledby': 'leave-heading' },
    element('h2', { id: 'leave-heading' }, `${what} er ikke sendt endnu`),
    element('p', {}, 'De ligger krypteret på denne enhed. Hvad skal der ske med dem, når du logger ud?'),
    element(
      'div',
      { class: 'button-row dialog-choices' },
      button(
        'Send først',
        () => {
          dialog.remove()
          location.assign(`/visit/${Object.entries(owner.waiting).find(([, count]) => count > 0)?.[0] ?? ''}`)
        },
        'primary',
      ),
      button(`Behold dem på enheden til ${until}`, () => void keepAndLeave(user, form)),
      button('Slet dem', () => void destroyAndLeave(user, form), 'warning'),
      button('Bliv logget ind', () => dialog.remove(), 'tertiary'),
    ),
    element('p', { class: 'muted' }, `Beholder du dem, sendes de, når du logger ind her igen. Nøglen bliver på enheden til ${until}; derefter kan ingen læse dem.`), // biome-ignore format: one line
  )
  document.body.append(dialog)
  dialog.showModal()
}

async function destroyAndLeave(user: string, form: HTMLFormElement) {
  await destroyOwner(user).catch(() => {})
  nameDevice(null)
  form.submit()
}

/** The key stays until the days are over, and nothing is shown before the same person has logged in again. */
async function keepAndLeave(user: string, form: HTMLFormElement) {
  await changeOwner(user, () => ({ current: false }))
  form.submit()
}

/** The server has said that this device was shut out. */
async function forgetRevoked() {
  const device = deviceName()
  for (const owner of await listOwners()) if (owner.device === device) await destroyOwner(owner.user)
  nameDevice(null)
}

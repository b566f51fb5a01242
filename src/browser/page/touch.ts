// What every page on which a visit is written does for its desk, whatever it shows: it sends when the network or the person
// is back, writes everything down when the page goes, and asks for the password when the login has ended.
import type { Desk } from '../sync/desk.ts'
import { askForPassword, isPutOff } from './login.ts'

/** So long after the last letter the password is asked for: the next ones would go into its field. */
const STILL = 1_000

let lastTyped = Number.NEGATIVE_INFINITY
let asking = 0

/** Asks for the password in place, once nobody is in the middle of a word, unless the person has put it off. */
export function askAgain(desk: Desk) {
  clearTimeout(asking)
  const email = desk.shown()?.user.email
  if (!email || isPutOff() || desk.overall().connection !== 'loggedOut') return
  const wait = lastTyped + STILL - performance.now()
  if (wait > 0) asking = window.setTimeout(() => askAgain(desk), wait)
  else askForPassword(email, () => desk.retry())
}

/** Follows the page and the network; `turned` is told when the page is looked at or left. */
export function keepInTouch(desk: Desk, turned: () => void = () => {}) {
  document.addEventListener('visibilitychange', () => {
    turned()
    if (document.visibilityState === 'visible') desk.retry()
    else desk.leave()
  })
  document.addEventListener('input', () => {
    lastTyped = performance.now()
  })
  window.addEventListener('online', () => desk.retry())
  window.addEventListener('offline', () => desk.retry())
  window.addEventListener('pagehide', () => desk.leave())
  window.addEventListener('beforeunload', event => {
    // What is on the device outlives the page; only what is nowhere else is worth a question.
    const { waiting, kept } = desk.overall()
    if (waiting > 0 && !kept) event.preventDefault()
  })
}

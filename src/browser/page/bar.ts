// The bar of a visit's page: what is saved, what waits, who is here.
import type { Desk } from '../sync/desk.ts'
import { whoIsWhere, whoWrites } from '../sync/presence.ts'
import { inWords, isTrouble, overallInWords } from '../sync/words.ts'

function say(place: HTMLElement | null, words: string) {
  if (place && place.textContent !== words) place.textContent = words
}

/** A text on the page; `isTyping` says that it is not in the outbox yet. */
type Stated = { text: string; host: HTMLElement; isTyping?: boolean }

/** Prints the states that the page shows; `texts` are those that stand on it, each with the form or row around it. */
export function showStates(desk: Desk, texts: readonly Stated[]) {
  const bar = document.querySelector<HTMLElement>('[data-desk-bar]')
  const overall = desk.overall()
  const people = desk.people()
  if (bar) {
    bar.dataset.deskBar = overall.waiting > 0 && overall.connection !== 'online' ? 'waiting' : overall.connection
    say(bar.querySelector('[data-desk-state]'), overallInWords(overall))
    say(bar.querySelector('[data-desk-people]'), whoIsWhere(people).join(' · '))
  }
  for (const { text, host, isTyping = false } of texts) {
    const form = host.closest('form')
    const place = form?.querySelector<HTMLElement>('[data-save-state]') ?? null
    const state = isTyping ? { state: 'saving' as const } : desk.stateOf(text)
    const shown = isTrouble(state.state) && state.state !== 'kept' ? 'refused' : state.state
    // Others look at this: it changes only when it changes.
    if (place && place.dataset.saveState !== shown) place.dataset.saveState = shown
    say(place, inWords(state))
    const who = whoWrites(people, text)
    const sign = host.querySelector<HTMLElement>('[data-who]') ?? (who ? addSign(host) : null)
    say(sign, who ?? '')
  }
  for (const link of document.querySelectorAll<HTMLElement>('.visit-theme')) {
    const key = link.getAttribute('href')?.split('/').at(-1)
    const here = people.filter(({ theme }) => theme === key).map(({ name }) => name)
    if (here.length > 0) link.dataset.people = here.map(initials).join(' ')
    else delete link.dataset.people
  }
}

const initials = (name: string) => name.split(/\s+/).map(word => word[0] ?? '').join('').slice(0, 2).toUpperCase() // biome-ignore format: one line

function addSign(host: HTMLElement) {
  const sign = document.createElement('p')
  sign.className = 'who-writes'
  sign.dataset.who = ''
  host.append(sign)
  return sign
}

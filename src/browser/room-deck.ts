// The cards on the wall: which one is shown, which ones a suggestion answers, and the places of new ones.
import { cardSize } from '../visit/room.view.ts'

const find = <E extends HTMLElement>(within: ParentNode, selector: string) => {
  const found = within.querySelector<E>(selector)
  if (!found) throw new Error(`the room has no ${selector}`)
  return found
}

/** A paragraph with what was typed, as it was typed. */
function paragraph(text: string) {
  const made = document.createElement('p')
  made.textContent = text
  return made
}

function copyOf(room: HTMLElement, template: string): HTMLElement {
  const { content } = find<HTMLTemplateElement>(room, template) as unknown as HTMLTemplateElement
  return content.firstElementChild?.cloneNode(true) as HTMLElement
}

/** Takes over the room's cards, steps and toggles; pages without JavaScript have links and a form instead. */
export function createDeck(room: HTMLElement) {
  const place = find(room, '[data-deck]')
  const countWords = find(room, '[data-count-words]')
  const form = room.querySelector<HTMLFormElement>('[data-suggest]')
  const steps = [...room.querySelectorAll<HTMLElement>('.room-steps [data-step]')].map(asButton)
  const cards = () => [...place.querySelectorAll<HTMLElement>('[data-card]')]
  const toggles = () => [...room.querySelectorAll<HTMLInputElement>('[data-toggles] input')]
  let at = Math.max(
    cards().findIndex(card => !card.hidden),
    0,
  )

  // What leads to another page without JavaScript only turns the card here.
  function asButton(link: HTMLElement) {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'room-button'
    button.dataset.step = link.dataset.step
    button.append(...link.childNodes)
    button.addEventListener('click', () => step(Number(button.dataset.step)))
    link.replaceWith(button)
    return button
  }

  function show(index: number) {
    const all = cards()
    const card = all[index]
    if (!card) return
    at = index
    all.forEach((other, i) => {
      other.hidden = i !== index
      find(other, '[data-position]').textContent = String(i + 1)
    })
    const title = (card.querySelector('[data-title]') ?? find(card, '.room-text')).textContent?.trim() ?? ''
    const aloud = document.createElement('span')
    aloud.className = 'sr-only'
    aloud.textContent = `: ${title}`
    countWords.replaceChildren(`Kort ${index + 1} af ${all.length}`, aloud)
    for (const button of steps) {
      const off = !all[index + Number(button.dataset.step)]
      button.disabled = off
      button.classList.toggle('room-button-off', off)
    }
    for (const toggle of toggles()) {
      toggle.checked = toggle.value === card.dataset.card
      toggle.disabled = toggle.checked
    }
    history.replaceState(null, '', `?card=${card.dataset.card}`)
  }

  function step(by: number) {
    show(at + by)
  }

  /** Switches on or off that the suggestion answers the card with this number. */
  function toggle(number: number) {
    const box = toggles()[number - 1]
    if (box && !box.disabled) box.checked = !box.checked
  }

  /** Shows a suggestion under the cards that it answers; answers what can be said beside it. */
  function addSuggestion(text: string, answers: readonly string[]) {
    const notes = cards()
      .filter(card => answers.includes(card.dataset.card ?? ''))
      .map(card => {
        const item = document.createElement('li')
        const note = document.createElement('p')
        item.className = 'room-suggestion'
        note.className = 'room-note'
        item.append(paragraph(text), note)
        find(card, '[data-suggestions]').append(item)
        item.scrollIntoView({ block: 'nearest' })
        return note
      })
    return (words: string) => {
      for (const note of notes) note.textContent = words
    }
  }

  /** Puts a new card at the end of its theme and shows it. */
  function addCard(id: string, text: string, theme: { key: string; name: string; keys: readonly string[] }) {
    const card = copyOf(room, '[data-blank-card]')
    card.dataset.card = id
    card.dataset.theme = theme.key
    card.className = `room-card room-${cardSize(text.length)}`
    find(card, '[data-theme-key]').textContent = theme.key
    find(card, '.room-theme-name').textContent = ` · ${theme.name}`
    find(card, '.room-text').replaceChildren(paragraph(text))
    const note = document.createElement('p')
    note.className = 'room-note'
    find(card, '.room-words').append(note)

    const order = (key: string | undefined) => theme.keys.indexOf(key ?? '')
    const before = cards().filter(other => order(other.dataset.theme) <= order(theme.key)).length
    const next = cards()[before]
    if (next) next.before(card)
    else place.append(card)
    const toggle = copyOf(room, '[data-blank-toggle]')
    const input = find<HTMLInputElement>(toggle, 'input')
    input.id = `answers-${id}`
    input.value = id
    const list = find(room, '[data-toggles]')
    list.insertBefore(toggle, list.children[before] ?? null)
    ;[...list.children].forEach((other, i) => {
      find(other, '.toggle-face').textContent = String(i + 1)
    })
    toggle.title = text
    find(toggle, '.sr-only').textContent = `${before + 1}: ${text}`
    find(room, '[data-empty]').hidden = true
    if (form) form.hidden = false
    for (const fieldset of form?.querySelectorAll('fieldset') ?? []) fieldset.hidden = false
    show(before)
    return (words: string) => {
      note.textContent = words
    }
  }

  const current = () => cards()[at]
  show(at)
  return { step, toggle, addSuggestion, addCard, current, isEmpty: () => cards().length === 0 }
}

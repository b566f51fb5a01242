// The cards on the wall: which one is shown, and which ones a suggestion answers.
const find = <E extends HTMLElement>(within: ParentNode, selector: string) => {
  const found = within.querySelector<E>(selector)
  if (!found) throw new Error(`the room has no ${selector}`)
  return found
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

  /** The choice of cards that a suggestion answers begins anew, unless the card `stays`. */
  function show(index: number, stays = false) {
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
      const isOwn = toggle.value === card.dataset.card
      toggle.checked = isOwn || (stays && toggle.checked)
      toggle.disabled = isOwn
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

  /** The cards were printed anew: the one that was shown stays, wherever it stands now. */
  function refresh(card: string | undefined, focus: boolean) {
    const index = cards().findIndex(({ dataset }) => dataset.card === card)
    const none = cards().length === 0
    find(room, '[data-empty]').hidden = !none
    for (const part of form ? [form, ...form.querySelectorAll('fieldset')] : []) part.hidden = none
    if (none) return
    const stays = index !== -1 && !focus
    show(index === -1 ? Math.min(at, cards().length - 1) : index, stays)
  }

  const current = () => cards()[at]
  show(at)
  return { step, toggle, refresh, current, isEmpty: () => cards().length === 0 }
}

// Which focus points a suggestion answers, chosen on the purple cards themselves: while one chooses, every card of the theme
// is one large button. The number toggles in the suggestion go on working and always say the same.
import { button, element } from './element.ts'

type Around = {
  /** The suggestion that is being written at the foot of its box, once it has a letter. */
  freshOf: (box: 'yellow') => string | null
}

const cards = () => [...document.querySelectorAll<HTMLElement>('#box-purple .point-list > .point-row')]
const cardButton = (row: HTMLElement) => row.querySelector<HTMLButtonElement>(':scope > [data-added]')

export function startChoosing({ freshOf }: Around) {
  /** The form of the suggestion, and its id as a point where it has one. */
  let chosen: { form: string; pointId: string | null } | null = null
  let bar: { root: HTMLElement; count: HTMLElement } | null = null

  /** The form; a new suggestion that was left stands in the list meanwhile. */
  function formNow() {
    if (!chosen) return null
    if (chosen.form === 'new-yellow') chosen.pointId ??= freshOf('yellow')
    const listed = chosen.pointId && document.getElementById(`point-${chosen.pointId}`)
    return (listed || document.getElementById(chosen.form)) as HTMLFormElement | null
  }

  const toggleOf = (form: HTMLElement | null, card: string) =>
    form?.querySelector<HTMLInputElement>(`[name="answers"][value="${CSS.escape(card)}"]`) ?? null

  function toggle(card: string) {
    const box = toggleOf(formNow(), card)
    if (!box) return
    box.checked = !box.checked
    box.dispatchEvent(new Event('change', { bubbles: true }))
    refresh()
  }

  function addButton(row: HTMLElement) {
    const made = element(
      'button',
      { type: 'button', class: 'card-choice', 'data-added': '', click: () => toggle(row.dataset.key ?? '') },
      element('span', { class: 'card-choice-face', 'aria-hidden': 'true' }),
      element('span', { class: 'sr-only' }),
    )
    row.append(made)
    return made
  }

  /** Makes the cards say what the suggestion's toggles say. */
  function refresh() {
    if (!chosen) return
    const form = formNow()
    if (!form || cards().length === 0) return end()
    let count = 0
    for (const row of cards()) {
      const box = toggleOf(form, row.dataset.key ?? '')
      const card = cardButton(row) ?? addButton(row)
      const [face, name] = card.children
      if (box?.checked) count += 1
      card.setAttribute('aria-pressed', String(box?.checked ?? false))
      if (face) face.textContent = box?.checked ? 'Valgt' : 'Vælg'
      const words = row.querySelector('.number')?.textContent ?? ''
      if (name) name.textContent = `${words}: ${box?.closest('label')?.title ?? ''}`
      row.querySelector('form')?.toggleAttribute('inert', true)
    }
    if (bar) bar.count.textContent = count === 1 ? '1 valgt' : `${count} valgt`
  }

  function begin(form: HTMLFormElement) {
    end()
    const id = form.id.startsWith('point-') ? form.id.slice('point-'.length) : null
    chosen = { form: form.id, pointId: id }
    const count = element('strong', { role: 'status' })
    const words = element('p', {}, 'Vælg de fokuspunkter, forslaget svarer på. ', count)
    const root = element('div', { class: 'choose-bar', role: 'group', 'aria-label': 'Vælg fokuspunkter' }, words)
    root.append(button('Færdig', () => leave(), 'primary'))
    bar = { root, count }
    document.body.append(root)
    document.documentElement.classList.add('is-choosing')
    refresh()
    const [first] = cards()
    first?.scrollIntoView({ block: 'nearest' })
    if (first) cardButton(first)?.focus()
  }

  function end() {
    chosen = null
    bar?.root.remove()
    bar = null
    document.documentElement.classList.remove('is-choosing')
    for (const row of cards()) {
      cardButton(row)?.remove()
      row.querySelector('form')?.toggleAttribute('inert', false)
    }
  }

  /** Back to the suggestion. */
  function leave() {
    const form = formNow()
    end()
    form?.querySelector<HTMLElement>('[data-choose]')?.focus()
  }

  document.addEventListener('click', ({ target }) => {
    const form = target instanceof Element && target.closest('[data-choose]')?.closest('form')
    if (form) begin(form)
  })
  document.addEventListener('change', () => refresh())
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || !chosen || event.defaultPrevented) return
    event.preventDefault()
    leave()
  })
  return { refresh }
}

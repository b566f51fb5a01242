// The proof-reader's panel keeps up with what is saved, quietly: never while the person is in it, and a screen reader hears
// only of another count. Warnings are answered in place.
const PAUSE = 600

const panelOf = () => document.querySelector<HTMLElement>('[data-proof]')

async function fetchPanel(address: string): Promise<HTMLElement | null> {
  const answer = await fetch(address, { signal: AbortSignal.timeout(15_000) }).catch(() => null)
  if (!answer?.ok) return null
  const text = await answer.text().catch(() => '')
  return new DOMParser().parseFromString(text, 'text/html').querySelector<HTMLElement>('[data-proof]')
}

/** Whether the person is reading or answering in the panel. */
const isIn = (panel: HTMLElement) =>
  panel.contains(document.activeElement) || (matchMedia('(hover: hover)').matches && panel.matches(':hover'))

/** An answer that was begun and not sent. */
const hasDraft = (panel: HTMLElement) =>
  [...panel.querySelectorAll<HTMLInputElement>('[data-answer] [name="reason"]')].some(
    field => field.value !== field.defaultValue,
  )

function show(panel: HTMLElement, next: HTMLElement) {
  const [body, fresh] = [panel, next].map(it => it.querySelector<HTMLElement>('[data-proof-body]'))
  const count = next.querySelector('[data-proof-count]')?.textContent ?? ''
  const isOpen = next.querySelector('.proof-count-open') !== null
  for (const place of document.querySelectorAll('[data-proof-count]')) {
    if (place.textContent !== count) place.textContent = count
    place.classList.toggle('proof-count-open', isOpen && panel.contains(place))
  }
  const said = panel.querySelector('[data-proof-said]')
  const words = `Korrektur: ${count}`
  if (said && said.textContent !== words) said.textContent = words
  if (!body || !fresh || body.innerHTML === fresh.innerHTML) return
  const open = [...body.querySelectorAll<HTMLDetailsElement>('details[open]')].map(it => it.id)
  const { scrollTop } = panel
  body.replaceChildren(...document.adoptNode(fresh).childNodes)
  for (const id of open) if (id) body.querySelector(`#${CSS.escape(id)}`)?.setAttribute('open', '')
  panel.scrollTop = scrollTop
}

function showError(form: HTMLFormElement, words: string) {
  const group = form.querySelector('.form-group')
  const message = group?.querySelector('.form-error-message') ?? document.createElement('span')
  message.className = 'form-error-message'
  message.setAttribute('role', 'alert')
  message.textContent = words
  group?.classList.add('form-error')
  if (!message.isConnected) group?.append(message)
  form.querySelector<HTMLInputElement>('[name="reason"]')?.focus()
}

/** Sends an answer; what is wrong with it, or null when it is saved. */
async function send(form: HTMLFormElement): Promise<string | null> {
  const answer = await fetch(form.dataset.answer ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ reason: form.querySelector<HTMLInputElement>('[name="reason"]')?.value ?? '' }),
    signal: AbortSignal.timeout(15_000),
  }).catch(() => null)
  if (!answer) return 'Det lykkedes ikke. Tjek forbindelsen, og prøv igen.'
  // What is no longer found needs no answer.
  if (answer.ok || answer.status === 404) return null
  const { title, errors } = await answer.json().catch(() => ({}))
  if (answer.status === 422) return 'Skriv, hvorfor det skal stå, som det gør – højst 500 tegn.'
  return errors?.[0]?.message ?? title ?? 'Det lykkedes ikke. Prøv igen.'
}

/** Starts the panel, on pages that have one. */
export function startProof() {
  const panel = panelOf()
  if (!panel) return
  let timer = 0
  let waiting = false
  let asked = 0

  async function refresh({ anyway = false } = {}) {
    clearTimeout(timer)
    if (!panel) return
    waiting = true
    if (!anyway && (isIn(panel) || hasDraft(panel))) return
    const mine = ++asked
    const next = await fetchPanel(panel.dataset.proof ?? '')
    // A later question is under way, or the person came in meanwhile.
    if (mine !== asked || (!anyway && isIn(panel))) return
    waiting = false
    if (next) show(panel, next)
  }

  const later = () => {
    clearTimeout(timer)
    timer = window.setTimeout(refresh, PAUSE)
  }
  const left = () => waiting && later()

  // Every form says of itself that it is saved; a region that is shown anew had points made, moved or deleted.
  new MutationObserver(changes => {
    const saved = changes.some(({ target }) => (target as HTMLElement).dataset.saveState === 'saved')
    if (saved) later()
  }).observe(document.body, { subtree: true, attributeFilter: ['data-save-state'] })
  for (const region of document.querySelectorAll('.visit-main [data-region]'))
    new MutationObserver(later).observe(region, { childList: true })

  panel.addEventListener('focusout', event => {
    if (!(event.relatedTarget instanceof Node && panel.contains(event.relatedTarget))) left()
  })
  panel.addEventListener('mouseleave', left)
  panel.addEventListener('submit', event => {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || !form.dataset.answer) return
    event.preventDefault()
    void answer(form)
  })

  async function answer(form: HTMLFormElement) {
    const wrong = await send(form)
    if (wrong) return showError(form, wrong)
    const next = form.closest('li')?.nextElementSibling?.id
    await refresh({ anyway: true })
    // The form is gone: on to the next finding, or to the heading.
    const target = (next && document.getElementById(next)?.querySelector<HTMLElement>('a')) || null
    ;(target ?? panel?.querySelector<HTMLElement>('summary'))?.focus()
  }
}

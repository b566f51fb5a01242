// Commenting on a draft in hearing: what is marked in a text goes into the form, with the mouse, a finger or the keyboard;
// and what is being typed is kept until it is sent.

const KEPT = ['textKey', 'quote', 'quoteStart', 'body'] as const

const field = (form: HTMLFormElement, name: string) =>
  form.elements.namedItem(name) as HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement | null

const textOf = (key: string) =>
  [...document.querySelectorAll<HTMLElement>('[data-text-key]')].find(text => text.dataset.textKey === key)

const sentences = new Intl.Segmenter('da', { granularity: 'sentence' })

function choose(form: HTMLFormElement, key: string, quote: string, start: number) {
  const [textKey, quoted, quoteStart] = ['textKey', 'quote', 'quoteStart'].map(name => field(form, name))
  if (!textKey || !quoted || !quoteStart) return
  textKey.value = key
  quoted.value = quote
  quoteStart.value = String(start)
  offerSentences(form, key)
}

/** The sentences of the chosen text, for those who cannot mark with a pointer. */
function offerSentences(form: HTMLFormElement, key: string) {
  const group = form.querySelector<HTMLElement>('[data-sentences]')
  const select = group?.querySelector('select')
  if (!group || !select) return
  const text = textOf(key)?.innerText ?? ''
  const found = [...sentences.segment(text)].filter(({ segment }) => segment.trim() !== '')
  const option = (value: string, words: string, start: number) => {
    const made = new Option(words, value)
    made.dataset.start = String(start)
    return made
  }
  const shorten = (words: string) => (words.length > 90 ? `${words.slice(0, 88)} …` : words)
  select.replaceChildren(
    option('', 'Hele teksten', 0),
    ...found.map(({ segment, index }) => option(segment.trim(), shorten(segment.trim()), index)),
  )
  group.hidden = found.length === 0
}

/** What is marked, when it lies inside one text of the draft. */
function marked(): { key: string; quote: string; start: number; place: DOMRect } | null {
  const selection = getSelection()
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null
  const range = selection.getRangeAt(0)
  const { commonAncestorContainer: within } = range
  const text = (within instanceof Element ? within : within.parentElement)?.closest<HTMLElement>('[data-text-key]')
  const quote = selection.toString().trim()
  if (!text || quote === '') return null
  const before = document.createRange()
  before.selectNodeContents(text)
  before.setEnd(range.startContainer, range.startOffset)
  return {
    key: text.dataset.textKey ?? '',
    quote,
    start: before.toString().length,
    place: range.getBoundingClientRect(),
  }
}

function startMarking(form: HTMLFormElement) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'button button-primary mark-button'
  button.textContent = 'Skriv bemærkning til det markerede'
  button.hidden = true
  document.body.append(button)
  let chosen: ReturnType<typeof marked> = null

  document.addEventListener('selectionchange', () => {
    chosen = marked()
    button.hidden = chosen === null
    if (!chosen) return
    const { place } = chosen
    const left = Math.min(Math.max(8, place.left), innerWidth - button.offsetWidth - 8)
    button.style.setProperty('top', `${scrollY + place.bottom + 8}px`)
    button.style.setProperty('left', `${left}px`)
  })
  // Pressing a button must not let go of what is marked.
  button.addEventListener('pointerdown', event => event.preventDefault())
  button.addEventListener('click', () => {
    if (!chosen) return
    choose(form, chosen.key, chosen.quote, chosen.start)
    getSelection()?.removeAllRanges()
    comment(form)
  })
}

function comment(form: HTMLFormElement) {
  form.closest('section')?.scrollIntoView({ block: 'nearest' })
  field(form, 'body')?.focus()
}

// A tab's own memory: it is gone when the tab is.
function keepTyped(form: HTMLFormElement) {
  const place = `comment ${location.pathname}`
  const isEmpty = KEPT.every(name => ['', '0'].includes(field(form, name)?.value ?? ''))
  const kept = sessionStorage.getItem(place)
  if (kept && isEmpty) {
    const values = JSON.parse(kept) as Record<string, string>
    for (const name of KEPT) {
      const control = field(form, name)
      if (control) control.value = values[name] ?? ''
    }
  }
  const keep = () => {
    const values = Object.fromEntries(KEPT.map(name => [name, field(form, name)?.value ?? '']))
    sessionStorage.setItem(place, JSON.stringify(values))
  }
  form.addEventListener('input', keep)
  // Sent: the server gives it back should it refuse.
  form.addEventListener('submit', () => sessionStorage.removeItem(place))
}

/** Follows the form for comments, where there is one. */
export function startHearing() {
  const form = document.querySelector<HTMLFormElement>('form[data-comment-form]')
  if (!form) return
  keepTyped(form)
  startMarking(form)
  const key = field(form, 'textKey')
  if (key?.value) offerSentences(form, key.value)
  key?.addEventListener('change', () => choose(form, key.value, '', 0))
  form.querySelector<HTMLSelectElement>('[data-sentences] select')?.addEventListener('change', event => {
    const select = event.target as HTMLSelectElement
    const [quote, start] = [field(form, 'quote'), field(form, 'quoteStart')]
    if (quote) quote.value = select.value
    if (start) start.value = select.selectedOptions[0]?.dataset.start ?? '0'
    form.dispatchEvent(new Event('input'))
  })
  for (const link of document.querySelectorAll<HTMLAnchorElement>('[data-comment-on]'))
    link.addEventListener('click', event => {
      event.preventDefault()
      choose(form, link.dataset.commentOn ?? '', '', 0)
      comment(form)
    })
}

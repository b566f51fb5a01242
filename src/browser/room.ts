// The screen on the wall: keys, clicker and finger turn the cards, and what is typed shows at once and is sent.
import { createDeck } from './room-deck.ts'
import { type Change, type Sending, startSending } from './room-sending.ts'
import { sendingInWords } from './room-words.ts'

const SWIPE = 60

const isField = (target: EventTarget | null): target is HTMLInputElement =>
  (target instanceof HTMLInputElement && target.type !== 'checkbox') || target instanceof HTMLSelectElement

const digitOf = ({ code }: KeyboardEvent) => Number(/^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1] ?? 0)

/** Starts the room, on its page. */
export function startRoom() {
  const room = document.querySelector<HTMLElement>('[data-room]')
  if (!room) return
  const deck = createDeck(room)
  const field = room.querySelector<HTMLInputElement>('#suggestion')
  const leave = () => location.assign(room.querySelector<HTMLAnchorElement>('[data-leave]')?.href ?? '/')
  const send = startSending(room.dataset.room ?? '', sending => tell(room, sending))

  function post(change: Change, note: (words: string) => void) {
    void send(change).then(outcome => note(outcome.done ? '' : `Ikke gemt. ${outcome.why}`))
  }

  function suggest(form: HTMLFormElement) {
    const body = field?.value.trim() ?? ''
    const card = deck.current()
    if (!field || !card || body === '') return field?.focus()
    const others = [...form.querySelectorAll<HTMLInputElement>('[name="answers"]:checked:not(:disabled)')]
    const answers = [card.dataset.card ?? '', ...others.map(({ value }) => value)]
    const point = { id: crypto.randomUUID(), theme: card.dataset.theme ?? '', box: 'yellow' as const, body }
    post({ kind: 'createPoint', point: { ...point, answers, saidOnTheDay: true } }, deck.addSuggestion(body, answers))
    field.value = ''
    for (const other of others) other.checked = false
    field.focus()
  }

  function addFocusPoint(form: HTMLFormElement) {
    const [input, select] = [
      form.querySelector<HTMLInputElement>('[name="body"]'),
      form.querySelector<HTMLSelectElement>('[name="theme"]'),
    ]
    const body = input?.value.trim() ?? ''
    if (!input || !select || body === '') return input?.focus()
    const keys = [...select.options].map(({ value }) => value)
    const name = select.selectedOptions[0]?.textContent.replace(/^[^:]*:\s*/, '') ?? ''
    const point = { id: crypto.randomUUID(), theme: select.value, box: 'purple' as const, body }
    const note = deck.addCard(point.id, body, { key: select.value, name, keys })
    post({ kind: 'createPoint', point: { ...point, source: 'discussion', saidOnTheDay: true } }, note)
    input.value = ''
    form.closest('details')?.removeAttribute('open')
    field?.focus()
  }

  room.addEventListener('submit', event => {
    const form = event.target as HTMLFormElement
    event.preventDefault()
    if (form.matches('[data-suggest]')) suggest(form)
    else addFocusPoint(form)
  })

  document.addEventListener('keydown', event => {
    const { key, target } = event
    if (event.ctrlKey || event.metaKey) return
    const busy = isField(target) && (target instanceof HTMLSelectElement || target.value !== '')
    const turns = { PageDown: 1, PageUp: -1, ...(!busy && !event.altKey && { ArrowRight: 1, ArrowLeft: -1 }) }
    const by = (turns as Record<string, number>)[key]
    const digit = event.altKey || !isField(target) ? digitOf(event) : 0
    if (by) deck.step(by)
    else if (digit) deck.toggle(digit)
    else if (key === 'Escape' && isField(target) && busy) target.blur()
    else if (key === 'Escape') leave()
    else if (key === 'Enter' && target === document.body) field?.focus()
    else return
    event.preventDefault()
  })

  let touched: Touch | undefined
  room.addEventListener('touchstart', event => {
    touched = event.touches.length === 1 ? event.touches[0] : undefined
  })
  room.addEventListener('touchend', event => {
    const end = event.changedTouches[0]
    if (!touched || !end || isField(event.target)) return
    const [across, down] = [end.clientX - touched.clientX, end.clientY - touched.clientY]
    if (Math.abs(across) > SWIPE && Math.abs(across) > 2 * Math.abs(down)) deck.step(across < 0 ? 1 : -1)
  })
  if (!deck.isEmpty()) field?.focus()
}

function tell(room: HTMLElement, sending: Sending) {
  const place = room.querySelector<HTMLElement>('[data-room-state]')
  if (!place) return
  const { words, trouble } = sendingInWords(sending)
  place.dataset.roomState = trouble ? 'trouble' : ''
  if (place.textContent !== words) place.textContent = words
}

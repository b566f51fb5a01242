// The screen on the wall: keys, clicker and finger turn the cards, and what is typed shows at once and is sent.
import { writeText } from '../../text/shared-text.ts'
import { pointText } from '../../text/text.ts'
import type { Owner } from '../store/database.ts'
import type { Records } from '../store/records.ts'
import type { Change } from '../sync/change.ts'
import { type Desk, openDesk } from '../sync/desk.ts'
import { type Overall, overallInWords } from '../sync/words.ts'
import { morph } from './morph.ts'
import { createDeck } from './room-deck.ts'
import { askAgain, keepInTouch } from './touch.ts'
import { printRoom } from './visit-pages.ts'

const SWIPE = 60

const isField = (target: EventTarget | null): target is HTMLInputElement =>
  (target instanceof HTMLInputElement && target.type !== 'checkbox') || target instanceof HTMLSelectElement

const digitOf = ({ code }: KeyboardEvent) => Number(/^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1] ?? 0)

type Device = { owner: Owner; records: Records; destroy: (byServer: boolean) => void }

/** Starts the room, on its page. */
export async function startRoomPage(room: HTMLElement, { owner, records, destroy }: Device) {
  const visitId = room.dataset.room ?? ''
  const deck = createDeck(room)
  const field = room.querySelector<HTMLInputElement>('#suggestion')
  const leave = () => location.assign(room.querySelector<HTMLAnchorElement>('[data-leave]')?.href ?? '/')
  const refused = new Map<string, string>()
  let timer = 0
  // The desk speaks before it is ours.
  const sayLater = () => void setTimeout(() => tell(room, desk.overall()))

  const desk: Desk = await openDesk({
    visitId,
    owner,
    records,
    on: {
      shown: () => {
        clearTimeout(timer)
        timer = window.setTimeout(print, 30)
      },
      said: sayLater,
      lost: () => {},
      refused(change, why) {
        if (change.kind === 'createPoint') refused.set(change.point.id, why)
        complain()
      },
      loggedOut: () => askAgain(desk),
      // Nothing is said on the wall; what waits goes on waiting.
      outdated() {},
      destroyed: destroy,
    },
  })

  /** Prints the cards and what may be answered from what stands on the device; `card` is to be shown. */
  function print(card?: string) {
    const copy = desk.shown()
    if (!copy) return
    const current = card ?? deck.current()?.dataset.card
    const names = new Map(copy.people.map(({ id, name }) => [id, name]))
    const printed = new DOMParser().parseFromString(printRoom({ ...copy, names }, current), 'text/html')
    for (const selector of ['[data-deck]', '[data-toggles]']) {
      const [region, next] = [room.querySelector<HTMLElement>(selector), printed.querySelector<HTMLElement>(selector)]
      if (region && next) morph(region, next)
    }
    deck.refresh(current, card !== undefined)
    complain()
  }

  /** What the server would not take is said for as long as the screen is open; the words stand on the device. */
  function complain() {
    const place = room.querySelector<HTMLElement>('[data-room-refused]')
    const why = [...refused].map(([id, words]) => `»${desk.says(`point/${id}`).body}« er ikke gemt. ${words}`).join(' ')
    if (place && place.textContent !== why) place.textContent = why
  }

  type Fresh = Extract<Change, { kind: 'createPoint' }>['point']
  const create = (point: Fresh, body: string) =>
    void desk.change([{ id: crypto.randomUUID(), kind: 'createPoint', point }], () =>
      writeText(desk.open(pointText(point.id)), { body }),
    )

  function suggest(form: HTMLFormElement) {
    const body = field?.value.trim() ?? ''
    const card = deck.current()
    if (!field || !card || body === '') return field?.focus()
    const others = [...form.querySelectorAll<HTMLInputElement>('[name="answers"]:checked:not(:disabled)')]
    const answers = [card.dataset.card ?? '', ...others.map(({ value }) => value)]
    const place = { id: crypto.randomUUID(), theme: card.dataset.theme ?? '', box: 'yellow' as const }
    create({ ...place, answers, saidOnTheDay: true }, body)
    print()
    ;[...card.querySelectorAll('.room-suggestion')].at(-1)?.scrollIntoView({ block: 'nearest' })
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
    const id = crypto.randomUUID()
    create({ id, theme: select.value, box: 'purple', source: 'discussion', saidOnTheDay: true }, body)
    print(id)
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
  keepInTouch(desk)
  if (!deck.isEmpty()) field?.focus()
  print()
  tell(room, desk.overall())
  return { desk }
}

function tell(room: HTMLElement, overall: Overall | undefined) {
  const place = room.querySelector<HTMLElement>('[data-room-state]')
  if (!place || !overall) return
  place.dataset.roomState = overall.waiting > 0 && overall.connection !== 'online' ? 'trouble' : ''
  const words = overallInWords(overall)
  if (place.textContent !== words) place.textContent = words
}

// The page of a visit that is written: its fields become shared texts, what is pressed becomes changes, and what anybody
// changes is printed anew. Works the same with and without a network.

import { danishDay } from '../../lib/danish-date.ts'
import type { Places } from '../../text/reference-words.ts'
import { numbered } from '../../visit/box.ts'
import { may, WHY_NOT } from '../../visit/visit.rules.ts'
import type { Visit } from '../../visit/visit.schema.ts'
import { whenLetGo } from '../let-go.ts'
import type { Owner } from '../store/database.ts'
import type { Records } from '../store/records.ts'
import { type Desk, type Lost, openDesk } from '../sync/desk.ts'
import { SAID_EVERY } from '../sync/presence.ts'
import { restoreRevision } from '../sync/protocol.ts'
import { showStates } from './bar.ts'
import { type Bound, bindText } from './bind.ts'
import { startChoosing } from './choose.ts'
import { listenOnFacts } from './facts.ts'
import { watchGone } from './gone.ts'
import { morph } from './morph.ts'
import { tellOutdated } from './newer.ts'
import { listenOnNotes } from './notes.ts'
import { tell, untell } from './notice.ts'
import { createPoints } from './points.ts'
import { listenOnPage } from './presses.ts'
import { rescuedOf, rescueOthers, rescuePage, saveFile, withoutCopy } from './rescue.ts'
import { listenOnRestores } from './restores.ts'
import { askAgain, keepInTouch } from './touch.ts'
import { printPart, type Source } from './visit-pages.ts'

type Box = Visit['points'][number]['box']

/** Printed anew so long after the last of several changes … */
const PAUSE = 60
/** … and so long after somebody has stopped typing, because headings stand elsewhere, too. */
const TYPING_PAUSE = 1_500

const BEGINNING = 3_000

/** A deleted or moved point, as its box tells of it. */
type Happened = { box: Box; text: string; pointId: string | null; href: string | null }

export async function startVisitPage(
  frame: HTMLElement,
  { owner, records, destroy }: { owner: Owner; records: Records; destroy: (byServer: boolean) => void },
) {
  const visitId = frame.dataset.visit ?? ''
  const part = location.pathname.slice(`/visit/${visitId}`.length + 1)
  const query = new URLSearchParams(location.search)
  const theme = /^theme\/(.+)$/.exec(part)?.[1] ?? null
  let bound: Bound[] = []
  let happened: Happened | null = null
  /** The points that are being written at the foot of a box, by box: they are not in the list yet. */
  const fresh = new Map<Box, string>()
  let timer = 0

  const desk: Desk = await openDesk({
    visitId,
    owner,
    records,
    on: {
      shown: () => printSoon(PAUSE),
      said: saySoon,
      lost: tellLost,
      refused: (_change, why) => tell('refused', `Det blev ikke gjort. ${why}`),
      loggedOut: () => askAgain(desk),
      outdated: tellOutdated,
      destroyed: destroy,
    },
  })
  const points = createPoints(desk)
  const tellGone = watchGone(desk, points)

  function source(): Source | null {
    const copy = desk.shown()
    if (!copy) return null
    const hidden = new Set(fresh.values())
    // A text that is an editor here is not printed; its first words are, where others name it.
    const short = (body: string, text: string) => (theme !== null && desk.has(text) ? body.slice(0, BEGINNING) : body)
    const listed = copy.visit.points.filter(({ id }) => !hidden.has(id))
    const points = listed.map(point => ({ ...point, body: short(point.body, `point/${point.id}`) }))
    const visit = { ...copy.visit, points }
    const names = new Map(copy.people.map(({ id, name }) => [id, name]))
    const { user, tilbud, model, possible, notes } = copy
    return { user, visit, tilbud, model, names, possible, notes, ...desk.past() }
  }

  let saying = 0
  function saySoon() {
    if (saying === 0)
      saying = requestAnimationFrame(() => {
        saying = 0
        showStates(desk, [...bound, ...facts.stated()])
      })
  }

  /** What may be referred to in a text. */
  function places(): Places {
    const { visit, model } = desk.shown() ?? {}
    if (!visit || !model) return { themes: [], points: [] }
    const all = numbered(
      visit.points,
      model.themes.map(({ key }) => key),
    )
    return {
      themes: model.themes,
      points: all.flatMap(({ id, theme, number, heading, body }) =>
        number === null ? [] : [{ id, theme, number, heading: heading ?? body.slice(0, 60) }],
      ),
    }
  }

  function printSoon(pause: number) {
    clearTimeout(timer)
    timer = window.setTimeout(() => whenLetGo(print), pause)
  }

  /** Prints the page's regions from what stands on the device, and leaves what somebody is writing in. */
  function print() {
    const from = source()
    // What the server has just printed is newer than what lies here: that it was published meanwhile, perhaps.
    if (!from || from.visit.version < Number(frame.dataset.version)) return
    if (!may(from.user, 'write', from.visit) && document.querySelector('[data-text], #facts-form'))
      return closed(from.visit)
    untell('closed')
    const page = printPart({ ...from, notice: noticeOf(), sorted: notes.sorted() }, part, query)
    if (!page) return
    tellGone(bound)
    const printed = new DOMParser().parseFromString(page.body, 'text/html')
    for (const region of document.querySelectorAll<HTMLElement>('[data-region]')) {
      if (region.dataset.region === 'facts') {
        if (!facts.isLeft()) continue
        facts.printed()
      }
      const next = printed.querySelector<HTMLElement>(`[data-region="${region.dataset.region}"]`)
      if (next) morph(region, next)
    }
    bind()
    for (const { editor } of bound) editor.refresh()
    choosing.refresh()
    showStates(desk, [...bound, ...facts.stated()])
  }

  const noticeOf = () =>
    happened && { box: happened.box, text: happened.text, undo: happened.pointId && '#', href: happened.href }

  /** What is being written is not taken away; it waits until the visit is open again. */
  function closed({ status }: Visit) {
    tell('closed', `${WHY_NOT[status]} Det, du har skrevet her, bliver stående.`, [
      { text: 'Genindlæs siden', choose: () => location.reload() },
    ])
    showStates(desk, [...bound, ...facts.stated()])
  }

  /** Binds every field whose text has come. */
  function bind() {
    bound = bound.filter(({ host, end }) => {
      if (host.isConnected) return true
      end()
      return false
    })
    const done = new Set(bound.map(({ host }) => host))
    for (const host of document.querySelectorAll<HTMLElement>('[data-text]')) {
      const text = host.dataset.text ?? ''
      if (!done.has(host) && desk.has(text)) bound.push(bindText(host, text, desk.open(text), places))
    }
    for (const host of document.querySelectorAll<HTMLElement>('[data-text-new]')) if (!done.has(host)) bindFresh(host)
  }

  /** The empty point at the foot of a box gets its document at once, and is created with its first letter. */
  function bindFresh(host: HTMLElement) {
    const form = host.closest('form')
    const { box, theme: key } = form?.dataset ?? {}
    if (!form || !box || !key) return
    const id = crypto.randomUUID()
    const text = `point/${id}`
    const doc = desk.openFresh(text, () => {
      fresh.set(box as Box, id)
      const answers = [...form.querySelectorAll<HTMLInputElement>('[name="answers"]:checked')].map(({ value }) => value)
      void points.create(id, key, box as Box, answers)
    })
    form.dataset.point = id
    bound.push(bindText(host, text, doc, places))
  }

  /** The new point takes its place in the list, and the foot of the box is empty again. */
  function settleFresh(box: Box) {
    const id = fresh.get(box)
    const host = document.querySelector<HTMLElement>(`#new-${box} [data-text-new]`)
    if (!id || !host) return false
    fresh.delete(box)
    const at = bound.findIndex(one => one.host === host)
    bound.splice(at, 1)[0]?.end()
    for (const toggle of host.closest('form')?.querySelectorAll<HTMLInputElement>('[name="answers"]') ?? [])
      toggle.checked = false
    print()
    return true
  }

  function tellLost({ text, words, byName, revisionId }: Lost) {
    if (!revisionId && words.trim().length < 12) return
    const who = byName ?? 'En kollega'
    const back = () => {
      if (revisionId) void restoreRevision(visitId, revisionId).then(() => desk.retry())
      else desk.append(text, words)
    }
    tell(`lost-${text}`, `${who} har slettet noget af det, du skrev${placeOf(text)}.`, [{ text: 'Hent det tilbage', choose: back }], words) // biome-ignore format: one line
  }

  function placeOf(text: string) {
    const point = points.find(text.split('/')[1] ?? '')
    return point ? ` i tema ${point.theme}` : ''
  }

  const happen = (next: Happened | null) => {
    happened = next
    print()
  }

  const facts = listenOnFacts(desk, { said: saySoon, left: () => printSoon(PAUSE) })
  const notes = listenOnNotes({
    points,
    isShared: form => bound.some(({ host }) => form.contains(host)),
    print: () => print(),
  })
  listenOnRestores(desk)
  const choosing = startChoosing({ freshOf: box => fresh.get(box) ?? null })

  listenOnPage({
    points,
    happen,
    settleFresh,
    freshOf: box => fresh.get(box) ?? null,
    editorOf: id => bound.find(({ text }) => text === `point/${id}`)?.editor,
  })

  // Where one is, for the colleagues: told when it changes, and again while one is there.
  let here = ''
  const sayHere = (again = false) => {
    const focused = document.activeElement?.closest<HTMLElement>('[data-text]')?.dataset.text ?? null
    const now = document.visibilityState === 'visible' ? JSON.stringify([theme, focused]) : '[null,null]'
    if (!again && now === here) return
    here = now
    const [at, text] = JSON.parse(now) as [string | null, string | null]
    void desk.here(at, text)
  }
  document.addEventListener('focusin', () => sayHere())
  document.addEventListener('focusout', () => setTimeout(sayHere, 50))
  setInterval(() => document.visibilityState === 'visible' && sayHere(true), SAID_EVERY)

  document.addEventListener('input', () => printSoon(TYPING_PAUSE))
  keepInTouch(desk, sayHere)

  document.querySelector('[data-rescue]')?.addEventListener('click', async () => {
    const copy = desk.shown()
    const here = copy ? rescuedOf(copy, desk) : withoutCopy(document.title, desk)
    const others = await rescueOthers(records, visitId).catch(() => [])
    saveFile(`Redningsfil ${danishDay(new Date())}.html`, rescuePage([here, ...others], new Date()))
  })

  showCurrentPart()
  bind()
  print()
  sayHere()
  return { desk }
}

/** On a low screen the list of parts scrolls: the one that is open is to be seen. */
function showCurrentPart() {
  const nav = document.querySelector<HTMLElement>('.visit-nav')
  const current = nav?.querySelector('[aria-current]')
  if (!nav || !current) return
  const below = current.getBoundingClientRect().bottom - nav.getBoundingClientRect().bottom
  if (below > 0) nav.scrollTop += below
}

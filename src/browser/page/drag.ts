// A point dragged by its handle with mouse, pen or finger: to another place in its box, into another box, or onto a theme.
// Begins on the handle only, so that selecting text stays selecting text. With keys: Alt+Shift+arrows, or arrows on the handle.
import type { Point } from '../../visit/visit.schema.ts'
import { element } from './element.ts'

type Box = Point['box']
/** Where it is let go: after a point of a box (first after null), or on another theme. */
export type Landing = { box: Box; after: string | null } | { theme: string }
type Target = { landing: Landing; line: DOMRect | null; lit: Element | null }
type Around = { nameOf: (id: string) => string | null; land: (id: string, landing: Landing) => void }

/** So far the pointer moves before a press is a drag. */
const SLACK = 5
/** So near the edge the page scrolls, and so fast at the very edge, per frame. */
const EDGE = 90
const FASTEST = 18

const BOXES: readonly Box[] = ['grey', 'purple', 'yellow']
const within = ({ left, right, top, bottom }: DOMRect, x: number, y: number) =>
  x >= left && x <= right && y >= top && y <= bottom

/** The place between two rows where a point would come to stand; nothing where it stands already. */
function placeIn(box: HTMLElement, dragged: HTMLElement, y: number): Target {
  const rows = [...box.querySelectorAll<HTMLElement>('.point-list > .point-row')]
  const others = rows.filter(row => row !== dragged)
  const above = others.filter(row => {
    const { top, height } = row.getBoundingClientRect()
    return top + height / 2 < y
  })
  const [last, next] = [above.at(-1), others[above.length]]
  const frame = box.getBoundingClientRect()
  const head = box.querySelector('.box-heading')?.getBoundingClientRect()
  const at = last?.getBoundingClientRect().bottom ?? next?.getBoundingClientRect().top ?? (head ?? frame).bottom + 6
  const landing = { box: box.id.slice('box-'.length) as Box, after: last?.dataset.key ?? null }
  return { landing, line: new DOMRect(frame.left + 12, at - 2, frame.width - 24, 4), lit: box }
}

function targetAt(x: number, y: number, dragged: HTMLElement): Target | null {
  const link = document.elementsFromPoint(x, y).find(it => it.matches('.visit-theme, [data-drop-theme]'))
  if (link) {
    const theme = link.getAttribute('data-drop-theme') ?? link.getAttribute('href')?.split('/').at(-1) ?? ''
    return link.getAttribute('aria-current') ? null : { landing: { theme }, line: null, lit: link }
  }
  for (const color of BOXES) {
    const box = document.getElementById(`box-${color}`)
    if (box && within(box.getBoundingClientRect(), x, y)) return placeIn(box, dragged, y)
  }
  return null
}

/** Where the themes are not beside the boxes they come to the foot of the screen while something is dragged. */
function themeTray() {
  const links = [...document.querySelectorAll<HTMLElement>('.visit-theme:not([aria-current])')]
  const keys = links.flatMap(link => link.getAttribute('href')?.split('/').at(-1) ?? [])
  const places = keys.map(key => element('span', { 'data-drop-theme': key }, key))
  return element('div', { class: 'drag-tray', 'aria-hidden': 'true' }, element('span', {}, 'Til tema'), ...places)
}

function lift(row: HTMLElement, name: string) {
  const ghost = element('div', { class: 'drag-ghost', 'aria-hidden': 'true' }, name)
  const line = element('div', { class: 'drag-line', 'aria-hidden': 'true' })
  const tray = themeTray()
  let target: Target | null = null
  row.classList.add('point-lifted')
  document.documentElement.classList.add('is-dragging')
  document.body.append(tray, line, ghost)

  return {
    show(x: number, y: number) {
      target?.lit?.classList.remove('drop-here')
      target = targetAt(x, y, row)
      target?.lit?.classList.add('drop-here')
      ghost.style.transform = `translate(${Math.min(x + 14, innerWidth - ghost.offsetWidth - 8)}px, ${y + 14}px)`
      line.hidden = !target?.line
      if (target?.line) {
        line.style.transform = `translate(${target.line.left}px, ${target.line.top}px)`
        line.style.width = `${target.line.width}px`
      }
    },
    /** How far from the foot of the screen the tray begins. */
    foot: () => (tray.offsetHeight > 0 ? innerHeight - tray.getBoundingClientRect().top : 0),
    end() {
      target?.lit?.classList.remove('drop-here')
      row.classList.remove('point-lifted')
      document.documentElement.classList.remove('is-dragging')
      for (const part of [tray, line, ghost]) part.remove()
      return target?.landing ?? null
    },
  }
}

/** How far the page scrolls in a frame with the pointer at this height. */
function scrollStep(y: number, height: number, foot: number): number {
  const [above, below] = [EDGE - y, y - (height - foot - EDGE)]
  // On the tray itself one is choosing a theme.
  if (foot > 0 && y > height - foot) return 0
  const near = Math.min(Math.max(above, below, 0) / EDGE, 1)
  return Math.round(near * FASTEST) * (above > below ? -1 : 1)
}

export function startDragging({ nameOf, land }: Around) {
  let wasDragged = false

  document.addEventListener('pointerdown', event => {
    const grip = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-grip]') : null
    const row = grip?.closest<HTMLElement>('.point-row')
    const id = row?.dataset.key
    const name = id && nameOf(id)
    wasDragged = false
    if (!grip || !row || !id || !name || event.button !== 0 || !event.isPrimary) return
    follow(event, grip, row, { id, name })
  })
  // A drag ends with a click on the handle, which is none.
  document.addEventListener(
    'click',
    event => {
      if (wasDragged && event.target instanceof Element && event.target.closest('[data-grip]')) event.stopPropagation()
      wasDragged = false
    },
    true,
  )

  function follow(
    start: PointerEvent,
    grip: HTMLElement,
    row: HTMLElement,
    { id, name }: { id: string; name: string },
  ) {
    let [x, y] = [start.clientX, start.clientY]
    let lifted: ReturnType<typeof lift> | null = null
    let frame = 0
    const listening = new AbortController()
    const { signal } = listening
    grip.setPointerCapture(start.pointerId)

    const keepScrolling = () => {
      if (!lifted) return
      const step = scrollStep(y, innerHeight, lifted.foot())
      if (step !== 0) {
        window.scrollBy({ top: step, behavior: 'instant' })
        lifted.show(x, y)
      }
      frame = requestAnimationFrame(keepScrolling)
    }
    const end = (drops: boolean) => {
      listening.abort()
      cancelAnimationFrame(frame)
      const landing = lifted?.end()
      if (drops && landing) land(id, landing)
    }
    grip.addEventListener(
      'pointermove',
      event => {
        ;[x, y] = [event.clientX, event.clientY]
        if (!lifted) {
          if (Math.hypot(x - start.clientX, y - start.clientY) < SLACK) return
          lifted = lift(row, name)
          wasDragged = true
          frame = requestAnimationFrame(keepScrolling)
        }
        lifted.show(x, y)
      },
      { signal },
    )
    grip.addEventListener('pointerup', () => end(true), { signal })
    for (const gone of ['pointercancel', 'lostpointercapture'] as const)
      grip.addEventListener(gone, () => end(false), { signal })
    document.addEventListener(
      'keydown',
      event => {
        if (event.key !== 'Escape' || !lifted) return
        event.preventDefault()
        event.stopPropagation()
        end(false)
      },
      { signal, capture: true },
    )
  }
}

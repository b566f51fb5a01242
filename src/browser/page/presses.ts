// What is pressed, ticked and chosen on a theme's page, and by which keys.

import { splitText } from '../../visit/structure.rules.ts'
import type { Point } from '../../visit/visit.schema.ts'
import type { Editor } from '../editor/editor.ts'
import { whenLetGo } from '../let-go.ts'
import { type Landing, startDragging } from './drag.ts'
import { tell } from './notice.ts'
import type { Points } from './points.ts'

type Box = Point['box']
type Happened = { box: Box; text: string; pointId: string | null; href: string | null }

type Page = {
  points: Points
  happen: (happened: Happened | null) => void
  /** Ends the new point of a box; false when nothing was written in it. */
  settleFresh: (box: Box) => boolean
  freshOf: (box: Box) => string | null
  editorOf: (id: string) => Editor | undefined
}

const pointOf = (target: EventTarget | null) => {
  const form = target instanceof Element ? target.closest<HTMLFormElement>('form.point-form') : null
  const id = form?.id.startsWith('point-') ? form.id.slice('point-'.length) : null
  return { form, id }
}

const named = ({ heading, body }: { heading: string | null; body: string }) => {
  const text = heading || body.replaceAll(/\s+/g, ' ').trim()
  return `»${text.length > 40 ? `${text.slice(0, 40).trimEnd()} …` : text || 'Tomt punkt'}«`
}

const focusBody = (form: string) =>
  document
    .querySelector<HTMLElement>(
      `#${form} .editor-field [contenteditable], #${form} .editor-field textarea, #${form} textarea[name="body"]`,
    )
    ?.focus()

export function listenOnPage({ points, happen, settleFresh, freshOf, editorOf }: Page) {
  let lastRemoved: string | null = null

  function remove(id: string) {
    const point = points.find(id)
    if (!point) return
    void points.remove(id)
    lastRemoved = id
    happen({ box: point.box, text: `${named(point)} er slettet.`, pointId: id, href: null })
    document.querySelector<HTMLElement>('.box-notice button')?.focus()
  }

  function moveChosen(form: HTMLFormElement, id: string) {
    const chosen = form.querySelector<HTMLSelectElement>('[name="place"]')?.value ?? ''
    const [theme = '', box = ''] = chosen.split('/')
    moveTo(id, theme, box as Box)
  }

  function moveTo(id: string, theme: string, box: Box) {
    const point = points.find(id)
    if (!point || (theme === point.theme && box === point.box)) return
    void points.moveTo(id, theme, box)
    if (theme === point.theme) return
    const href = `/visit/${point.visitId}/theme/${theme}#point-${id}`
    happen({ box: point.box, text: `${named(point)} er flyttet til tema ${theme}.`, pointId: null, href })
  }

  /** At the caret with the keys, and before the paragraph that was chosen with the button. */
  async function split(form: HTMLFormElement, id: string, atCaret: boolean) {
    const chosen = form.querySelector<HTMLSelectElement>('[name="paragraph"]')?.value ?? '2'
    const parts = atCaret ? editorOf(id)?.parts() : splitText(points.says(id), Number(chosen))
    const fresh = parts && (await points.split(id, parts.before, parts.after))
    if (!fresh)
      return tell('split', 'Sæt en tom linje i teksten, dér hvor det nye punkt skal begynde, og vælg »Del« igen.')
    setTimeout(() => focusBody(`point-${fresh}`), 150)
  }

  async function join(id: string) {
    const above = await points.join(id)
    if (!above) return tell('join', 'Der er ikke noget punkt ovenfor i boksen.')
    setTimeout(() => focusBody(`point-${above}`), 120)
  }

  function press(form: HTMLFormElement, id: string, step: string) {
    if (step === 'up' || step === 'down') {
      points.step(id, step === 'up' ? -1 : 1)
      // At the end of the box the button goes out; whoever stood on it stays with the point.
      setTimeout(() => {
        const { activeElement: focused } = document
        if (focused === document.body || focused?.matches(':disabled'))
          document.querySelector<HTMLElement>(`#menu-${id} button:not(:disabled)`)?.focus()
      }, 200)
    }
    if (step === 'move') moveChosen(form, id)
    if (step === 'delete') remove(id)
    if (step === 'split') void split(form, id, false)
    if (step === 'join') void join(id)
  }

  /** Where a dragged point is let go. Whoever dragged it stays with it. */
  function land(id: string, landing: Landing) {
    const point = points.find(id)
    if (!point) return
    if ('theme' in landing) return moveTo(id, landing.theme, point.box)
    const { box, after } = landing
    if (box === point.box && (points.before(point)?.id ?? null) === after) return
    void points.move(id, { theme: point.theme, box, after })
    setTimeout(
      () => document.querySelector<HTMLElement>(`#point-${id} [data-grip]`)?.focus({ preventScroll: true }),
      200,
    )
  }

  startDragging({
    nameOf(id) {
      const point = points.find(id)
      return point ? named(point) : null
    },
    land,
  })

  // A handle that is pressed without dragging opens the menu, where the ways to move stand in words.
  document.addEventListener('click', ({ target }) => {
    const menu =
      target instanceof Element && target.closest('[data-grip]')?.closest('form')?.querySelector('.point-menu')
    if (!(menu instanceof HTMLDetailsElement)) return
    menu.open = true
    menu.querySelector<HTMLElement>('button:not(:disabled)')?.focus()
  })

  // The forms work without a script; with one, nothing is posted.
  document.addEventListener('submit', event => {
    const form = event.target as HTMLFormElement
    const step = (event.submitter as HTMLButtonElement | null)?.value ?? ''
    if (form.matches('.box-notice form')) {
      event.preventDefault()
      if (lastRemoved) void points.restore(lastRemoved)
      happen(null)
      if (lastRemoved) focusBody(`point-${lastRemoved}`)
    } else if (form.matches('.new-point')) {
      event.preventDefault()
      const box = form.dataset.box as Box
      if (settleFresh(box)) focusBody(`new-${box}`)
      else focusBody(form.id)
    } else if (form.matches('.point-form, #text-form')) {
      event.preventDefault()
      const { id } = pointOf(form)
      if (id) press(form, id, step)
    }
  })
  document.addEventListener('change', ({ target }) => {
    const field = target as HTMLInputElement | HTMLSelectElement
    const { form, id } = pointOf(field)
    const about = id ?? (form?.dataset.box ? freshOf(form.dataset.box as Box) : null)
    if (!about) return
    const ticked = field instanceof HTMLInputElement && field.checked
    if (field.name === 'answers' || field.name === 'alsoThemes')
      void points.tick(about, field.name, field.value, ticked)
    if (field.name === 'saidOnTheDay') void points.set(about, { saidOnTheDay: ticked })
    if (field.name === 'source') void points.set(about, { source: (field.value || null) as Point['source'] })
    if (field.name === 'topics') points.setTopics(about, wordsIn(field.value))
  })

  // A new point that was left becomes one of the list.
  document.addEventListener('focusout', event => {
    const { form } = pointOf(event.target)
    if (!form?.dataset.box || (event.relatedTarget instanceof Node && form.contains(event.relatedTarget))) return
    const box = form.dataset.box as Box
    if (!freshOf(box)) return
    // What is being pressed must not move away under the pointer.
    whenLetGo(() => {
      if (!form.contains(document.activeElement) && !document.querySelector('dialog[open]')) settleFresh(box)
    })
  })

  // A heading is one line: Enter leads on to the text.
  document.addEventListener('keydown', event => {
    const field = event.target
    if (field instanceof HTMLTextAreaElement && field.name === 'heading' && event.key === 'Enter') {
      event.preventDefault()
      if (field.form) focusBody(field.form.id)
      return
    }
    const isGrip = field instanceof Element && field.matches('[data-grip]') && event.key.startsWith('Arrow')
    if (!isGrip && (!event.altKey || !event.shiftKey)) return
    const { form, id } = pointOf(field)
    const step = { ArrowUp: 'up', ArrowDown: 'down', Enter: 'split', Backspace: 'join' }[event.key]
    if (!form || !id || !step) return
    event.preventDefault()
    if (step === 'split') void split(form, id, true)
    else press(form, id, step)
  })
}

const wordsIn = (typed: string) => [...new Set(typed.split(/[,\n]/).map(word => word.trim()).filter(word => word !== ''))] // biome-ignore format: one line

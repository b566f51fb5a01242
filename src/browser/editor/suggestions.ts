// Offers themes and focus points where somebody writes "@" or "tema 3": a list at the caret, with keys of its own.
import { type EditorState, Plugin, PluginKey } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { schema } from '../../text/grammar.ts'
import { type Places, pointTarget, themeTarget } from '../../text/reference-words.ts'

type Suggestion = { target: string; words: string; about: string }

/** What is being asked for: where its words stand, and whether it was asked for outright ("@") or only looks like it ("tema 3"). */
type Question = { from: number; to: number; query: string; outright: boolean }

const OUTRIGHT = /(?:^|[\s(»"/])(@([\p{L}\p{N} ,.]{0,30}))$/u
const LOOKS_LIKE = /(?:^|[\s(»"/])((tema|punkt)\s(\d{0,2}[a-z]?(?:,? punkt \d{0,2})?))$/iu
const MOST = 8

/** What stands before the caret, if it asks for a reference. */
function questionIn({ selection }: EditorState): Question | null {
  const { $from, empty } = selection
  if (!empty || !$from.parent.isTextblock) return null
  const before = $from.parent.textBetween(0, $from.parentOffset, undefined, '\uFFFC')
  const outright = OUTRIGHT.exec(before)
  const found = outright ?? LOOKS_LIKE.exec(before)
  if (!found) return null
  const from = $from.pos - (found[1]?.length ?? 0)
  const query = outright ? (outright[2] ?? '') : (found[1] ?? '')
  return { from, to: $from.pos, query: query.trim().toLowerCase(), outright: outright !== null }
}

/** The themes and points that answer, the nearest first. */
export function suggest(query: string, { themes, points }: Places): Suggestion[] {
  const all: (Suggestion & { seek: string })[] = themes.flatMap(({ key, name }) => [
    { target: themeTarget(key), words: `tema ${key}`, about: name, seek: `tema ${key} ${name}` },
    ...points
      .filter(({ theme }) => theme === key)
      .map(({ id, number, heading }) => ({
        target: pointTarget(id),
        words: `tema ${key}, punkt ${number}`,
        about: heading,
        seek: `tema ${key}, punkt ${number} punkt ${number} ${heading}`,
      })),
  ])
  const wanted = query.replace(/,?\s+punkt/, ', punkt').toLowerCase()
  const rank = (seek: string) => {
    const text = seek.toLowerCase()
    if (text.startsWith(wanted) || text.startsWith(`tema ${wanted}`)) return 0
    if (text.includes(` ${wanted}`)) return 1
    return text.includes(wanted) ? 2 : 3
  }
  return all
    .map(suggestion => ({ suggestion, rank: rank(suggestion.seek) }))
    .filter(({ rank }) => rank < 3)
    .sort((one, other) => one.rank - other.rank)
    .slice(0, MOST)
    .map(({ suggestion: { target, words, about } }) => ({ target, words, about }))
}

type Shown = { question: Question; found: Suggestion[]; chosen: number }

export const suggestionsKey = new PluginKey<{ dismissed: number | null }>('suggestions')

export function suggestions(id: string, places: () => Places) {
  let shown: Shown | null = null
  let dismissed: number | null = null
  const list = Object.assign(document.createElement('div'), {
    id: `${id}-suggestions`,
    className: 'editor-suggestions',
    hidden: true,
  })
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', 'Henvisninger')
  const told = Object.assign(document.createElement('span'), { className: 'sr-only' })
  told.setAttribute('role', 'status')

  const hide = (view: EditorView) => {
    if (!shown) return
    shown = null
    list.hidden = true
    told.textContent = ''
    for (const name of ['aria-activedescendant', 'aria-controls']) view.dom.removeAttribute(name)
  }

  const choose = (view: EditorView, suggestion: Suggestion | undefined) => {
    if (!shown || !suggestion) return false
    const { from, to } = shown.question
    const node = schema.nodes.reference.create({ target: suggestion.target, words: suggestion.words })
    hide(view)
    view.dispatch(view.state.tr.replaceWith(from, to, node).scrollIntoView())
    view.focus()
    return true
  }

  const mark = (view: EditorView) => {
    if (!shown) return
    for (const [index, option] of [...list.children].entries()) {
      const chosen = index === shown.chosen
      option.setAttribute('aria-selected', String(chosen))
      if (!chosen) continue
      option.scrollIntoView({ block: 'nearest' })
      view.dom.setAttribute('aria-activedescendant', option.id)
    }
    if (shown.chosen < 0) view.dom.removeAttribute('aria-activedescendant')
  }

  const draw = (view: EditorView, { found, question }: Shown) => {
    list.replaceChildren(
      ...found.map(({ words, about }, index) => {
        const option = Object.assign(document.createElement('div'), { id: `${list.id}-${index}` })
        option.setAttribute('role', 'option')
        option.append(Object.assign(document.createElement('strong'), { textContent: words }))
        if (about) option.append(Object.assign(document.createElement('span'), { textContent: about }))
        return option
      }),
    )
    list.hidden = false
    told.textContent = `${found.length} ${found.length === 1 ? 'henvisning' : 'henvisninger'}. Pil ned vælger, Enter indsætter.`
    view.dom.setAttribute('aria-controls', list.id)
    place(view, question)
    mark(view)
  }

  /** Under the words that ask, and never beyond the screen's edge. */
  const place = (view: EditorView, { from }: Question) => {
    const parent = list.offsetParent?.getBoundingClientRect() ?? new DOMRect()
    const at = view.coordsAtPos(from)
    const below = window.innerHeight - at.bottom > list.offsetHeight || at.top < list.offsetHeight
    const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - list.offsetWidth - 8))
    list.style.left = `${left - parent.left}px`
    list.style.top = `${(below ? at.bottom + 4 : at.top - list.offsetHeight - 4) - parent.top}px`
  }

  return new Plugin({
    key: suggestionsKey,
    view: view => {
      view.dom.parentElement?.append(list, told)
      list.addEventListener('mousedown', event => event.preventDefault())
      list.addEventListener('click', ({ target }) => {
        const index = [...list.children].findIndex(option => target instanceof Node && option.contains(target))
        choose(view, shown?.found[index])
      })
      return {
        update: (now, before) => {
          const question = now.editable && now.hasFocus() ? questionIn(now.state) : null
          if (question && question.from !== dismissed) dismissed = null
          if (!question || dismissed !== null) return hide(now)
          if (shown && before.doc.eq(now.state.doc) && before.selection.eq(now.state.selection)) return
          const found = suggest(question.query, places())
          if (found.length === 0) return hide(now)
          shown = { question, found, chosen: question.outright ? 0 : -1 }
          draw(now, shown)
        },
        destroy: () => {
          list.remove()
          told.remove()
        },
      }
    },
    props: {
      handleKeyDown: (view, event) => {
        if (!shown || event.isComposing) return false
        const count = shown.found.length
        if (event.key === 'ArrowDown') shown.chosen = (shown.chosen + 1) % count
        else if (event.key === 'ArrowUp') shown.chosen = (Math.max(shown.chosen, 0) - 1 + count) % count
        else if (event.key === 'Escape') {
          dismissed = shown.question.from
          hide(view)
          return true
        } else if (event.key === 'Enter' || event.key === 'Tab') return choose(view, shown.found[shown.chosen])
        else return false
        mark(view)
        return true
      },
      handleDOMEvents: {
        blur: view => {
          hide(view)
          return false
        },
      },
    },
  })
}

// From a finding to the very words it is about: the field gets the focus and the words are marked, also on another page.
const KEPT = 'kvalitetsbesoeg-jump'

/** Tells an editor which words of its own to mark: its event's detail is their Range. */
export const MARK = 'kvalitetsbesoeg-mark'

type Target = { point: string; box: string; field: string; start: number; quote: string }

const FIELDS: Record<string, string> = { participants: 'employeesTotal' }

function targetOf({ dataset }: HTMLElement): Target {
  const { point = '', box = '', field = '', start = '0', quote = '' } = dataset
  return { point, box, field, start: Number(start), quote }
}

/** The element in which the target stands: a point, a box, or the page's own form; null when it is not on this page. */
function placeOf({ point, box, field }: Target): HTMLElement | null {
  if (point) return document.getElementById(`point-${point}`)
  if (box) return document.getElementById(`box-${box}`)
  if (field) return document.querySelector('#facts-form, #text-form, .visit-main .prose, .visit-main dl')
  return document.querySelector('.theme-boxes')
}

/** Where the words stand now, nearest to where they stood: more may have been written since. */
export function nearest(text: string, quote: string, start: number): number {
  let best = -1
  for (let at = text.indexOf(quote); at !== -1; at = text.indexOf(quote, at + 1)) {
    if (best === -1 || Math.abs(at - start) < Math.abs(best - start)) best = at
    if (at >= start) break
  }
  return best
}

function markInField(field: HTMLTextAreaElement | HTMLInputElement, { quote, start }: Target) {
  field.focus({ preventScroll: true })
  const at = quote === '' ? -1 : nearest(field.value, quote, start)
  if (at !== -1) field.setSelectionRange(at, at + quote.length)
  field.scrollIntoView({ block: 'center' })
}

/** Where the words stand in a text that is no form field; they may run over several elements. Null when they are gone. */
function rangeOf(place: HTMLElement, { quote, start }: Target): Range | null {
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT)
  const nodes: { node: Node; from: number }[] = []
  let text = ''
  while (walker.nextNode()) {
    nodes.push({ node: walker.currentNode, from: text.length })
    text += walker.currentNode.nodeValue ?? ''
  }
  const at = quote === '' ? -1 : nearest(text, quote, start)
  const pointAt = (offset: number) => nodes.findLast(({ from }) => from <= offset) ?? nodes[0]
  const [first, last] = at === -1 ? [] : [pointAt(at), pointAt(at + quote.length - 1)]
  if (!first || !last) return null
  const range = new Range()
  range.setStart(first.node, at - first.from)
  range.setEnd(last.node, at + quote.length - last.from)
  return range
}

/** Marks the words. An editor does so itself, or it would put its own caret back. */
function markInText(place: HTMLElement, target: Target) {
  const range = rangeOf(place, target)
  if (!range) return
  if (place.isContentEditable) {
    place.dispatchEvent(new CustomEvent<Range>(MARK, { detail: range }))
    return
  }
  const selection = getSelection()
  selection?.removeAllRanges()
  selection?.addRange(range)
}

/** Leads to the target; false when it is not on this page. */
function lead(target: Target): boolean {
  const place = placeOf(target)
  if (!place) return false
  const name = FIELDS[target.field] ?? target.field
  const field = name && place.querySelector<HTMLTextAreaElement | HTMLInputElement>(`[name="${name}"]`)
  if (field) {
    markInField(field, target)
    return true
  }
  // An editor that is no form field, or a text that is only read, takes the focus as a whole.
  const text = place.querySelector<HTMLElement>('[contenteditable="true"]') ?? place
  if (!text.isContentEditable && text.tabIndex < 0) text.tabIndex = -1
  text.focus({ preventScroll: true })
  markInText(text, target)
  place.scrollIntoView({ block: place.clientHeight > innerHeight ? 'start' : 'center' })
  return true
}

/** Follows links with `data-jump`. */
export function startJumps() {
  document.addEventListener('click', event => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-jump]') : null
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return
    const target = targetOf(link)
    if (link.pathname === location.pathname && lead(target)) {
      event.preventDefault()
      history.replaceState(null, '', link.hash || location.pathname)
    } else sessionStorage.setItem(KEPT, JSON.stringify({ path: link.pathname, target }))
  })
  const kept = sessionStorage.getItem(KEPT)
  if (!kept) return
  sessionStorage.removeItem(KEPT)
  const { path, target } = JSON.parse(kept) as { path: string; target: Target }
  // After the browser's own way to the anchor.
  if (path === location.pathname) requestAnimationFrame(() => lead(target))
}

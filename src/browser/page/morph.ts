// Makes a part of the page look like what was printed anew, and leaves alone what people are in the middle of: editors,
// focus, open panels, and fields whose printed value has not changed.

const isElement = (node: Node | null): node is HTMLElement => node instanceof HTMLElement

/** What an element is known by among its siblings. */
const keyOf = (node: Node) => (isElement(node) ? node.dataset.key || node.id || null : null)

/** Elements that the page's script fills itself. */
const isOwn = (element: HTMLElement) => element.dataset.live !== undefined

/** What the page's script has put at the end of a printed element stays there. */
const isAdded = (node: Node) => isElement(node) && node.dataset.added !== undefined

/** Attributes that belong to what a person is doing, not to what is printed. */
const isDoing = (name: string, { localName }: HTMLElement) =>
  name === 'inert' || (name === 'open' && localName === 'details')

type Movable = ParentNode & { moveBefore?: (node: Node, child: Node | null) => void }

/** Moves without losing focus and selection where the browser can. */
function place(parent: Node, node: Node, before: Node | null) {
  const { moveBefore } = parent as unknown as Movable
  if (moveBefore && node.isConnected && node.parentNode) moveBefore.call(parent, node, before)
  else parent.insertBefore(node, before)
}

function morphAttributes(from: HTMLElement, to: HTMLElement) {
  for (const { name } of [...from.attributes])
    if (!to.hasAttribute(name) && !isDoing(name, from)) from.removeAttribute(name)
  for (const { name, value } of to.attributes) if (from.getAttribute(name) !== value) from.setAttribute(name, value)
}

const isFocused = (element: Element) => element === document.activeElement

/** A field follows its printed value, not what a person has just done to it. */
function morphField(from: HTMLElement, to: HTMLElement) {
  if (from instanceof HTMLInputElement && to instanceof HTMLInputElement) {
    if (from.defaultChecked !== to.defaultChecked) from.checked = to.defaultChecked
    if (from.defaultValue !== to.defaultValue && !isFocused(from)) from.value = to.defaultValue
  }
  if (from instanceof HTMLTextAreaElement && to instanceof HTMLTextAreaElement)
    if (from.defaultValue !== to.defaultValue && !isFocused(from)) from.value = to.defaultValue
  if (from instanceof HTMLOptionElement && to instanceof HTMLOptionElement)
    if (from.defaultSelected !== to.defaultSelected) from.selected = to.defaultSelected
}

function morphElement(from: HTMLElement, to: HTMLElement) {
  if (isOwn(from)) return
  morphField(from, to)
  morphAttributes(from, to)
  if (!(from instanceof HTMLTextAreaElement)) return morphChildren(from, to)
  const { defaultValue } = to as HTMLTextAreaElement
  if (from.defaultValue !== defaultValue) from.defaultValue = defaultValue
}

const alike = (one: Node, other: Node) => one.nodeName === other.nodeName && keyOf(one) === keyOf(other)

function morphChildren(from: HTMLElement, to: HTMLElement) {
  const keyed = new Map<string | null, ChildNode>(
    [...from.childNodes].map(node => [keyOf(node) as string | null, node] as const),
  )
  const wanted = new Set<string | null>([...to.childNodes].map(keyOf).filter(key => key !== null))
  let current: ChildNode | null = from.firstChild
  for (const next of [...to.childNodes]) {
    // What is not wanted any more goes first, so that what stays need not be moved.
    while (current && keyOf(current) !== null && !wanted.has(keyOf(current))) {
      const after: ChildNode | null = current.nextSibling
      current.remove()
      current = after
    }
    const key = keyOf(next)
    const there: ChildNode | null = key === null ? current : (keyed.get(key) ?? null)
    if (there && alike(there, next)) {
      if (there === current) current = current.nextSibling
      else place(from, there, current)
      morphNode(there, next)
    } else from.insertBefore(document.importNode(next, true), current)
  }
  while (current) {
    const after = current.nextSibling
    if (!isAdded(current)) current.remove()
    current = after
  }
}

function morphNode(from: Node, to: Node) {
  if (isElement(from) && isElement(to)) morphElement(from, to)
  else if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue
}

/** Makes `from` look like `to`, and puts the focus back if moving things took it away. */
export function morph(from: HTMLElement, to: HTMLElement) {
  const focused = document.activeElement
  const top = focused?.getBoundingClientRect().top ?? 0
  morphElement(from, to)
  if (!(focused instanceof HTMLElement) || focused === document.body || !focused.isConnected) return
  if (document.activeElement !== focused) focused.focus({ preventScroll: true })
  // What somebody is looking at stays where it is on the screen.
  window.scrollBy({ top: focused.getBoundingClientRect().top - top, behavior: 'instant' })
}

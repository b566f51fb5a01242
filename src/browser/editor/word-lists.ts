// Word's lists are paragraphs that look like lists: a sign in the text and a level in the style. Here they become lists.
/** Where the style of an element is found (clean-html.ts). */
export const STYLE = 'data-style'

const LEVEL = /mso-list:[^;]*\blevel(\d)/i
const ORDERED = /^\(?(\d+|[a-zæøå]|[ivxlc]+)[.)]/i

const levelOf = (paragraph: Element) => Number(LEVEL.exec(paragraph.getAttribute(STYLE) ?? '')?.[1] ?? 0)

/** Takes the sign out of the paragraph and answers what it was. */
function takeSign(paragraph: Element): string {
  const sign = [...paragraph.querySelectorAll('span')].find(span =>
    /mso-list:\s*Ignore/i.test(span.getAttribute(STYLE) ?? ''),
  )
  sign?.remove()
  return (sign?.textContent ?? '').replace(/\u00a0/g, ' ').trim()
}

export function makeLists(root: ParentNode): void {
  let open: HTMLElement[] = []
  let last: Element | null = null
  for (const paragraph of [...root.querySelectorAll('p,h1,h2,h3,h4,h5,h6')]) {
    const level = levelOf(paragraph)
    if (level === 0) continue
    if (!last || last !== paragraph.previousElementSibling) open = []
    const kind = ORDERED.test(takeSign(paragraph)) ? 'ol' : 'ul'
    while (open.length > level) open.pop()
    if (open.length === level && open.at(-1)?.localName !== kind) open.pop()
    while (open.length < level) {
      const list = document.createElement(kind)
      const outer = open.at(-1)
      if (outer) (outer.lastElementChild ?? outer.appendChild(document.createElement('li'))).append(list)
      else paragraph.before(list)
      open.push(list)
    }
    const item = document.createElement('li')
    const inside = document.createElement('p')
    inside.append(...paragraph.childNodes)
    item.append(inside)
    open.at(-1)?.append(item)
    paragraph.remove()
    last = open[0] ?? null
  }
}

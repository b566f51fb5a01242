// HTML from elsewhere as what the field can hold: paragraphs, lists, bold, italics, quotes and links. The schema would refuse the rest
// anyway; here it becomes what comes nearest, and it is told what could not come along.
import { makeLists, STYLE } from './word-lists.ts'

export type Cleaned = { html: string; tables: number; images: number }

const GONE =
  'script,style,noscript,template,iframe,object,embed,svg,math,canvas,video,audio,head,title,meta,link,input,select,textarea,button'
const BLOCK = 'p,div,ul,ol,li,blockquote,table,h1,h2,h3,h4,h5,h6'
const CELL_SIGN = ' · '

/** The same with its styles where no browser looks for them: the page's policy forbids them, and they are read here only. */
const withoutStyles = (html: string) =>
  html
    .replace(/<style\b[\s\S]*?<\/style\s*>/gi, '')
    .replace(/<[^>]*>/g, tag => tag.replace(/\sstyle\s*=/gi, ` ${STYLE}=`))

/** Bold and italics that are said by a style become elements; those that a style takes back go. */
function formatsFromStyles(root: ParentNode): void {
  for (const element of [...root.querySelectorAll<HTMLElement>(`[${STYLE}]`)]) {
    const style = element.getAttribute(STYLE) ?? ''
    const weight = /font-weight:\s*([\w]+)/i.exec(style)?.[1] ?? ''
    const isBold = /^(bold|bolder|[6-9]00)$/i.test(weight)
    const slant = /font-style:\s*(\w+)/i.exec(style)?.[1] ?? ''
    const inside = [...element.childNodes]
    if (isBold && element.matches('span,font,a')) wrap(element, 'strong', inside)
    if (/^(italic|oblique)$/i.test(slant) && element.matches('span,font,a'))
      wrap(element, 'em', [...element.childNodes])
    if (element.matches('b,strong') && /^(normal|[1-4]00)$/i.test(weight)) element.replaceWith(...inside)
    if (element.matches('i,em') && /^normal$/i.test(slant)) element.replaceWith(...inside)
  }
}

function wrap(element: Element, tag: string, inside: ChildNode[]): void {
  const around = document.createElement(tag)
  around.append(...inside)
  element.append(around)
}

/** Each row is a line, its cells with a sign between. */
function tablesToLines(root: ParentNode): number {
  const tables = [...root.querySelectorAll('table')]
  for (const table of tables.reverse()) {
    const lines = [...table.rows].map(row => {
      const line = document.createElement('p')
      const cells = [...row.cells]
        .map(cell => cell.textContent.replace(/\s+/g, ' ').trim())
        .filter(words => words !== '')
      line.textContent = cells.join(CELL_SIGN)
      return line
    })
    table.replaceWith(...lines.filter(({ textContent }) => textContent !== ''))
  }
  return tables.length
}

function headingsToBold(root: ParentNode): void {
  for (const heading of [...root.querySelectorAll('h1,h2,h3,h4,h5,h6')]) {
    const paragraph = document.createElement('p')
    wrap(paragraph, 'strong', [...heading.childNodes])
    heading.replaceWith(paragraph)
  }
}

const isEmpty = (element: Element) =>
  element.textContent.replace(/\u00a0/g, ' ').trim() === '' && !element.querySelector('[data-reference]')

export function cleanHtml(html: string): Cleaned {
  const { body } = new DOMParser().parseFromString(withoutStyles(html), 'text/html')
  for (const element of body.querySelectorAll(GONE)) element.remove()
  const images = [...body.querySelectorAll('img,picture,v\\:imagedata')]
  for (const image of images) image.remove()
  makeLists(body)
  const tables = tablesToLines(body)
  headingsToBold(body)
  formatsFromStyles(body)
  for (const element of body.querySelectorAll('o\\:p')) element.replaceWith(...element.childNodes)
  for (const paragraph of [...body.querySelectorAll('p')]) if (isEmpty(paragraph)) paragraph.remove()
  // a div with no block in it is a paragraph
  for (const div of [...body.querySelectorAll('div')])
    if (!div.querySelector(BLOCK)) {
      const paragraph = document.createElement('p')
      paragraph.append(...div.childNodes)
      if (isEmpty(paragraph)) div.remove()
      else div.replaceWith(paragraph)
    }
  for (const element of body.querySelectorAll('*'))
    for (const { name } of [...element.attributes])
      if (!['href', 'data-reference', 'data-loose'].includes(name)) element.removeAttribute(name)
  return { html: body.innerHTML, tables: tables, images: images.length }
}

// The Markdown that people may write: paragraphs, lists, bold, italic, quotes and links. Everything else stays text,
// so what comes out needs no sanitiser.
import MarkdownIt from 'markdown-it'
import { typesetPieces } from './typography.ts'

const LINK = /^(https?:|mailto:)/i

// A link to a theme or a point of the visit that the text belongs to: "[tema 4](#theme-4)"
const REFERENCE = /^#((?:theme-\d{1,2}[a-z]?)|(?:point-[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}))$/
const MONTHS = 'januar februar marts april maj juni juli august september oktober november december'.split(' ')
const ORDINALS = [...MONTHS, ...MONTHS.map(month => month.slice(0, 3)), 'sept', 'kvartal', 'halvår', 'sal']

// "1. maj", "1. og 2. november", "1. kvartal": a number with a full stop is an ordinal in Danish
const SENTENCE = new RegExp(`^\\d+\\.((\\s+(og|til|eller)|,)\\s+\\d+\\.)*\\s+(${ORDINALS.join('|')})(?!\\p{L})`, 'iu')
const NUMBER = /^(\d{1,9})[.)](?=\s|$)/

const markdown = new MarkdownIt('zero', { html: false, breaks: true, maxNesting: 100 })
markdown.enable(['list', 'blockquote', 'emphasis', 'escape', 'newline', 'link', 'autolink'])
markdown.validateLink = url => LINK.test(url) || REFERENCE.test(url)

function ruleOf<Rule extends { name: string }>(ruler: { __rules__: Rule[] }, name: string): Rule {
  const found = ruler.__rules__.find(rule => rule.name === name)
  if (!found) throw new Error(`markdown-it has no rule "${name}"`)
  return found
}

const block = markdown.block.ruler
const { fn: parseList, alt } = ruleOf(block, 'list')

type BlockState = Parameters<typeof parseList>[0]
const lineAt = (state: BlockState, line: number) =>
  state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line])

// An ordered list begins at 1; what starts with another number is a sentence …
block.at(
  'list',
  (state, line, end, silent) => {
    const text = lineAt(state, line)
    const number = NUMBER.exec(text)?.[1]
    const continues = (state.sCount[line] ?? 0) < state.blkIndent
    if (number !== undefined && ((Number(number) !== 1 && !continues) || SENTENCE.test(text))) return false
    return parseList(state, line, end, silent)
  },
  { alt },
)

// … and a list that has begun ends where a line opens with a date.
block.before('list', 'date', (state, line, _end, silent) => silent && SENTENCE.test(lineAt(state, line)), {
  alt: ['list'],
})

// A link without words or without an address leads nobody anywhere: it stays as typed.
const EMPTY_LINK = /^\[\s*\]|\]\(\s*\)$/
const { fn: parseLink } = ruleOf(markdown.inline.ruler, 'link')
markdown.inline.ruler.at('link', (state, silent) => {
  const start = state.pos
  if (!parseLink(state, true)) return false
  const empty = EMPTY_LINK.test(state.src.slice(start, state.pos))
  if (silent && !empty) return true
  state.pos = start
  return !empty && parseLink(state, false)
})

// An address within the words of a link is words, too: HTML has no link inside another, and a reference ended at its end.
const { fn: parseAddress } = ruleOf(markdown.inline.ruler, 'autolink')
markdown.inline.ruler.at('autolink', (state, silent) => {
  if (state.linkLevel === 0) return parseAddress(state, silent)
  const start = state.pos
  if (!parseAddress(state, true)) return false
  if (!silent) state.pending += addressWords(state.src.slice(start + 1, state.pos - 1))
  return true
})

// An address stands as it was typed, but for the "&amp;" of one that was copied out of a page's source. Of the other two
// thousand names of letters nobody writes one there, and a browser would load them all.
const NO_NAME = '\uFFFF'
const typed = <Found extends { str: string }>(found: Found): Found => ({
  ...found,
  str: found.str.replaceAll(NO_NAME, '&').replaceAll('&amp;', '&'),
})

// A paragraph is asked for each of its links.
let paragraph = { text: '', nameless: '' }
function withoutNames(text: string) {
  if (text !== paragraph.text) paragraph = { text, nameless: text.replaceAll('&', NO_NAME) }
  return paragraph.nameless
}

const { parseLinkDestination, parseLinkTitle } = markdown.helpers
markdown.helpers.parseLinkDestination = (text, start, max) =>
  typed(parseLinkDestination(withoutNames(text), start, max))
markdown.helpers.parseLinkTitle = (text, start, max, before) =>
  typed(parseLinkTitle(withoutNames(text), start, max, before))

/** A stretch of plain text that gets an element of our own around it, and perhaps a note in a span after it. */
export type Mark = {
  start: number
  end: number
  tag: 'a' | 'mark'
  attributes: Record<string, string>
  note: { text: string; class: string } | null
}

/** The pieces of a text as it is read, for those who make something else of them than HTML. */
export type Pieces = ReturnType<typeof markdown.parse>

export const parseMarkdown = (text: string): Pieces => markdown.parse(text, { keepReferences: true })

/** Whether a line that begins with a number and a full stop is a sentence ("1. maj holdt vi fri"). */
export const opensSentence = (line: string) => SENTENCE.test(line)

/** The address as the grammar writes it, or null where it makes no link of it. */
export function linkAddress(address: string): string | null {
  const href = markdown.normalizeLink(address.trim())
  return LINK.test(href) ? href : null
}

/** How an address is shown when it is its own words. */
export const addressWords = (href: string) => markdown.normalizeLinkText(href)

/** What a link inside the visit leads to, "theme-4" or "point-…"; null for a link to elsewhere. */
export const referenceTarget = (href: string) => REFERENCE.exec(href)?.[1] ?? null

/** What a reference is called and leads to where it stands; with no tag it is words only. */
export type Named = { words: string; tag: Mark['tag'] | null; attributes: Mark['attributes']; note: Mark['note'] }

export type Environment = {
  marksIn?: (text: string) => readonly Mark[]
  /** Names what a link to a theme or a point ("theme-4") says; `written` is what it said when it was written. */
  nameReference?: (target: string, written: string) => Named
  /** Leaves the links that they are, for who reads the pieces. */
  keepReferences?: boolean
  typeset?: boolean
}
type CoreState = Parameters<Parameters<typeof markdown.core.ruler.push>[1]>[0]
type Tokens = CoreState['tokens']

/** The pieces of a paragraph's inside, each with whether it is plain text that stands in no link. */
function pieces(children: Tokens | null) {
  let links = 0
  return (children ?? []).map(token => {
    if (token.type === 'link_open') links += 1
    if (token.type === 'link_close') links -= 1
    return { token, plain: token.type === 'text' && links === 0 }
  })
}

// Signs are set among the parsed pieces, too: never in an address, and before the marks, which find their words so set.
const BREAKS = ['softbreak', 'hardbreak']

markdown.core.ruler.push('typography', state => {
  const { typeset } = state.env as Environment
  if (!typeset) return
  for (const { children } of state.tokens.filter(token => token.type === 'inline')) {
    const tokens = children ?? []
    const set = typesetPieces(tokens.map(({ type, content }) => (BREAKS.includes(type) ? '\n' : content)))
    for (const [index, token] of tokens.entries()) if (token.type === 'text') token.content = set[index] ?? ''
  }
})

// Marks are set among the parsed pieces, never in text or HTML: so escaping, and people's own links, stay as they are.
markdown.core.ruler.push('marks', state => {
  const { marksIn } = state.env as Environment
  if (!marksIn) return
  for (const block of state.tokens.filter(token => token.type === 'inline'))
    block.children = pieces(block.children).flatMap(({ token, plain }) =>
      plain ? marked(token.content, marksIn(token.content), state.Token) : [token],
    )
})

const asWritten = (written: string): Named => ({ words: written, tag: null, attributes: {}, note: null })

// A reference is called what it is called now, by whoever knows; elsewhere it is the words that were written.
markdown.core.ruler.push('references', state => {
  const { nameReference = (_target, written) => asWritten(written), keepReferences } = state.env as Environment
  if (keepReferences) return
  for (const block of state.tokens.filter(token => token.type === 'inline')) {
    let inside: { target: string; written: string } | null = null
    block.children = (block.children ?? []).flatMap(token => {
      const target = token.type === 'link_open' ? referenceTarget(String(token.attrGet('href') ?? '')) : null
      if (target !== null) inside = { target, written: '' }
      if (!inside) return [token]
      if (token.type !== 'link_close') {
        inside.written += token.type.endsWith('break') ? ' ' : token.content
        return []
      }
      const { words, tag, attributes, note } = nameReference(inside.target, inside.written)
      inside = null
      const mark = { start: 0, end: words.length, tag: tag ?? 'a', attributes, note }
      return tag === null
        ? [Object.assign(new state.Token('text', '', 0), { content: words })]
        : marked(words, [mark], state.Token)
    })
  }
})

function marked(text: string, marks: readonly Mark[], Token: CoreState['Token']): Tokens {
  const words = (content: string) => Object.assign(new Token('text', '', 0), { content })
  const open = (tag: string, attributes: Record<string, string>) =>
    Object.assign(new Token('mark_open', tag, 1), { attrs: Object.entries(attributes) })
  const close = (tag: string) => new Token('mark_close', tag, -1)
  const around = ({ start, end, tag, attributes, note }: Mark) => [
    open(tag, attributes),
    words(text.slice(start, end)),
    close(tag),
    ...(note ? [open('span', { class: note.class }), words(note.text), close('span')] : []),
  ]
  return [
    ...marks.flatMap((mark, index) => [words(text.slice(marks[index - 1]?.end ?? 0, mark.start)), ...around(mark)]),
    words(text.slice(marks.at(-1)?.end ?? 0)),
  ]
}

/** What a person reads of a text and can quote from it: its words without marks, a block a line. */
export function plainText(text: string): string {
  const inlines = markdown.parse(text, {}).filter(token => token.type === 'inline')
  const wordsOf = ({ type, content }: { type: string; content: string }) => (type.endsWith('break') ? '\n' : content)
  return inlines.map(({ children }) => (children ?? []).map(wordsOf).join('')).join('\n')
}

/**
 * The text as HTML of p, ul, ol, li, strong, em, blockquote, a and br; whatever else was typed is shown as typed. `marksIn` names
 * the stretches of a plain text, in order, that get an element of ours; `typeset` sets its signs as a typesetter would.
 */
export function markdownToHtml(text: string, environment: Environment = {}): string {
  return markdown.render(text, environment)
}

const REFUSED = {
  html: /<\/?[a-z][a-z0-9-]*(\s[^<>]*)?\/?>|<!--|<!doctype/i,
  image: /!\[[^\]]*\]\s?[([]/,
} as const

export type RefusedMarkdown = keyof typeof REFUSED

const ESCAPED = /\\[!-/:-@[-`{-~]/g

/**
 * What a text holds that must not be stored: HTML tags, images. "a < b", "x > 3" and "<3" are ordinary writing, and so is what a
 * backslash says is meant as text: "\\<b>".
 */
export function refusedMarkdown(text: string): RefusedMarkdown[] {
  const unescaped = text.replaceAll(ESCAPED, '\uFFFC')
  return (Object.keys(REFUSED) as RefusedMarkdown[]).filter(kind => REFUSED[kind].test(unescaped))
}

// The Markdown that people may write: paragraphs, lists, bold, italic, quotes and links. Everything else stays text,
// so what comes out needs no sanitiser.
import MarkdownIt from 'markdown-it'

const LINK = /^(https?:|mailto:)/i
const MONTHS = 'januar februar marts april maj juni juli august september oktober november december'.split(' ')
const ORDINALS = [...MONTHS, ...MONTHS.map(month => month.slice(0, 3)), 'sept', 'kvartal', 'halvår', 'sal']

// "1. maj", "1. og 2. november", "1. kvartal": a number with a full stop is an ordinal in Danish
const SENTENCE = new RegExp(`^\\d+\\.((\\s+(og|til|eller)|,)\\s+\\d+\\.)*\\s+(${ORDINALS.join('|')})(?!\\p{L})`, 'iu')
const NUMBER = /^(\d{1,9})[.)](?=\s|$)/

const markdown = new MarkdownIt('zero', { html: false, breaks: true, maxNesting: 100 })
markdown.enable(['list', 'blockquote', 'emphasis', 'escape', 'newline', 'link', 'autolink'])
markdown.validateLink = url => LINK.test(url)

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

/** The text as HTML of p, ul, ol, li, strong, em, blockquote, a and br; whatever else was typed is shown as typed. */
export function markdownToHtml(text: string): string {
  return markdown.render(text)
}

const REFUSED = {
  html: /<\/?[a-z][a-z0-9-]*(\s[^<>]*)?\/?>|<!--|<!doctype/i,
  image: /!\[[^\]]*\]\s?[([]/,
} as const

export type RefusedMarkdown = keyof typeof REFUSED

/** What a text holds that must not be stored: HTML tags, images. "a < b", "x > 3" and "<3" are ordinary writing. */
export function refusedMarkdown(text: string): RefusedMarkdown[] {
  return (Object.keys(REFUSED) as RefusedMarkdown[]).filter(kind => REFUSED[kind].test(text))
}

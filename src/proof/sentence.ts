// Danish text in sentences and words, each with where it stands.

const ABBREVIATIONS = 'bl.a ca dvs eks evt f.eks fx hhv inkl jf kl m.fl mht mm m.m mv nr osv pga pkt s.u stk tlf vedr'
const endsInAbbreviation = new RegExp(
  `(?<![\\p{L}.])(${ABBREVIATIONS.replaceAll('.', '\\.').split(' ').join('|')}|\\p{Lu})\\.$`,
  'iu',
)
// A new line ends a sentence; so does a full stop before something that can begin one.
const BREAK = /\n+|(?<=[.!?…][»«"”’)*_]*)\s+(?=[»«"“„(*_]*\p{Lu})/gu
// What Markdown sets before a line: the mark of a list or of a quote.
const MARK = /^\s*(?:[-*+>]\s+|\d{1,3}[.)]\s+)*/

export type Sentence = { text: string; start: number }

/** The sentences of a Markdown text, without the marks of lists and quotes. */
export function sentences(text: string): Sentence[] {
  const found: Sentence[] = []
  let start = 0
  const cut = (end: number) => {
    const raw = text.slice(start, end)
    const mark = MARK.exec(raw)?.[0].length ?? 0
    if (raw.slice(mark).trim() !== '') found.push({ text: raw.slice(mark).trimEnd(), start: start + mark })
  }
  for (const { index, 0: gap } of text.matchAll(BREAK)) {
    if (!gap.includes('\n') && endsInAbbreviation.test(text.slice(start, index))) continue
    cut(index)
    start = index + gap.length
  }
  cut(text.length)
  return found
}

/** The words of a text. */
export const words = (text: string): string[] => text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? []

const NEAR = 40

/** Whether a sentence begins where `start` stands, seen past quotation marks and the marks of Markdown. */
export const beginsSentence = (text: string, start: number): boolean => {
  // A look at the last signs is enough, and keeps a long text from being read again for each of its words.
  const near = text.slice(Math.max(0, start - NEAR), start)
  const before = (start > NEAR ? near : `\n${near}`).replace(/[»«"“„(*_]+$/u, '')
  return /\n\s*(?:[-*+>]\s+|\d{1,3}[.)]\s+)*$|[.!?…:][»«"”’)*_]*\s+$/u.test(before)
}

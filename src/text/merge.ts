// Two people's changes to one text. What either wrote stands in the result; what either took away is gone; what both wrote stands once.
import { type Change, changesBetween, wordsOf } from './differences.ts'

const SENTENCE_END = /^[.!?]$/
const SPACE = /^\s+$/
const WORD = /^[\p{L}\p{N}]/u

/** The text with both changes. The same whichever of the two is named first. */
export function mergeWords(base: string, one: string, other: string): string {
  if (one === other || other === base) return one
  if (one === base) return other
  const words = wordsOf(base)
  const [first, second] = [one, other].sort().map(text => changesOf(words, text)) as [Change[], Change[]]
  const gone = new Set([...first, ...second].flatMap(({ start, end }) => range(start, end)))
  const out: string[] = []
  const [added, addedToo] = [byPlace(first), byPlace(second)]
  for (let index = 0; index <= words.length; index += 1) {
    for (const inserted of bothInserted(added.get(index) ?? [], addedToo.get(index) ?? [])) {
      // two new words in the same place are two words
      if (out.length > 0 && WORD.test(inserted[0] ?? '') && WORD.test(out.at(-1)?.at(-1) ?? '')) out.push(' ')
      out.push(inserted.join(''))
    }
    const word = words[index]
    if (word !== undefined && !gone.has(index)) out.push(word)
  }
  return withoutRepeats(out.join(''), [base, one, other])
}

/** The changes, each addition where it begins or ends a line or a sentence, if it can stand there and say the same. */
function changesOf(words: readonly string[], text: string): Change[] {
  const changes = changesBetween(words.join(''), text)
  return changes.map((change, index) => {
    if (change.start !== change.end) return change
    const places = [change]
    const lowest = changes[index - 1]?.end ?? 0
    const highest = changes[index + 1]?.start ?? words.length
    for (let { start, words: added } = change; start > lowest && words[start - 1] === added.at(-1); ) {
      added = [words[start - 1] as string, ...added.slice(0, -1)]
      start -= 1
      places.push({ start, end: start, words: added })
    }
    for (let { start, words: added } = change; start < highest && words[start] === added[0]; ) {
      added = [...added.slice(1), words[start] as string]
      start += 1
      places.push({ start, end: start, words: added })
    }
    const fitness = ({ start, words: added }: Change) => {
      const before = words[start - 1] ?? '\n'
      const after = words[start] ?? '\n'
      if (before === '\n' && added.at(-1) === '\n') return 4
      if (after === '\n' && added[0] === '\n') return 3
      if (SENTENCE_END.test(before)) return 2
      return SPACE.test(added[0] ?? '') || SPACE.test(before) ? 1 : 0
    }
    return places.reduce((best, place) => (fitness(place) > fitness(best) ? place : best))
  })
}

const byPlace = (changes: readonly Change[]) =>
  new Map(
    [...Map.groupBy(changes, ({ start }) => start)].map(([start, at]) => [start, at.flatMap(({ words }) => words)]),
  )

const range = (start: number, end: number) => Array.from({ length: end - start }, (_, index) => start + index)

/** What the two put in at this place: once where one says all that the other says. */
function bothInserted(one: readonly string[], other: readonly string[]): (readonly string[])[] {
  if (other.join('').trim() === '' && one.length > 0) return [one]
  const [text, more] = [one.join(''), other.join('')]
  if (more.startsWith(text) || more.endsWith(text)) return [other]
  if (text.startsWith(more) || text.endsWith(more)) return [one]
  // What goes on in the line comes before what begins a line of its own, or it would go on in that one.
  return beginsLine(one) && !beginsLine(other) ? [other, one] : [one, other]
}

const beginsLine = ([first]: readonly string[]) => first === '\n'

/** Takes away what merging has made stand more often than it did in any of the texts: a sentence that both had moved. */
function withoutRepeats(merged: string, texts: readonly string[]): string {
  const most = new Map<string, number>()
  for (const text of texts)
    for (const [sentence, count] of counted(sentencesOf(text)))
      most.set(sentence, Math.max(most.get(sentence) ?? 0, count))
  const seen = new Map<string, number>()
  const kept = sentencesOf(merged).filter(sentence => {
    const key = keyOf(sentence)
    seen.set(key, (seen.get(key) ?? 0) + 1)
    return !counts(key) || (seen.get(key) ?? 0) <= (most.get(key) ?? Number.POSITIVE_INFINITY)
  })
  return kept.join('')
}

const sentencesOf = (text: string) => text.match(/\n+(?:\s*(?:[-*>]|\d+[.)]) )*|[^.!?\n]+[.!?]*[^\S\n]*|[.!?]+/gu) ?? []
const keyOf = (sentence: string) => sentence.trim()
/** Shorter ones ("Ja.", a list's sign) may well stand twice. */
const counts = (key: string) => key.length >= 12

function counted(sentences: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const sentence of sentences) counts.set(keyOf(sentence), (counts.get(keyOf(sentence)) ?? 0) + 1)
  return counts
}

// Where one text differs from another, word by word.
import { diffArrays } from 'diff'

/** What stands between `start` and `end` in the one becomes `words` in the other. */
export type Change = { start: number; end: number; words: readonly string[] }

/** Beyond so many changed words a text counts as written anew where it differs. */
const MOST_CHANGED = 1000

/** A whole reference and a link's address are one word: nothing may come to stand inside them. */
const WORDS = /\[[^[\]\n]*\]\(#[^)\n]*\)|\]\([^)\n]*\)|https?:[^\s<>)]*|[\p{L}\p{N}\p{M}\u00ad\u200d]+|\n|[^\S\n]+|./gsu

/** The text in words, runs of white space, line breaks and single signs; joined they are the text again. */
export const wordsOf = (text: string): string[] => text.match(WORDS) ?? []

const SENTENCE_END = /^[.!?]$/

/** The text in sentences, white space and line breaks; none of them cuts a word. */
function sentencesOf(text: string): string[] {
  const sentences: string[] = []
  let open = false
  for (const word of wordsOf(text)) {
    const ends = SENTENCE_END.test(word)
    const apart: boolean = word === '\n' || (!open && word.trim() === '')
    if (open && word !== '\n') sentences.push((sentences.pop() ?? '') + word)
    else sentences.push(word)
    open = !apart && !ends
  }
  return sentences
}

/** The changes that make `after` of `before`, in order; their places count words. Sentences are sought first, words within them. */
export function changesBetween(before: string, after: string): Change[] {
  const changes: Change[] = []
  let place = 0
  for (const { removed, added, kept } of partsOf(sentencesOf(before), sentencesOf(after))) {
    const words = wordsOf(removed.join(''))
    const start = place
    let inside = 0
    for (const part of partsOf(words, wordsOf(added.join('')))) {
      const end = inside + part.removed.length
      changes.push({ start: start + inside, end: start + end, words: part.added })
      inside = end + part.kept.length
    }
    place += words.length + wordsOf(kept.join('')).length
  }
  return changes.filter(({ start, end, words }) => end > start || words.length > 0)
}

type Part = { removed: string[]; added: string[]; kept: string[] }

/** What goes and comes, each with what stays after it. */
function partsOf(before: readonly string[], after: readonly string[]): Part[] {
  if (before.length === 0 || after.length === 0) return [{ removed: [...before], added: [...after], kept: [] }]
  const changes = diffArrays([...before], [...after], { maxEditLength: MOST_CHANGED })
  if (!changes) return oneChange(before, after)
  const parts: Part[] = [{ removed: [], added: [], kept: [] }]
  for (const { added, removed, value } of changes) {
    if ((added || removed) && parts.at(-1)?.kept.length) parts.push({ removed: [], added: [], kept: [] })
    parts.at(-1)?.[added ? 'added' : removed ? 'removed' : 'kept'].push(...value)
  }
  return parts
}

function oneChange(before: readonly string[], after: readonly string[]): Part[] {
  const { start, beforeEnd, afterEnd } = commonEnds(before, after)
  return [
    { removed: [], added: [], kept: before.slice(0, start) },
    { removed: before.slice(start, beforeEnd), added: after.slice(start, afterEnd), kept: before.slice(beforeEnd) },
  ]
}

/** How far two sequences agree from their beginnings and from their ends. */
export function commonEnds<Item>(before: readonly Item[], after: readonly Item[]) {
  const shortest = Math.min(before.length, after.length)
  let start = 0
  while (start < shortest && before[start] === after[start]) start += 1
  let end = 0
  while (end < shortest - start && before.at(-1 - end) === after.at(-1 - end)) end += 1
  return { start, beforeEnd: before.length - end, afterEnd: after.length - end }
}

/** A change of letters: at `place`, `removed` units go and `inserted` comes. */
export type LetterChange = { place: number; removed: number; inserted: string }

/** The changes letter by letter where words change, from the last to the first, so that each place still counts. */
export function letterChanges(before: string, after: string): LetterChange[] {
  const words = wordsOf(before)
  const places = [0]
  for (const word of words) places.push((places.at(-1) ?? 0) + word.length)
  return changesBetween(before, after)
    .map(({ start, end, words: inserted }) => {
      const from = [...words.slice(start, end).join('')]
      const to = [...inserted.join('')]
      const common = commonEnds(from, to)
      return {
        place: (places[start] ?? 0) + from.slice(0, common.start).join('').length,
        removed: from.slice(common.start, common.beforeEnd).join('').length,
        inserted: to.slice(common.start, common.afterEnd).join(''),
      }
    })
    .reverse()
}

// What changed between two texts, paragraph by paragraph, and inside a paragraph word by word.
import { diffArrays } from 'diff'
import { type Stretch, wordDiff } from './word-diff.ts'

/** A paragraph of the later text, or one that is gone: as it is, new, changed (with its words), or removed. */
export type ParagraphChange =
  | { kind: 'same' | 'added' | 'removed'; text: string }
  | { kind: 'changed'; text: string; stretches: Stretch[] }

const paragraphs = (text: string) =>
  text
    .split(/\n[ \t]*\n+/)
    .map(paragraph => paragraph.trim())
    .filter(paragraph => paragraph !== '')

/** The later text's paragraphs in their order, each with what became of it; paragraphs that are gone stand where they stood. */
export function paragraphDiff(before: string, after: string): ParagraphChange[] {
  const found: ParagraphChange[] = []
  let removed: string[] = []
  const flush = () => {
    found.push(...removed.map(text => ({ kind: 'removed' as const, text })))
    removed = []
  }
  for (const part of diffArrays(paragraphs(before), paragraphs(after))) {
    if (part.removed) removed.push(...part.value)
    else if (part.added)
      for (const text of part.value) {
        // What stands in the place of another is that one, changed.
        const earlier = removed.shift()
        found.push(
          earlier === undefined
            ? { kind: 'added', text }
            : { kind: 'changed', text, stretches: wordDiff(earlier, text) },
        )
      }
    else {
      flush()
      found.push(...part.value.map(text => ({ kind: 'same' as const, text })))
    }
  }
  flush()
  return found
}

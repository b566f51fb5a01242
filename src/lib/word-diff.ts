// What changed between two texts, word by word, as Danish divides words.
import { diffWords } from 'diff'

/** A stretch of text: in both, only in the later text, or only in the earlier one. */
export type Stretch = { kind: 'same' | 'added' | 'removed'; text: string }

const words = new Intl.Segmenter('da', { granularity: 'word' })

// Two texts that have next to nothing in common are not worth the time that comparing them takes.
const MOST_CHANGES = 2000

/** The later text with what was added and removed, in reading order; nothing is left out of either text. */
export function wordDiff(before: string, after: string): Stretch[] {
  const changes = diffWords(before, after, { intlSegmenter: words, maxEditLength: MOST_CHANGES })
  const stretches: Stretch[] = changes
    ? changes.map(({ added, removed, value }) => ({
        kind: added ? 'added' : removed ? 'removed' : 'same',
        text: value,
      }))
    : [
        { kind: 'removed', text: before },
        { kind: 'added', text: after },
      ]
  return stretches.filter(({ text }) => text !== '')
}

const EDGE = 90
const ROOM = 40

const beginning = (text: string) => text.slice(0, text.lastIndexOf(' ', EDGE) + 1 || EDGE)
const end = (text: string) => text.slice(text.indexOf(' ', text.length - EDGE) + 1 || -EDGE)

/** The same stretches, but of what is unchanged only the words around a change. */
export function nearChanges(stretches: readonly Stretch[]): Stretch[] {
  return stretches.map((stretch, index) => {
    const { kind, text } = stretch
    const [first, last] = [index === 0, index === stretches.length - 1]
    if (kind !== 'same' || text.length <= 2 * EDGE + ROOM) return stretch
    return { kind, text: `${first ? '' : beginning(text)} … ${last ? '' : end(text)}`.trimStart() }
  })
}

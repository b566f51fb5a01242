// References in what people write: "tema 3a", "tema 4, punkt 2", "temaerne 2 og 5". Found once, here, for those who make
// links of them and for those who warn.
import type { Named } from '../lib/markdown.ts'
import { pointTarget, referenceWords, themeTarget } from '../text/reference-words.ts'
import { numbered } from './box.ts'

/** The ids of each theme's focus points, in the order of their numbers. */
export type FocusPoints = ReadonlyMap<string, readonly string[]>

/** One reference: where it stands in the text, what it leads to, and the whole phrase that it is part of. */
export type Reference = {
  start: number
  end: number
  theme: string
  /** The focus point that is meant; null where the theme is. */
  pointId: string | null
  /** Nothing answers to this number. */
  dead: boolean
  phrase: string
}

/** What a reference that was chosen leads to now, and what it is called; null where what was meant is gone. */
export function findTarget(
  target: string,
  focusPoints: FocusPoints,
): { theme: string; pointId: string | null; words: string } | null {
  const places = {
    themes: [...focusPoints.keys()].map(key => ({ key, name: '' })),
    points: [...focusPoints].flatMap(([theme, ids]) =>
      ids.map((id, index) => ({ id, theme, number: index + 1, heading: '' })),
    ),
  }
  const words = referenceWords(target, places)
  if (words === null) return null
  const point = places.points.find(({ id }) => pointTarget(id) === target)
  return { theme: point?.theme ?? target.slice(themeTarget('').length), pointId: point?.id ?? null, words }
}

/** The words as they are now, with a capital where they were written with one. */
export const likeWritten = (words: string, written: string) =>
  /^\p{Lu}/u.test(written) ? words.charAt(0).toUpperCase() + words.slice(1) : words

/** Names the references that were chosen on the visit's own pages: each leads to the page where the thing is written. */
export const referenceNamesOn =
  (visitId: string, focusPoints: FocusPoints) =>
  (target: string, written: string): Named => {
    const found = findTarget(target, focusPoints)
    if (!found) {
      const note = { text: ' (findes ikke)', class: 'dead-note' }
      return { words: written, tag: 'mark', attributes: { class: 'dead-reference' }, note }
    }
    const anchor = found.pointId === null ? '' : `#point-${found.pointId}`
    const href = `/visit/${visitId}/theme/${found.theme}${anchor}`
    return { words: likeWritten(found.words, written), tag: 'a', attributes: { class: 'reference', href }, note: null }
  }

type Point = { id: string; theme: string; box: 'grey' | 'purple' | 'yellow'; position: number }

const MONTHS = 'januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december'
const MEASURES = 'procent|kr|gange?|dage?|timer?|uger?|måned(?:er)?|år|minut(?:ter)?'

// "Tema 9. maj", "tema 2 gange om ugen", "tema 1,5": a number, but not a theme's.
const NOT_A_KEY = new RegExp(`^(?:[.,]\\d|\\.\\s*(?:${MONTHS})|\\s*(?:%|(?:${MEASURES})(?!\\p{L})))`, 'iu')

const HEAD =
  /(?<![\p{L}\p{N}])(?:(?:fokus)?punkt(?:et)?\s+(?<point>\d{1,2})\s+(?:i|under|fra|på)\s+)?tema(?<plural>er(?:ne)?)?(?:et)?s?\s+(?=\d)/giu
const KEY = /(\d{1,2}[a-z]?)(?:['’]?s)?(?![\p{L}\p{N}])/iuy
const POINT = /,?\s+(?:(?:lilla|fokus)\s*)?punkt(?:et|er|erne)?\s+(?=\d)/iuy
const NUMBER = /(\d{1,2})(?![\p{L}\p{N}])/uy
const AND = /\s*(?:[,/&–-]|,?\s(?:og|eller|samt|til)\s)\s*(?=\d)/iuy

// After "tema 4 og" a number may count something else: "tema 4 og 12 medarbejdere". Only these words may follow it.
const GOES_ON =
  /^(?:$|[^\p{L}\p{N}\s]|\s+(?:$|[^\p{L}\p{N}]|(?:og|eller|samt|til|om|for|i|på|under|hvor|er|har|der|som|viser|handler|peger|kan|skal|vil|ved|med|fra|så|men|at)(?!\p{L})))/iu

/** The references in a plain text, in its order. A theme that has no key among `focusPoints` is a dead one. */
export function findReferences(text: string, focusPoints: FocusPoints): Reference[] {
  const found: Reference[] = []
  for (const head of text.matchAll(HEAD)) {
    if (head.index < (found.at(-1)?.end ?? 0)) continue
    const plural = head.groups?.plural !== undefined
    const phrase: Omit<Reference, 'phrase'>[] = []
    const add = (start: number, end: number, theme: string, number?: string) => {
      const pointId = number === undefined ? null : (focusPoints.get(theme)?.[Number(number) - 1] ?? null)
      const dead = !focusPoints.has(theme) || (number !== undefined && pointId === null)
      phrase.push({ start, end, theme, pointId, dead })
    }

    let start = head.index
    let key = keyAt(text, head.index + head[0].length, focusPoints)
    while (key) {
      const point = head.groups?.point === undefined ? at(POINT, text, key.end) : null
      let number = point && at(NUMBER, text, point.end)
      add(start, number?.end ?? key.end, key.theme, number?.found ?? head.groups?.point)
      // "tema 4, punkt 1 og 2"
      let end = number?.end ?? key.end
      while (number) {
        const and = at(AND, text, end)
        number = and && at(NUMBER, text, and.end)
        if (!number || !and || !GOES_ON.test(text.slice(number.end))) break
        add(and.end, number.end, key.theme, number.found)
        end = number.end
      }
      // "temaerne 2 og 5"
      const and = at(AND, text, end)
      key = and && keyAt(text, and.end, focusPoints)
      if (key && !plural && !GOES_ON.test(text.slice(key.end))) key = null
      start = and?.end ?? 0
    }
    const [first, last] = [phrase[0], phrase.at(-1)]
    if (first && last)
      found.push(...phrase.map(reference => ({ ...reference, phrase: text.slice(first.start, last.end) })))
  }
  return found
}

function at(pattern: RegExp, text: string, start: number) {
  pattern.lastIndex = start
  const match = pattern.exec(text)
  return match && { found: match[1] ?? '', end: pattern.lastIndex }
}

/** A theme's key at this place, its genitive included: "3a", "4s", "4's". */
function keyAt(text: string, start: number, focusPoints: FocusPoints) {
  const key = at(KEY, text, start)
  if (!key || NOT_A_KEY.test(text.slice(key.end))) return null
  const typed = key.found.toLowerCase()
  const genitive = typed.endsWith('s') && !focusPoints.has(typed)
  return { theme: genitive ? typed.slice(0, -1) : typed, end: key.end }
}

/** The focus points that a reference may mean. */
export function focusPointsOf(points: readonly Point[], themeKeys: readonly string[]): FocusPoints {
  const inOrder = numbered(points, themeKeys).filter(point => point.number !== null)
  return new Map(themeKeys.map(key => [key, inOrder.filter(({ theme }) => theme === key).map(({ id }) => id)]))
}

// A passage that somebody marked, found again by its words: line breaks and spaces do not matter, and when the words
// stand there several times it is the one nearest to where they stood.
export type Passage = { start: number; end: number }

/** The text with every run of white space as one space, and for each of its letters where it came from. */
function collapsed(text: string) {
  let words = ''
  const places: number[] = []
  for (let i = 0; i < text.length; i++) {
    const letter = /\s/.test(text[i] ?? '') ? ' ' : (text[i] ?? '')
    if (letter === ' ' && (words === '' || words.endsWith(' '))) continue
    words += letter
    places.push(i)
  }
  return { words, places }
}

/** Where `quote` stands in `text`, nearest to `near`; null when the words are not there, or there are none. */
export function findPassage(text: string, quote: string, near = 0): Passage | null {
  const wanted = collapsed(quote).words.trim()
  if (wanted === '') return null
  const { words, places } = collapsed(text)
  let found: Passage | null = null
  for (let at = words.indexOf(wanted); at !== -1; at = words.indexOf(wanted, at + 1)) {
    const start = places[at] ?? 0
    if (found && Math.abs(start - near) >= Math.abs(found.start - near)) continue
    found = { start, end: (places[at + wanted.length - 1] ?? 0) + 1 }
  }
  return found
}

// What a search looks for, and how its hits are marked: as parts of text, never as HTML.

export const SORTS = ['rank', 'newest'] as const
export type Sort = (typeof SORTS)[number]

export type Part = { text: string; hit: boolean }

/** Stand around a hit in what the database answers; nobody writes them (private use). */
export const HIT = { start: '\uE000', end: '\uE001' } as const

// Control characters cannot be searched for, and our own marks must not be.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that we take out
const UNSEEN = /[\u0000-\u001F\u007F\uE000\uE001]+/g

/** What is searched for: one line in one form, without what cannot be seen. */
export const searchText = (typed: string): string =>
  typed.toWellFormed().normalize('NFC').replaceAll(UNSEEN, ' ').replaceAll(/\s+/g, ' ').trim()

/** A text with marks as parts; marks that do not match up lose no text. */
export function splitHits(marked: string): Part[] {
  return marked
    .split(HIT.start)
    .flatMap((piece, index) => {
      if (index === 0) return [{ text: piece, hit: false }]
      const [hit = '', ...rest] = piece.split(HIT.end)
      return [
        { text: hit, hit: true },
        { text: rest.join(''), hit: false },
      ]
    })
    .map(part => ({ ...part, text: part.text.replaceAll(HIT.end, '') }))
    .filter(({ text }) => text !== '')
}

/** A name with the searched words marked where they stand in it. */
export function markName(name: string, searched: string): Part[] {
  const at = name.toLocaleLowerCase('da').indexOf(searched.toLocaleLowerCase('da'))
  if (searched === '' || at < 0) return [{ text: name, hit: false }]
  const end = at + searched.length
  return [
    { text: name.slice(0, at), hit: false },
    { text: name.slice(at, end), hit: true },
    { text: name.slice(end), hit: false },
  ].filter(({ text }) => text !== '')
}

/** A pattern for `ilike` that finds `text` anywhere, whatever characters it holds. */
export const likeAnywhere = (text: string): string => `%${text.replaceAll(/[\\%_]/g, character => `\\${character}`)}%`

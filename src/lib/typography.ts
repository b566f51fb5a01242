// The signs that a typesetter would set and a keyboard does not have: »quotation marks«, dashes, apostrophes, ellipses,
// and spaces that hold a number and its unit on one line. No letter and no digit is ever changed.

import { keepRecent } from './recent.ts'

const NBSP = '\u00a0'

// An address stays as it is, letter for letter.
const ADDRESS = /(?<!\S)[^\s@]+@[^\s@]+\.[^\s@]+|(?:https?:\/\/|www\.)\S+/giu

const MONTHS = 'januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december'
const UNITS =
  'kr|kroner|pct|procent|promille|kg|g|km|m|m²|cm|mm|l|dl|ml|mio|mia|timers?|minutter|min|sek|dages?|uger?s?|måneders?|års?|gange|sider|kWh|°C'
const COUNTED = 's|S|kl|Kl|nr|Nr|stk|kap|afs|pkt|ca|Ca|§|§§'
const NAMED =
  'tema|Tema|temaerne|Temaerne|temaer|Temaer|punkt|Punkt|fokuspunkt|Fokuspunkt|side|Side|kapitel|Kapitel|afsnit|Afsnit|bilag|Bilag|uge|Uge|figur|Figur|tabel|Tabel'

/** One sign or space for another, in the order in which they act. */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/\.{3,}/g, '…'],
  // "ord - ord" and "ord -- ord" are dashes; one never begins a line.
  [/(?<=\S) (?:-{1,2}|–|—)(?= \S)/g, `${NBSP}–`],
  [/(?<=\p{L})--(?=\p{L})/gu, '–'],
  // "kl. 10-12", "2024-2026"; not "2026-05-12", "38 20 10-11-12" or "010190-1234", which is a number of its own kind
  [/(?<![\p{L}\d./-]|\d[.,])(\d{1,2}|\d{4})-(\d{1,2}|\d{4})(?![\p{L}\d/-]|[.,]\d)/gu, '$1–$2'],
  [/ …/g, `${NBSP}…`],
  [new RegExp(`(?<=\\d) (?=(?:%|‰|°C?|(?:${UNITS})(?![\\p{L}\\d])))`, 'gu'), NBSP],
  [new RegExp(`(?<=(?<![\\p{L}\\d])(?:${COUNTED})\\.?) (?=\\d)`, 'gu'), NBSP],
  [new RegExp(`(?<=(?<![\\p{L}\\d])(?:${NAMED})) (?=\\d)`, 'gu'), NBSP],
  [new RegExp(`(?<=(?<!\\d)\\d{1,2}\\.) (?=(?:${MONTHS})(?!\\p{L}))`, 'giu'), NBSP],
  // "f. eks.", "bl. a.", "d. 12."
  [/(?<=(?<!\p{L})[fF]\.) (?=eks\.)/gu, NBSP],
  [/(?<=(?<!\p{L})[bB]l\.) (?=a\.)/gu, NBSP],
  [/(?<=(?<!\p{L})d\.) (?=\d)/gu, NBSP],
  // "leder's", "60'erne"
  [/(?<=[\p{L}\d])['´`](?=\p{L})/gu, '’'],
]

const DOUBLE = /["“”„]/u
const OPENS_AFTER = /^$|[\s([{–—/»›]/u

/** Where quotation marks open and close; only those that have a partner. */
function partners(text: string): Map<number, number> {
  const found = new Map<number, number>()
  const open: number[] = []
  for (let at = 0; at < text.length; at++) {
    if (!DOUBLE.test(text[at] ?? '')) continue
    if (OPENS_AFTER.test(text[at - 1] ?? '') && /\S/.test(text[at + 1] ?? '')) open.push(at)
    // An inch, a mark that stands alone: what nothing opened closes nothing.
    else if (open.length > 0) found.set(open.pop() ?? 0, at)
  }
  return found
}

/** The quotation marks of a text as the house sets them: »outer« and ›inner‹. As long as what was given. */
function quoted(text: string): string {
  if (!DOUBLE.test(text)) return text
  const signs = text.split('')
  const partner = partners(text)
  const closes: number[] = []
  let typed = false // between » and « that were typed as such
  for (let at = 0; at < signs.length; at++) {
    if (text[at] === '»') typed = true
    if (text[at] === '«') typed = false
    if (closes.at(-1) === at) closes.pop()
    const close = partner.get(at)
    if (close === undefined) continue
    const [opening, closing] = typed || closes.length > 0 ? ['›', '‹'] : ['»', '«']
    signs[at] = opening ?? ''
    signs[close] = closing ?? ''
    closes.push(close)
  }
  return signs.join('')
}

const set = (text: string) => RULES.reduce((done, [pattern, sign]) => done.replaceAll(pattern, sign), text)

// A report is set again whenever one of its many texts has changed.
const SIGNS_KEPT = 2_000_000
const kept = keepRecent<string>(SIGNS_KEPT, done => done.length)

/** The text with its signs set; addresses in it stay as they are. */
function setAround(text: string): string {
  const before = kept.get(text)
  if (before !== undefined) return before
  let done = ''
  let end = 0
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    done += set(text.slice(end, index)) + address
    end = index + address.length
  }
  done += set(text.slice(end))
  kept.set(text, done)
  return done
}

/**
 * The pieces of one paragraph, each with its signs set. Quotation marks find their partners across the pieces, since a
 * word between them may be bold.
 */
export function typesetPieces(pieces: readonly string[]): string[] {
  const whole = quoted(pieces.join(''))
  let end = 0
  return pieces.map(piece => {
    const start = end
    end += piece.length
    return setAround(whole.slice(start, end))
  })
}

/** One line of text with its signs set. */
export const typeset = (text: string): string => typesetPieces([text])[0] ?? ''

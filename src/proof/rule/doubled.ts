// Full stops, commas and spaces that were typed twice.
import { everywhere, type Rule } from '../rule.ts'

// Spaces at a line's start indent a list, and two at its end break the line: both are Markdown. Three dots are a pause.
const DOUBLED =
  /(?<!\.)\.\.(?!\.)|([,;:!])\1+|[.,;:][,;](?!\S*[)\]])|(?<=\S)[ \u00A0]{2,}(?=\S)|(?<=[\p{L}.)»«”]) +[,.;!?](?=\s|$)|(?<=[!?])\.(?!\.)/gu

const WORDS: Record<string, string> = {
  '.': 'punktum',
  ',': 'komma',
  ';': 'semikolon',
  ':': 'kolon',
  '!': 'udråbstegn',
}

function whatOf(quote: string): string | null {
  const [first = ''] = quote
  if (/^[ \u00A0]+$/u.test(quote)) return 'Her er to mellemrum efter hinanden.'
  if (first === ' ') return `Her er et mellemrum før »${quote.trim()}«.`
  if (quote === '.') return 'Her står et punktum efter et andet tegn.'
  // "bl.a., og" is right.
  if (new Set(quote).size > 1) return first === '.' ? null : `Her står »${quote}«.`
  return `Her står to gange ${WORDS[first] ?? first} efter hinanden.`
}

export const doubled: Rule = {
  name: 'doubledSign',
  title: 'Dobbelt tegn eller mellemrum',
  severity: 'warns',
  why: 'Den slags ses med det samme i en trykt rapport.',
  remedy: 'Slet det ene.',
  find: everywhere(DOUBLED, ({ quote }) => whatOf(quote)),
  bad: [
    'Det gik godt..',
    'Det gik  godt.',
    'Det gik,, godt.',
    'Det gik , godt.',
    'Det gik godt .',
    'Sådan::',
    'Vi;, så.',
    'Det gik godt. . Og så.',
    'Gik det godt?.',
  ],
  good: [
    'Det gik godt...',
    'Det gik godt …',
    'Første linje  \nanden linje',
    '- Tid\n  - Ro',
    'Tid, ro, bl.a., og mere.',
    'Godt!',
    'Hun tøvede ... og svarede.',

    'Se kl. 10.30.',
  ],
}

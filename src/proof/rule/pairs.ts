// Quotation marks and brackets that open and never close, or the other way round.
import { type Passage, passages } from '../material.ts'
import { type Hit, hit, type Rule } from '../rule.ts'

const CLOSES: Record<string, string> = { ')': '(', ']': '[', '}': '{' }
const OPENS = Object.values(CLOSES)
// a), 1) and b. at a line's start count; smileys do not say anything that must be closed.
const NO_BRACKETS = /(?<=^[ \t]{0,9})\(?[\p{L}\d]{1,2}\)|[:;]-?[()]/gmu

// "1) tid og 2) ro" in the middle of a line.
const ENUMERATES = /(?<![\p{L}\d])[\p{L}\d]{1,2}$/u

function unpairedBrackets(text: string): number[] {
  const plain = text.replaceAll(NO_BRACKETS, found => ' '.repeat(found.length))
  const open: { sign: string; at: number }[] = []
  const lost: number[] = []
  for (const [at, sign] of [...plain.matchAll(/[()[\]{}]/g)].map(({ index, 0: sign }) => [index, sign] as const)) {
    if (OPENS.includes(sign)) open.push({ sign, at })
    else if (open.at(-1)?.sign === CLOSES[sign]) open.pop()
    else if (!(sign === ')' && ENUMERATES.test(plain.slice(0, at)))) lost.push(at)
  }
  return [...lost, ...open.map(({ at }) => at)]
}

// »…« as well as «…»: whichever comes first opens.
function unpairedGuillemets(text: string): number[] {
  let opened: { sign: string; at: number } | undefined
  for (const { index, 0: sign } of text.matchAll(/[»«]/g)) {
    if (opened?.sign === sign) return [opened.at]
    opened = opened ? undefined : { sign, at: index }
  }
  return opened ? [opened.at] : []
}

// Straight and curly quotes are typed in so many ways that only an odd number is sure to be wrong.
function oddQuote(text: string, signs: RegExp): number[] {
  const found = [...text.matchAll(signs)]
  return found.length % 2 === 1 ? [found.at(-1)?.index ?? 0] : []
}

const find = (passage: Passage): Hit[] =>
  [
    ...unpairedBrackets(passage.text),
    ...unpairedGuillemets(passage.text),
    ...oddQuote(passage.text, /"/g),
    ...oddQuote(passage.text, /[“”„]/g),
  ].map(at => {
    const sign = passage.text[at] ?? ''
    const kind = '()[]{}'.includes(sign) ? 'Parentesen' : 'Citationstegnet'
    return hit(passage, at, 1, `${kind} ${sign} har ingen mage.`)
  })

export const pairs: Rule = {
  name: 'unpairedSign',
  title: 'Parentes eller citationstegn uden mage',
  severity: 'warns',
  why: 'Læseren kan ikke se, hvor citatet eller den indskudte bemærkning begynder og slutter.',
  remedy: 'Sæt det tegn, der mangler, eller slet det, der står alene.',
  find: material => passages(material).flatMap(find),
  bad: [
    'Vi talte om tid (og ro.',
    'Vi talte om tid) og ro.',
    'Hun sagde: »Vi mangler tid.',
    'Hun sagde: «Tid.',
    'Hun sagde: "Tid.',
    'Hun sagde: “Tid.',
    'Se [her og der.',
    'Vi (talte [om) tid].',
  ],
  good: [
    'Vi talte om (tid [og ro]).',
    'Hun sagde: »Tid.« Og han: «Ro.»',
    'Hun sagde: "Tid."',
    'Hun sagde: ”Tid.”',
    'Hun sagde: „Tid.“',
    'a) Tid\nb) Ro',
    'Vi så a) tid, b) ro (tema 3a) og 12) mod.',
    'Det var sjovt :)',
    'Læs [her](https://eksempel.dk).',
  ],
}

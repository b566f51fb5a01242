// Spellings of the tilbud's name that are not its own: N.A.B.O., NABO and Nabo in one report.
import { editDistance } from '../../lib/edit-distance.ts'
import { type Material, type Passage, passages } from '../material.ts'
import { type Hit, hit, type Rule } from '../rule.ts'
import { beginsSentence } from '../sentence.ts'

const WORD = /[\p{L}\d]+(?:[.'’-][\p{L}\d]+)*\.?/gu
// Below this many letters, a slip makes another word as easily as a misspelt name.
const ONE_SLIP = 6
const TWO_SLIPS = 10

/** The letters alone: case, signs and the two ways to write æ, ø and å do not count. */
const fold = (text: string) =>
  text
    .toLowerCase()
    .replaceAll('å', 'aa')
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'oe')
    .replaceAll(/[^a-z0-9]/g, '')

const isCapital = (text: string) => /^\p{Lu}/u.test(text)
const withoutGenitive = (text: string) => text.replace(/['’]?s?['’]?$/u, '')

/** The name's letters in their order, with any case and signs between them. */
function inAnySpelling(name: string): RegExp {
  const letters = [...fold(name).replaceAll(/aa|ae|oe/g, pair => ({ aa: 'å', ae: 'æ', oe: 'ø' })[pair] ?? pair)]
  const ways: Record<string, string> = { å: '(?:å|aa)', æ: '(?:æ|ae)', ø: '(?:ø|oe)' }
  return new RegExp(
    String.raw`(?<![\p{L}\d])${letters.map(letter => ways[letter] ?? letter).join(String.raw`[.\-’']? ?`)}\.?(?:['’]?s['’]?)?(?![\p{L}\d])`,
    'giu',
  )
}

/** Whether a spelling is one of the tilbud's own, alone or within a longer wording such as "botilbuddet Birkelunden". */
function isOwn(quote: string, own: readonly string[]): boolean {
  return own.some(name => {
    const at = quote.indexOf(name)
    return (
      at !== -1 &&
      /^(?:['’]?s?['’]?|\.)?$/u.test(quote.slice(at + name.length)) &&
      !isCapital(quote.slice(0, at).trim().slice(1))
    )
  })
}

// In lower case, and where a sentence begins, a name such as Fyret is an ordinary word.
const isOrdinary = (quote: string, passage: Passage, start: number) =>
  quote === quote.toLowerCase() ||
  (beginsSentence(passage.text, start) &&
    quote.slice(1) === quote.slice(1).toLowerCase() &&
    !/[ .-]/.test(quote.slice(0, -1)))

function find(material: Material): Hit[] {
  const { name, shortNames } = material.tilbud
  const own = [name, ...shortNames]
  const what = (quote: string) =>
    `»${quote}« ligner tilbuddets navn, men det hedder ${own.map(one => `»${one}«`).join(' eller ')}.`
  const single = [...new Set(own.flatMap(one => one.split(' ')).filter(word => isCapital(word)))]
  return passages(material).flatMap(passage => {
    const { text } = passage
    const respelt = own.flatMap(one =>
      [...text.matchAll(inAnySpelling(one))]
        .filter(
          ({ index, 0: quote }) =>
            !isOwn(quote, own) &&
            !isOwn(quote.replace(/\.$/, ''), own) &&
            !(one.includes(' ') ? false : isOrdinary(quote, passage, index)),
        )
        .map(({ index, 0: quote }) => hit(passage, index, quote.length, what(quote))),
    )
    const misspelt = [...text.matchAll(WORD)]
      .filter(({ index, 0: word }) => isCapital(word) && !beginsSentence(text, index))
      .flatMap(({ index, 0: quote }) => {
        const word = withoutGenitive(quote.replace(/\.$/, ''))
        const folded = fold(word)
        const near = single.some(known => {
          const length = fold(known).length
          const distance = editDistance(folded, fold(known))
          return (
            distance > 0 &&
            distance <= (length >= TWO_SLIPS ? 2 : length >= ONE_SLIP ? 1 : 0) &&
            editDistance(folded, `${fold(known)}s`) > 0
          )
        })
        return near ? [hit(passage, index, word.length, what(word))] : []
      })
    return [...respelt, ...misspelt.filter(({ start }) => !respelt.some(other => other.start === start))]
  })
}

const nabo = { name: 'N.A.B.O.', shortNames: ['Nærmiljø- og bostøtten'] }
const birk = { name: 'Botilbuddet Birkelunden', shortNames: ['Birkelunden'] }
const at = (tilbud: typeof nabo, body: string) => ({ tilbud, points: [{ body }] })

export const tilbudName: Rule = {
  name: 'tilbudName',
  title: 'Tilbuddets navn er stavet anderledes',
  severity: 'warns',
  why: 'Flere stavemåder af det samme navn får rapporten til at virke sjusket.',
  remedy:
    'Brug tilbuddets navn, som det står i listen over tilbud. Er det en anden stavemåde, de bruger selv, kan en administrator tilføje den som kortnavn.',
  find,
  bad: [
    at(nabo, 'Vi besøgte NABO i december.'),
    at(nabo, 'Vi besøgte Nabo i december.'),
    at(nabo, 'Vi besøgte N.A.B.O i december.'),
    at(nabo, 'Hos N. A. B. O. er der ro.'),
    at(birk, 'På Birklunden er der ro.'),
    at(birk, 'På Birkelundens nabo, BIRKELUNDEN.'),
    at(birk, 'På Birkelundne er der ro.'),
    'Vi besøgte Aahuset.',
    'Vi besøgte Å-huset.',
    'Vi besøgte Åhusset.',
  ],
  good: [
    at(nabo, 'Vi besøgte N.A.B.O. i december og gik fra N.A.B.O.'),
    at(nabo, 'Nabo til huset er en skole, og en nabo hilste.'),
    at(nabo, 'N.A.B.O.’s medarbejdere og N.A.B.O.s borgere.'),
    at(birk, 'På botilbuddet Birkelunden er Birkelundens have stor.'),
    at(birk, 'Botilbuddet er nyt. På Botilbuddet Birkelunden er der ro.'),
    {
      tilbud: { name: 'Rusmiddelcentret Fyret', shortNames: ['Fyret'] },
      points: [{ body: 'Fyret lyser. Vi så fyret.' }],
    },
    {
      tilbud: { name: 'Værestedet Molen', shortNames: ['Molen'] },
      points: [{ body: 'De mødtes på molen. Solen skinnede over Polen.' }],
    },
    'Åhuset er Åhusets. »Åhuset«, sagde hun.',
  ],
}

// A number in words that does not match what it counts: "alle 4 opmærksomheder" over five of them.
import { type Material, type Passage, passages } from '../material.ts'
import { type Hit, hit, type Rule } from '../rule.ts'
import { sentences } from '../sentence.ts'

const NUMBERS =
  'nul en to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten tyve'.split(
    ' ',
  )
const COUNT = new RegExp(
  String.raw`(?<!\p{L})(?:(?:alle|de|disse|samtlige|ovenstående|vores|jeres)\s+)+(\d{1,2}|${NUMBERS.join('|')})\s+(?:(?:lilla|gule|nævnte|nye|ovenstående|forskellige)\s+)?(fokuspunkt|opmærksomhed|forslag)\p{L}*|(?<!\p{L})(begge)\s+(?:de\s+)?(fokuspunkt|opmærksomhed|forslag)\p{L}*`,
  'giu',
)
const ANOTHER_TIME = /sidste|forrige|seneste|tidligere|dengang|(?<!\d)20\d\d(?!\d)/i

/** What the number may be: of the whole visit, of the theme, of the points that this one answers, of a list in the text. */
function possible(
  { visit }: Material,
  { theme, pointId, text }: Passage,
  { box, ofAll }: { box: 'purple' | 'yellow'; ofAll: boolean },
): number[] {
  const all = visit.points.filter(point => point.box === box)
  const listed = text.match(/^[ \t]*(?:[-*+]|\d{1,2}[.)])[ \t]/gm)?.length ?? 0
  if (!theme) return [all.length, listed]
  const own = all.filter(point => point.theme === theme).length
  const visiting = all.filter(point => point.theme !== theme && point.alsoThemes.includes(theme)).length
  const answers = visit.points.find(({ id }) => id === pointId)?.answers.length ?? 0
  return [all.length, own, own + visiting, listed, ...(box === 'purple' && !ofAll ? [answers] : [])]
}

function find(material: Material): Hit[] {
  return passages(material).flatMap(passage =>
    sentences(passage.text)
      .filter(({ text }) => !ANOTHER_TIME.test(text))
      .flatMap(({ text, start }) =>
        [...text.matchAll(COUNT)].flatMap(found => {
          const [quote, number = '', noun = '', both, bothNoun] = found
          const said = both ? 2 : /\d/.test(number) ? Number(number) : NUMBERS.indexOf(number.toLowerCase())
          const box = (bothNoun ?? noun).toLowerCase() === 'forslag' ? 'yellow' : 'purple'
          // What people talked about had suggestions of its own.
          if (box === 'yellow' && (passage.box === 'grey' || !passage.theme)) return []
          // "All four" are not the four among five that this one happens to answer.
          const ofAll = /^(?:alle|samtlige)(?!\p{L})/iu.test(quote)
          const counts = possible(material, passage, { box, ofAll })
          if (counts.includes(said)) return []
          const [inAll = 0, inTheme = 0] = counts
          const things = box === 'yellow' ? 'forslag' : 'fokuspunkter'
          const really = passage.theme ? `${inTheme} ${things} i temaet og ${inAll} i alt` : `${inAll} ${things} i alt`
          return [
            hit(
              passage,
              start + found.index,
              quote.length,
              `Her står »${quote}«, men der er ${really}.`,
              counts.join(),
            ),
          ]
        }),
      ),
  )
}

const three = ['der er tid.', 'der er ro.', 'der er mod.'].map(body => ({ theme: '1', box: 'purple' as const, body }))

export const count: Rule = {
  name: 'wrongCount',
  title: 'Antal, der ikke passer',
  severity: 'warns',
  why: 'Der er kommet et punkt til, eller et er faldet bort, siden det blev skrevet.',
  remedy: 'Ret tallet, eller skriv »fokuspunkterne« uden et tal.',
  find,
  bad: [
    { points: [...three, { theme: '1', box: 'yellow', body: 'Det svarer på alle 4 opmærksomheder.' }] },
    { points: [...three, { theme: '1', box: 'yellow', body: 'Det gælder de fem fokuspunkter.' }] },
    { points: [...three, { theme: '1', box: 'yellow', answers: ['p1', 'p2'], body: 'Alle 2 opmærksomheder.' }] },
    { points: three, conclusion: 'Begge fokuspunkter er vigtige.' },
    { points: [...three, { theme: '1', box: 'yellow', body: 'De to forslag er gode.' }] },
  ],
  good: [
    { points: [...three, { theme: '1', box: 'yellow', body: 'Det svarer på alle tre fokuspunkter.' }] },
    {
      points: [...three, { theme: '1', box: 'yellow', answers: ['p1', 'p2'], body: 'Begge fokuspunkter bliver løst.' }],
    },
    { points: three, conclusion: 'De fire fokuspunkter fra sidste besøg er løst.' },
    { points: three, conclusion: 'Vi fik to forslag på vejen hjem.' },
    { points: three, conclusion: 'De to fokuspunkter er:\n\n1. Tid\n2. Ro' },
    { points: [...three, { body: 'De to forslag, som borgerne selv kom med, er i gang.' }] },
  ],
}

// A focus point stands under "Dette peger på at …" and has to read on from there.
import { type Material, passages } from '../material.ts'
import { type Hit, hit, type Rule } from '../rule.ts'
import { beginsSentence, sentences } from '../sentence.ts'

// After "at" the subject comes first: these words would begin a main clause.
const VERBS = ['kan', 'skal', 'bør', 'har', 'er', 'må', 'vil', 'kunne', 'burde']
// Nor can an order or a question stand there.
const OPENERS = 'overvej husk sørg prøv tænk fortsæt undersøg drøft afklar hvordan hvorfor om fordi men eller'.split(
  ' ',
)

/** Words that the texts write with a capital letter in the middle of a sentence: names. */
const namesIn = (texts: readonly string[]) =>
  new Set(
    texts.flatMap(text =>
      [...text.matchAll(/\p{Lu}[\p{L}.]*/gu)].filter(({ index }) => !beginsSentence(text, index)).map(([word]) => word),
    ),
  )

function whatOf(first: string, sentence: string, names: ReadonlySet<string>): string | null {
  if (/^at$/i.test(first)) return 'Teksten begynder med »at«, som allerede står i boksens overskrift.'
  if (sentence.endsWith('?'))
    return 'Teksten begynder med et spørgsmål og kan ikke læses i forlængelse af »Dette peger på at …«.'
  if (VERBS.includes(first.toLowerCase()) || OPENERS.includes(first.toLowerCase()))
    return `Efter »Dette peger på at …« kan der ikke stå »${first}«.`
  const isName = first === 'I' || names.has(first) || /^\p{Lu}[\p{Lu}\d.-]/u.test(first)
  if (/^\p{Lu}/u.test(first) && !isName)
    return `Teksten begynder med stort (»${first}«), men læses i forlængelse af »Dette peger på at …«.`
  return null
}

function find(material: Material): Hit[] {
  const all = passages(material)
  const { name, shortNames } = material.tilbud
  const names = namesIn([
    ...all.map(({ text }) => text),
    ...[name, ...shortNames].map(known => `at ${known} og ${known}s`),
  ])
  return all
    .filter(({ box, field }) => box === 'purple' && field === 'body')
    .flatMap(passage => {
      const [sentence] = sentences(passage.text)
      const word = sentence && /[\p{L}\d][\p{L}\d.-]*/u.exec(sentence.text)
      const what = word && whatOf(word[0].replace(/\.$/, ''), sentence.text, names)
      return what ? [hit(passage, sentence.start + word.index, word[0].length, what)] : []
    })
}

const focus = (body: string) => ({ points: [{ box: 'purple' as const, body }] })

export const readsOn: Rule = {
  name: 'readsOn',
  title: 'Fokuspunkt, der ikke passer til overskriften',
  severity: 'warns',
  why: 'Alle fokuspunkter står under »Dette peger på at …« og skal kunne læses som resten af den sætning.',
  remedy: 'Begynd med lille bogstav og med det, der peges på, som »medarbejderne mangler ro til …«.',
  find,
  bad: [
    focus('Medarbejderne mangler tid.'),
    focus('At der mangler tid.'),
    focus('at der mangler tid.'),
    focus('Hvordan får I mere tid?'),
    focus('kan I finde mere tid, går det bedre.'),
    focus('**Der** mangler tid.'),
    focus('overvej, om I kan finde tid.'),
    focus('hvordan I finder tid.'),
  ],
  good: [
    focus('der mangler tid.'),
    focus('I med fordel kan finde mere tid.'),
    focus('Åhuset mangler tid.'),
    focus('Åhusets borgere mangler tid. De siger det selv.'),
    focus('APV-arbejdet mangler tid.'),
    focus('*det* mangler.\n\nHvad gør I ved det?'),
    { points: [{ box: 'purple', body: 'Recovery er et fælles sprog.' }, { body: 'Vi talte om Recovery og tid.' }] },
    { points: [{ box: 'grey', body: 'Medarbejderne mangler tid.' }] },
  ],
}

// LIX, the Scandinavian measure of how hard a text is to read: words per sentence, and the share of long words.
import { type Material, passages } from '../material.ts'
import { type Hit, hit, type Rule } from '../rule.ts'
import { sentences, words } from '../sentence.ts'

// From 55 a text is counted as very hard, as laws are. Short texts jump about too much to be measured.
const VERY_HARD = 55
const ENOUGH_WORDS = 60
const LONG_WORD = 7
const OPENING = 60

function lixOf(text: string): number {
  const all = words(text)
  const long = all.filter(word => word.length >= LONG_WORD).length
  return Math.round(all.length / sentences(text).length + (100 * long) / all.length)
}

function find(material: Material): Hit[] {
  return passages(material).flatMap(passage => {
    if (words(passage.text).length < ENOUGH_WORDS) return []
    const lix = lixOf(passage.text)
    if (lix < VERY_HARD) return []
    return [
      hit(passage, 0, Math.min(OPENING, passage.text.length), `Teksten har lixtal ${lix} og er meget svær at læse.`),
    ]
  })
}

const HARD =
  'Medarbejdergruppen efterspørger tværfaglige kompetenceudviklingsforløb vedrørende dokumentationspraksis og samarbejdsrelationer. '
const PLAIN = 'Medarbejderne vil gerne lære mere om, hvordan de skriver det vigtige ned. '

export const lix: Rule = {
  name: 'hardToRead',
  title: 'Svær at læse',
  severity: 'warns',
  why: 'Rapporten skal kunne læses af alle i tilbuddet, også af borgere og pårørende. Et lixtal på 55 svarer til en lovtekst.',
  remedy: 'Skriv kortere sætninger, og skift lange fagord ud med ord, man siger til hinanden.',
  find,
  bad: [HARD.repeat(8)],
  good: [PLAIN.repeat(8), HARD],
}

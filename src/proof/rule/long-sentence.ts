// A sentence that is so long that the reader has to begin again.
import { type Material, passages } from '../material.ts'
import { type Hit, hit, type Rule } from '../rule.ts'
import { sentences, words } from '../sentence.ts'

const WORDS = 40

function find(material: Material): Hit[] {
  return passages(material).flatMap(passage =>
    sentences(passage.text).flatMap(({ text, start }) => {
      const count = words(text).length
      return count > WORDS ? [hit(passage, start, text.length, `Sætningen er på ${count} ord.`)] : []
    }),
  )
}

export const longSentence: Rule = {
  name: 'longSentence',
  title: 'Lang sætning',
  severity: 'warns',
  why: 'Efter omkring 25 ord begynder læseren at tabe tråden.',
  remedy: 'Sæt punktum undervejs.',
  find,
  bad: [`Vi talte om tid${' og om ro'.repeat(14)}.`],
  good: [
    `Vi talte om tid${' og om ro'.repeat(10)}.`,
    'Vi talte om tid, og det gik godt. '.repeat(20),
    `Vi talte om:\n${'- tid til det, der er vigtigt\n'.repeat(12)}`,
  ],
}

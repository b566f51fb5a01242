// A sentence that stands in two places, as happens when it was copied and both were kept.
import { type Material, type Passage, passages } from '../material.ts'
import { type Hit, hit, type Rule } from '../rule.ts'
import { sentences, words } from '../sentence.ts'

// Shorter ones are turns of phrase.
const WORDS = 6

const plain = (text: string) => words(text.replaceAll(/[*_]/g, '')).join(' ').toLowerCase()

function find(material: Material): Hit[] {
  const seen = new Map<string, Passage>()
  return passages(material).flatMap(passage =>
    sentences(passage.text).flatMap(({ text, start }) => {
      const said = plain(text)
      if (said.split(' ').length < WORDS) return []
      const before = seen.get(said)
      if (!before) seen.set(said, passage)
      if (!before) return []
      const where = before.theme
        ? `i tema ${before.theme}`
        : before.field === 'conclusion'
          ? 'i konklusionen'
          : 'i det samlede indtryk'
      return [
        hit(
          passage,
          start,
          text.length,
          `Den samme sætning står også ${before === passage ? 'et andet sted i teksten' : where}.`,
          before.pointId ?? '',
        ),
      ]
    }),
  )
}

const twice = 'Medarbejderne vil gerne have mere tid til hinanden.'

export const repeated: Rule = {
  name: 'repeatedSentence',
  title: 'Den samme sætning to gange',
  severity: 'warns',
  why: 'Læseren stopper op og spørger, om det er en fejl.',
  remedy: 'Behold den det ene sted. Gælder punktet flere temaer, så vælg dem under »Også i tema«.',
  find,
  bad: [
    {
      points: [
        { theme: '1', body: twice },
        { theme: '2', body: `Vi hørte det igen. ${twice}` },
      ],
    },
    { points: [{ theme: '1', body: twice }], conclusion: 'Medarbejderne vil gerne have **mere tid** til hinanden' },
    `${twice} ${twice}`,
  ],
  good: [
    {
      points: [
        { theme: '1', body: 'Det er godt.' },
        { theme: '2', body: 'Det er godt.' },
      ],
    },
    {
      points: [
        { theme: '1', body: twice },
        { theme: '2', body: 'Medarbejderne vil gerne have mere ro til hinanden.' },
      ],
    },
  ],
}

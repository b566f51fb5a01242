// "Lederen" where one leader was talked with: what is written about one person is about a person one can name.
import type { Material } from '../material.ts'
import { everywhere, onceInEach, type Rule } from '../rule.ts'

const LEADERS = /leder|chef|forstander|ledelse/i
const THE_LEADER = /(?<![\p{L}-])\p{L}*(?:leder|chef|forstander)(?:en|ens)(?![\p{L}-])/giu

/** How many leaders the consultants talked with. */
export const countLeaders = ({ visit }: Pick<Material, 'visit'>) =>
  visit.participants.met.filter(({ group }) => LEADERS.test(group)).reduce((sum, { count }) => sum + count, 0)

const everyLeader = onceInEach(
  everywhere(THE_LEADER, ({ quote, passage }) =>
    passage.field === 'participants' ? null : `Her står »${quote}«, og I talte med én leder.`,
  ),
)

const one = [
  { group: 'medarbejdere', count: 6 },
  { group: 'leder', count: 1 },
]

export const leader: Rule = {
  name: 'theLeader',
  title: '»Lederen«, hvor der kun er én',
  severity: 'warns',
  why: 'Når der kun er én leder, er det en oplysning om en bestemt person.',
  remedy: 'Skriv »ledelsen« eller »ledere og medarbejdere«, eller stryg, hvem der sagde det.',
  find: material => (countLeaders(material) === 1 ? everyLeader(material) : []),
  bad: [
    { met: one, points: [{ body: 'Lederen fortæller, at tiden er knap.' }] },
    { met: one, conclusion: 'Vi hørte tilbudslederens plan.' },
    { met: one, points: [{ heading: 'Centerlederen', body: 'Tekst.' }] },
  ],
  good: [
    { met: one, points: [{ body: 'Ledelsen fortæller, at tiden er knap.' }] },
    { met: one, points: [{ body: 'Ledere og medarbejdere mangler tid.' }] },
    {
      met: [
        { group: 'medarbejdere', count: 6 },
        { group: 'ledere', count: 2 },
      ],
      points: [{ body: 'Lederen fortæller, at tiden er knap.' }],
    },
  ],
}

// A report of some sixty pages, invented: everything that people write too much of. Long points, long lists, lists in
// two levels, quotes, long headings, long words, long names, many numbers in one suggestion.
import { readFileSync } from 'node:fs'
import type { ReportPoint, ReportSource } from '../../src/report/report.source.ts'

const seed = (path: string) => JSON.parse(readFileSync(new URL(`../../seeds/${path}`, import.meta.url), 'utf8'))

const SENTENCES = [
  'Medarbejderne fortæller, at dagene er blevet roligere, siden morgenmødet fik en fast dagsorden.',
  'Flere peger på, at aftalerne bliver husket bedre, når de står ét sted, hvor alle kan læse dem.',
  'Der er forskel på hverdag og weekend, og den forskel mærker borgerne især i overgangene.',
  'Leder og medarbejdere er enige om retningen, men ikke altid om rækkefølgen.',
  'Sammen med de pårørende er der lavet en plan for, hvem der ringer hvornår, og den bliver brugt.',
  'Mange af de gode idéer opstår ved kaffemaskinen og når aldrig frem til skriftligheden.',
  'Vi mødte en arbejdsglæde, som både kunne høres og ses, og som smitter af på borgernes dag.',
  'Nogle borgere vil gerne have mere at skulle have sagt om måltiderne, andre vil helst have fred.',
  'Se også tema 4, punkt 2, hvor det samme bliver nævnt fra en anden side.',
] as const

const HEADINGS = [
  'Plads til fordybelse',
  'Overgange mellem dag og aften, hverdag og weekend, og hvem der egentlig har ansvaret for at give beskeden videre',
  'Tid',
  'Dokumentationspraksis i selvejende aktivitets- og samværstilbud',
] as const

const LONG_WORD = 'Socialpædagogikfaglighedsudviklingskoordineringsudvalgsformandskabsberetning'

/** `count` sentences, a different selection for each `seed`. */
const prose = (seed: number, count: number) =>
  Array.from({ length: count }, (_, index) => SENTENCES[(seed * 7 + index * (1 + (seed % 4))) % SENTENCES.length]).join(
    ' ',
  )

const list = (seed: number, count: number) =>
  Array.from({ length: count }, (_, index) => {
    const inner = index % 3 === 1 ? `\n  - ${prose(seed + index + 1, 1)}\n  - ${prose(seed + index + 2, 1)}` : ''
    return `- ${prose(seed + index, 1)}${inner}`
  }).join('\n')

const BODIES: ((seed: number) => string)[] = [
  seed => [prose(seed, 6), prose(seed + 1, 7), prose(seed + 2, 4)].join('\n\n'),
  seed => `${prose(seed, 2)}\n\n${list(seed, 9)}\n\n${prose(seed + 3, 2)}`,
  seed => `${prose(seed, 3)}\n\n> ${prose(seed + 4, 3)}\n\n${prose(seed + 5, 5)}`,
  seed => prose(seed, 1),
  seed => `${LONG_WORD}: ${prose(seed, 8)}`,
  seed => `1. ${prose(seed, 2)}\n2. ${prose(seed + 1, 3)}\n3. ${prose(seed + 2, 1)}`,
]

const COUNTS = { grey: 9, purple: 6, yellow: 7 } as const

/** The visit behind the report. Theme 1 is by far the longest; theme 6 is short, and theme 7 empty. */
export function longReport(): ReportSource {
  const model = seed('model/kvalitetsmodel-3.0.json') as ReportSource['model']
  const points: ReportPoint[] = []
  for (const [order, { key }] of model.themes.entries()) {
    const share = key === '7' ? 0 : key === '6' ? 0.15 : key === '1' ? 1.6 : 1
    for (const box of ['grey', 'purple', 'yellow'] as const)
      for (let index = 0; index < Math.round(COUNTS[box] * share); index++) {
        const number = order * 40 + index * 3 + box.length
        const purple = points.filter(point => point.theme === key && point.box === 'purple')
        points.push({
          id: `${key}-${box}-${index}`,
          theme: key,
          box,
          heading: index % 3 === 2 ? null : (HEADINGS[number % HEADINGS.length] ?? null),
          body: BODIES[number % BODIES.length]?.(number) ?? '',
          alsoThemes: box === 'purple' && index % 4 === 0 ? ['4', '7'].filter(other => other !== key) : [],
          answers:
            box === 'yellow'
              ? purple.filter((_, place) => (place + index) % (2 + (index % 5)) === 0).map(p => p.id)
              : [],
          source: null,
          saidOnTheDay: index % 2 === 0,
          topics: index % 3 === 0 ? [`Emne ${index + 1}`, 'Mental sundhed'] : [],
          position: points.length,
        })
      }
  }
  return {
    visit: {
      id: 'long',
      visitedOn: '2026-09-30',
      participants: {
        employeesTotal: 214,
        met: [
          { group: 'medarbejdere', count: 31 },
          { group: 'leder', count: 1 },
          { group: 'pårørende', count: 12 },
          { group: 'frivillige', count: 7 },
        ],
      },
      topics: ['Mental sundhed', 'Den nye rolle', 'Overgange mellem dag, aften, nat og weekend', 'Tid'],
      overallImpression: Array.from({ length: 16 }, (_, index) => prose(index, 6)).join('\n\n'),
      conclusion: `${Array.from({ length: 13 }, (_, index) => prose(index + 3, 7)).join('\n\n')}\n\n${list(2, 8)}`,
      points,
    },
    tilbud: {
      name: 'Rehabiliteringscentret Christiansborgsvingets Døgn- og Aktivitetshuse',
      type: 'Længerevarende botilbud med tilknyttet aktivitets- og samværstilbud',
      centre: 'Center for Psykiatri, Misbrug, Hjemløshed og Udsatte Voksne',
    },
    consultants: ['Anne-Katrine Holm-Vestergaard', 'Mikkel Brandt Christoffersen', 'Sigríður Þorsteinsdóttir'],
    model,
    edition: { kind: 'draft' },
  }
}

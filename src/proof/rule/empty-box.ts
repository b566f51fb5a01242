// An empty box, for which the report prints a standard phrase that the rest of the theme speaks against.
import { emptyPlace, type Material } from '../material.ts'
import { type Hit, hitAll, type Rule } from '../rule.ts'

function find({ visit, model }: Material): Hit[] {
  return model.themes.flatMap(({ key }) => {
    const own = visit.points.filter(({ theme }) => theme === key)
    const visiting = visit.points.filter(point => point.theme !== key && point.alsoThemes.includes(key))
    const [grey, purple, yellow] = (['grey', 'purple', 'yellow'] as const).map(box =>
      own.filter(point => point.box === box),
    )
    const tell = (box: Parameters<typeof emptyPlace>[1], what: string) => [hitAll(emptyPlace(key, box), what)]
    if (own.length === 0 && visiting.length === 0) return tell(null, `Der står intet i tema ${key}.`)
    if (!grey?.length && purple?.length)
      return tell(
        'grey',
        'Boksen er tom, men temaet har fokuspunkter. Rapporten skriver, at alt stemmer med kvalitetsbeskrivelsen.',
      )
    const answered = visit.points.some(({ answers }) => purple?.some(({ id }) => answers.includes(id)))
    if (purple?.length && !yellow?.length && !answered)
      return tell(
        'yellow',
        'Ingen forslag svarer på temaets fokuspunkter. Rapporten skriver, at ledere og medarbejdere ingen havde.',
      )
    if (yellow?.some(({ answers }) => answers.length === 0) && !purple?.length)
      return tell('purple', 'Temaet har forslag, men intet fokuspunkt, som de svarer på.')
    return []
  })
}

const focus = { theme: '1', box: 'purple', body: 'der mangler tid.' } as const
const talk = { theme: '1', box: 'grey', body: 'Vi talte om tid.' } as const
const proposal = { theme: '1', box: 'yellow', body: 'Vi laver en plan.' } as const
// Every other theme is mentioned, so that only the first one is looked at.
const elsewhere = {
  theme: '1',
  box: 'grey',
  body: 'Vi talte om det hele.',
  alsoThemes: ['2', '3a', '3b', '4', '5', '6', '7'],
} as const
const also = { ...elsewhere, alsoThemes: [...elsewhere.alsoThemes] }

export const emptyBox: Rule = {
  name: 'emptyBox',
  title: 'Tom boks uden en grund',
  severity: 'warns',
  why: 'En tom boks siger noget i rapporten, og det skal være det, I mener.',
  remedy: 'Skriv det, der mangler. Passer det, at boksen er tom, så svar her hvorfor.',
  find,
  bad: [{ points: [focus] }, { points: [also, talk, focus] }, { points: [also, proposal] }, { points: [talk] }],
  good: [
    { points: [also, focus, { ...proposal, answers: ['p2'] }] },
    { points: [also, talk] },
    { points: [also, focus, { ...proposal, theme: '2', answers: ['p2'] }, { ...talk, theme: '2' }] },
  ],
}

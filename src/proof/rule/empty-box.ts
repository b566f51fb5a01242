// An empty box or theme, for which the report prints a standard phrase that the rest of the theme speaks against.
import { emptyPlace, type Material, nothingWritten } from '../material.ts'
import { type Hit, hitAll, type Rule } from '../rule.ts'

const list = new Intl.ListFormat('da')

/** Themes about which nothing stands anywhere: one question about all of them, for some of them may well be empty. */
function emptyThemes({ visit, model }: Material): string[] {
  return model.themes
    .map(({ key }) => key)
    .filter(key => !visit.points.some(({ theme, alsoThemes }) => theme === key || alsoThemes.includes(key)))
}

function find(material: Material): Hit[] {
  const { model } = material
  if (nothingWritten(material)) return []
  const empty = emptyThemes(material)
  const themes = empty.length === 1 ? 'tema' : 'temaerne'
  const what = `Der står intet i ${themes} ${list.format(empty)}. Rapporten skriver, at der ingen særlig feedback er.`
  return [
    ...(empty[0] ? [hitAll(emptyPlace(empty[0], null), what, empty.join())] : []),
    ...model.themes.flatMap(({ key }) => emptyBoxes(material, key)),
  ]
}

function emptyBoxes({ visit }: Material, key: string): Hit[] {
  const own = visit.points.filter(({ theme }) => theme === key)
  const [grey, purple, yellow] = (['grey', 'purple', 'yellow'] as const).map(box =>
    own.filter(point => point.box === box),
  )
  const tell = (box: Parameters<typeof emptyPlace>[1], what: string) => [hitAll(emptyPlace(key, box), what)]
  // What was seen or read, or added afterwards, need not have been talked about.
  const discussed = purple?.filter(
    ({ source, saidOnTheDay }) => saidOnTheDay && (source === null || source === 'discussion'),
  )
  if (!grey?.length && discussed?.length)
    return tell(
      'grey',
      'Boksen er tom, men temaet har fokuspunkter fra drøftelsen. Rapporten skriver, at alt stemmer med kvalitetsbeskrivelsen.',
    )
  const mark = visit.descriptionMarks?.find(({ theme }) => theme === key)?.mark
  if (!grey?.length && (mark === 'partly' || mark === 'new'))
    return tell(
      'grey',
      'Boksen er tom, men I har markeret, at temaet ikke helt stemmer med kvalitetsbeskrivelsen. Rapporten skriver, at alt stemmer.',
    )
  const answered = visit.points.some(({ answers }) => purple?.some(({ id }) => answers.includes(id)))
  if (discussed?.length && !yellow?.length && !answered)
    return tell(
      'yellow',
      'Ingen forslag svarer på temaets fokuspunkter. Rapporten skriver, at ledere og medarbejdere ingen havde.',
    )
  if (yellow?.some(({ answers }) => answers.length === 0) && !purple?.length)
    return tell('purple', 'Temaet har forslag, men intet fokuspunkt, som de svarer på.')
  return []
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
  bad: [
    { points: [also], descriptionMarks: [{ theme: '2', mark: 'partly' }] },
    { points: [also], descriptionMarks: [{ theme: '2', mark: 'new' }] },
    { points: [focus] },
    { points: [also, talk, focus] },
    { points: [also, proposal] },
    { points: [talk] },
  ],
  good: [
    { points: [also], descriptionMarks: [{ theme: '2', mark: 'agrees' }] },
    { points: [also, focus, { ...proposal, answers: ['p2'] }] },
    { points: [also, talk] },
    { points: [also, { ...focus, source: 'observation' }, { ...proposal, answers: ['p2'] }] },
    { points: [], overallImpression: '', conclusion: '' },
    { points: [also, focus, { ...proposal, theme: '2', answers: ['p2'] }, { ...talk, theme: '2' }] },
  ],
}

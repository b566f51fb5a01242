// What fewer than five people of a group said can be traced back to them.
import { type Material, passages } from '../material.ts'
import { type Hit, hit, type Rule } from '../rule.ts'
import { countLeaders } from './leader.ts'

const SMALL = 5
const SAYS =
  'siger|sagde|føler|følte|understreger|understregede|lægger vægt på|lagde vægt på|er glade for|var glade for|er optagede af|var optagede af|er enige|var enige|er i tvivl|var i tvivl|klager|klagede|fortæller|fortalte|oplever|oplevede|mener|mente|synes|syntes|nævner|nævnte|beskriver|beskrev|efterlyser|efterlyste|ønsker|ønskede|savner|savnede|frygter|frygtede|peger på|pegede på|giver udtryk|gav udtryk|er bekymrede|var bekymrede|er kede|var kede'

/** "medarbejdere" → "medarbejderne"; "pårørende" → "de pårørende". */
const definite = (group: string) =>
  /ere?$/.test(group) ? `${group.replace(/e$/, '')}ne` : `de ${group.replace(/^de /, '')}`

/** The group said something; or two of it did, or the one who …: a statement that one can put a face to. */
function statementOf(group: string): RegExp {
  const singular = group.replace(/e$/, '')
  const some = String.raw`(?:begge|alle|den ene|den eneste|den anden|(?:de )?(?:to|tre|fire)|en af de (?:to|tre|fire))\s+(?:${group}|${singular}|${definite(group).replace(/^de /, '')})`
  return new RegExp(String.raw`(?<![\p{L}-])(?:${definite(group)}|${some})\s+(?:også\s+)?(?:${SAYS})(?!\p{L})`, 'iu')
}

function find(material: Material): Hit[] {
  const small = material.visit.participants.met.filter(({ count }) => count > 0 && count < SMALL)
  return small
    .filter(
      ({ group }) =>
        !countLeaders({
          visit: { ...material.visit, participants: { employeesTotal: null, met: [{ group, count: 1 }] } },
        }),
    )
    .flatMap(({ group, count }) => {
      const statement = statementOf((group.split(' ')[0] ?? '').toLowerCase().replaceAll(/[^\p{L}-]/gu, ''))
      return passages(material).flatMap(passage => {
        const found = statement.exec(passage.text)
        return found
          ? [hit(passage, found.index, found[0].length, `I talte med ${count} ${group}, og her står, hvad de sagde.`)]
          : []
      })
    })
}

const few = [
  { group: 'medarbejdere', count: 6 },
  { group: 'borgere', count: 3 },
]
const said = (body: string) => ({ met: few, points: [{ body }] })

export const smallGroup: Rule = {
  name: 'smallGroup',
  title: 'Udsagn fra en lille gruppe',
  severity: 'warns',
  why: 'Når færre end fem har talt, kan andre regne ud, hvem der sagde det.',
  remedy: 'Skriv det, så det ikke kan føres tilbage til dem, eller svar her, at de har sagt ja til det.',
  find,
  bad: [
    said('Borgerne fortæller, at de keder sig.'),
    said('Den ene borger sagde, at maden er god.'),
    { met: [{ group: 'pårørende', count: 2 }], points: [{ body: 'De pårørende oplever, at ingen ringer.' }] },
  ],
  good: [
    said('En borger sagde, at maden er god.'),
    said('Medarbejderne fortæller, at de keder sig.'),
    said('Borgerne er med til at lave mad.'),
    { met: [{ group: 'borgere', count: 5 }], points: [{ body: 'Borgerne fortæller, at de keder sig.' }] },
  ],
}

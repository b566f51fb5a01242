// A grey box that tells all that was said has become minutes.
import { type Material, pointPassage } from '../material.ts'
import { type Hit, hit, type Rule } from '../rule.ts'
import { words } from '../sentence.ts'

// About a page of the report; a box that tells what matters for the feedback fills a third to a half of one.
const BOX = 450
const OPENING = 60

function find({ visit, model }: Material): Hit[] {
  return model.themes.flatMap(({ key }) => {
    const grey = visit.points.filter(({ theme, box }) => theme === key && box === 'grey')
    const length = grey.reduce((sum, { body }) => sum + words(body).length, 0)
    const longest = grey.toSorted((one, other) => other.body.length - one.body.length)[0]
    if (length <= BOX || !longest) return []
    const what = `»Vi talte om« i tema ${key} er på ${length} ord og ligner et referat. Det her er det længste punkt.`
    return [hit(pointPassage(longest, 'body'), 0, Math.min(OPENING, longest.body.length), what)]
  })
}

export const minutes: Rule = {
  name: 'minutes',
  title: 'Boks, der er blevet til et referat',
  severity: 'warns',
  why: 'Den grå boks skal kun rumme det, der har betydning for feedbacken, og ikke alt, hvad der blev sagt.',
  remedy: 'Behold det, fokuspunkterne bygger på, og stryg resten.',
  find,
  bad: [
    { points: [{ body: 'Så sagde en noget. '.repeat(120) }] },
    { points: [{ body: 'Så sagde en noget. '.repeat(60) }, { body: 'Og så lidt mere. '.repeat(60) }] },
  ],
  good: [
    { points: [{ body: 'Så sagde en noget. '.repeat(90) }] },
    { points: [{ box: 'purple', body: 'så sagde en noget. '.repeat(150) }] },
  ],
}

// Facts and texts of the visit that nobody filled in.
import { type Material, nothingWritten, pointPassage, visitPassage } from '../material.ts'
import { type Hit, hitAll, type Rule } from '../rule.ts'

function find({ visit }: Material): Hit[] {
  if (nothingWritten({ visit })) return []
  const { employeesTotal, met } = visit.participants
  const missing: Hit[] = []
  const tell = (field: Parameters<typeof visitPassage>[0], what: string) =>
    missing.push(hitAll(visitPassage(field, ''), what, what))
  if (!employeesTotal) tell('participants', 'Antal ansatte er ikke udfyldt.')
  if (met.length === 0) tell('participants', 'Der står ikke, hvem I talte med.')
  for (const { group, count } of met) if (count === 0) tell('participants', `Der står, at I talte med 0 ${group}.`)
  if (visit.topics.length === 0) tell('topics', 'Dagens emner er ikke udfyldt.')
  if (visit.overallImpression.trim() === '') tell('overallImpression', 'Samlede indtryk er ikke skrevet.')
  if (visit.conclusion.trim() === '') tell('conclusion', 'Konklusionen er ikke skrevet.')
  const blank = visit.points.filter(({ body }) => body.trim() === '')
  return [...missing, ...blank.map(point => hitAll(pointPassage(point, 'body'), 'Punktet har ingen tekst.'))]
}

export const emptyFact: Rule = {
  name: 'emptyFact',
  title: 'Noget er ikke udfyldt',
  severity: 'warns',
  why: 'Rapporten har en fast plads til det, og den står tom.',
  remedy: 'Udfyld det, eller slet det, der ikke skal med.',
  find,
  bad: [
    { employeesTotal: null },
    { met: [] },
    { met: [{ group: 'borgere', count: 0 }] },
    { topics: [] },
    { overallImpression: ' ' },
    { conclusion: '' },
    { points: [{ heading: 'Tid', body: '' }] },
  ],
  good: [
    { employeesTotal: null, met: [], topics: [], overallImpression: '', conclusion: '' },
    'Alt er udfyldt.',
    { points: [{ body: 'Et punkt uden overskrift.' }] },
  ],
}

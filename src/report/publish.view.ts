// What seems to be missing just before a report is published, each with the way to it. It warns; it stops nobody.
import type { Visit } from '../visit/visit.schema.ts'

export function missingParts(visit: Visit, themes: readonly { key: string }[]) {
  const href = `/visit/${visit.id}`
  const empty = themes.filter(({ key }) => !visit.points.some(point => point.theme === key))
  return [
    ...(visit.participants.employeesTotal === null ? [{ href: `${href}/facts`, text: 'Antal ansatte' }] : []),
    ...(visit.participants.met.length === 0 ? [{ href: `${href}/facts`, text: 'Hvem I talte med' }] : []),
    ...(visit.overallImpression.trim() === '' ? [{ href: `${href}/impression`, text: 'Samlede indtryk' }] : []),
    ...empty.map(({ key }) => ({ href: `${href}/theme/${key}`, text: `Tema ${key} er ikke begyndt` })),
    ...(visit.conclusion.trim() === '' ? [{ href: `${href}/conclusion`, text: 'Konklusion' }] : []),
  ]
}

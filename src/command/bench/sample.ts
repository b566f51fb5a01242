// What the benchmark prints: the demo's real-size visit, of which no two printings are the same document.
import { Model } from '../../model/model.schema.ts'
import type { ReportSource } from '../../report/report.source.ts'
import { readSeeds } from '../seed.ts'

type SeededVisit = Omit<ReportSource['visit'], 'id' | 'points'> & {
  points: (Omit<ReportSource['visit']['points'][number], 'id' | 'position'> & { key: string })[]
}

const visit = Object.fromEntries(readSeeds('demo/visit'))['aahuset-2026-05'] as SeededVisit
const [model] = readSeeds('model').map(([, content]) => Model.parse(content))

/** The visit with `change` in its first point. */
export function sourceWith(change: string): ReportSource {
  if (!model) throw new Error('there is no model to print with')
  const points = visit.points.map(({ key, ...point }, position) => ({ ...point, id: key, position }))
  const [first] = points
  if (first) first.body += ` ${change}`
  return {
    visit: { ...visit, id: 'bench', points },
    tilbud: { name: 'Åhuset', type: 'Aktivitets- og samværstilbud', centre: 'Center Nordlyset' },
    consultants: ['Jonas Lund', 'Signe Strand'],
    model,
    edition: { kind: 'draft' },
  }
}

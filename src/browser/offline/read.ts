// The visits that lie on this device, as they stand here: the server's copy, what waits, and the texts as they were last
// written down.
import type { Text } from '../../text/shared-text.ts'
import { noteText } from '../../text/text.ts'
import type { Source } from '../page/visit-pages.ts'
import type { Records } from '../store/records.ts'
import { fromBytes } from '../sync/bytes.ts'
import { applyChanges, type Change } from '../sync/change.ts'
import { COPY_SHAPE, type KeptBrief, type KeptCopy } from '../sync/kept-copy.ts'

export type Kept = Source

/** Reads all visits of one user. */
export async function readVisits(records: Records): Promise<Kept[]> {
  const all = await records.read([])
  const of = (id: string, kind: string) => all.filter(({ place }) => place[0] === id && place[1] === kind)
  return all.flatMap(({ place, bytes }) => {
    const [id = '', kind] = place
    if (kind !== 'copy') return []
    const { copy, shape } = fromBytes<KeptCopy>(bytes)
    if (shape !== COPY_SHAPE) return []
    const changes = of(id, 'change').map(record => fromBytes<Change>(record.bytes))
    const texts = new Map(of(id, 'state').map(record => [record.place[2], fromBytes<Text>(record.bytes)]))
    const { visit } = applyChanges({ visit: copy.visit, gone: [] }, changes)
    const points = visit.points.map(point => {
      const says = texts.get(`point/${point.id}`)
      return says ? { ...point, heading: says.heading || null, body: says.body } : point
    })
    const large = (field: 'overallImpression' | 'conclusion') => texts.get(field)?.body ?? visit[field]
    const whole = { ...visit, points, overallImpression: large('overallImpression'), conclusion: large('conclusion') }
    const names = new Map(copy.people.map(({ id: person, name }) => [person, name]))
    const notes =
      copy.notes?.map(note => ({ ...note, body: texts.get(noteText(note.theme))?.body ?? note.body })) ?? null
    const { user, tilbud, model, possible } = copy
    const [brief] = of(id, 'brief').map(record => fromBytes<KeptBrief>(record.bytes))
    return [
      {
        user,
        visit: whole,
        tilbud,
        model,
        names,
        possible,
        notes,
        ...(brief && { last: brief.last, threads: brief.threads ?? [] }),
      },
    ]
  })
}

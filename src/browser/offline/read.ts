// The visits that lie on this device, as they stand here: the server's copy, what waits, and the texts as they were last
// written down.
import type { Text } from '../../text/shared-text.ts'
import type { Source } from '../page/visit-pages.ts'
import type { Records } from '../store/records.ts'
import { fromBytes } from '../sync/bytes.ts'
import type { Change } from '../sync/change.ts'
import { COPY_SHAPE, type KeptBrief, type KeptCopy, type KeptPast } from '../sync/kept-copy.ts'
import { stands } from '../sync/stands.ts'

export type Kept = Source

/** Reads all visits of one user. */
export async function readVisits(records: Records): Promise<Kept[]> {
  const all = await records.read([])
  const of = (id: string, kind: string) => all.filter(({ place }) => place[0] === id && place[1] === kind)
  return all.flatMap(({ place, bytes }) => {
    const [id = '', kind] = place
    if (kind !== 'copy') return []
    const kept = fromBytes<KeptCopy>(bytes)
    if (kept.shape !== COPY_SHAPE) return []
    const changes = of(id, 'change').map(record => fromBytes<Change>(record.bytes))
    const texts = new Map(of(id, 'state').map(record => [record.place[2], fromBytes<Text>(record.bytes)]))
    const [past = null] = of(id, 'past').map(record => fromBytes<KeptPast>(record.bytes))
    const here = stands(kept.copy, { gone: kept.gone ?? [], past, changes, says: text => texts.get(text) })
    const { user, visit, tilbud, model, possible, notes, people } = here.copy
    const names = new Map(people.map(({ id: person, name }) => [person, name]))
    const [brief] = of(id, 'brief').map(record => fromBytes<KeptBrief>(record.bytes))
    return [
      {
        ...{ user, visit, tilbud, model, names, possible, notes },
        ...{ past, deleted: here.deleted },
        ...brief,
      },
    ]
  })
}

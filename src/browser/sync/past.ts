// A visit's past on this device: what the server told of it, for the history and the bin.
import { asPoint, pastBin } from '../../visit/past.view.ts'
import type { Point, Visit } from '../../visit/visit.schema.ts'
import type { Records } from '../store/records.ts'
import { fromBytes, toBytes } from './bytes.ts'
import { type KeptPast, PAST_LASTS } from './kept-copy.ts'
import { fetchPast } from './protocol.ts'

const PAST = 'past'

/** Points of the bin that a change may bring back. */
export const binned = (visit: Visit, past: KeptPast | null): Point[] =>
  pastBin({ visit, notes: null, past: past?.revisions ?? null }, new Date()).map(row => asPoint(visit.id, row))

export function createPast(records: Records, visitId: string) {
  let kept: KeptPast | null = null

  async function keep(next: KeptPast) {
    kept = next
    await records.write({ put: [{ place: [visitId, PAST], bytes: toBytes(next) }] })
  }

  return {
    now: () => kept,
    async load() {
      const [found] = await records.read([visitId, PAST]).catch(() => [])
      if (found) kept = fromBytes<KeptPast>(found.bytes)
    },
    /** Fetches what has been written since, unless that was done a moment ago. */
    async takeAlong() {
      if (kept && kept.at > Date.now() - PAST_LASTS) return
      const answer = await fetchPast(visitId, kept?.tag ?? null)
      if (!answer.ok) return
      if (answer.value) await keep({ ...answer.value.past, tag: answer.value.tag, at: Date.now() })
      else if (kept) await keep({ ...kept, at: Date.now() })
    },
  }
}

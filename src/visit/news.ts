// What those who look on are told of a visit: ids and numbers over one channel that all processes hear, never any text.
import { notify } from '../db/listen.ts'
import type { Db, Trx, VisitStatus } from '../db/tables.ts'
import type { TextKey } from '../text/text.ts'

export const CHANNEL = 'visit'

/** Words of `userId` that were gone before anybody read them; the revision holds them. */
export type RemovedWords = {
  userId: string
  text: TextKey
  by: string | null
  byName: string | null
  revisionId: string
}

export type Presence = { userId: string; name: string; device: string; theme: string | null; text: TextKey | null }

export type News = {
  visitId: string
  /** The newest update of a text; what it is, is read from its row. */
  seq?: number
  /** Points came, went, moved or were linked. */
  points?: { version: number }
  visit?: { version: number; status: VisitStatus }
  removed?: RemovedWords[]
  presence?: Presence
}

type Changed = { seq: number | null; points: boolean; visit: boolean; removed: RemovedWords[] }

export async function tellVisit(
  trx: Trx,
  { id, version, status }: { id: string; version: number; status: VisitStatus },
  { seq, points, visit, removed }: Changed,
) {
  if (seq === null && !points && !visit && removed.length === 0) return
  const news: News = {
    visitId: id,
    ...(seq !== null && { seq }),
    ...(points && { points: { version } }),
    ...(visit && { visit: { version, status } }),
    ...(removed.length > 0 && { removed: removed.slice(0, 10) }),
  }
  await notify(trx, CHANNEL, news)
}

export const tellPresence = (db: Db, visitId: string, presence: Presence) =>
  notify(db, CHANNEL, { visitId, presence } satisfies News)

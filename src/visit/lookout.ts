// Those who look on while a visit is written: each an open answer, told what any process of the installation commits.
import type { Listen } from '../db/listen.ts'
import type { Db } from '../db/tables.ts'
import { listDroppedSince, listUpdatesAfter } from '../text/text.queries.ts'
import { isNote } from '../text/text.ts'
import { CHANNEL, type News } from './news.ts'
import { findStatus } from './visit.queries.ts'

export type Onlooker = {
  userId: string
  /** Whether the raw notes are his or hers to see. */
  takesNotes: boolean
  /** Has been told of the updates up to here. */
  seq: number
  tell: (event: string, data: object, id?: number) => void
}

const AT_ONCE = 200

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

export function createLookout({ db, listen, onError }: { db: Db; listen: Listen; onError: (error: Error) => void }) {
  const visits = new Map<string, { onlookers: Set<Onlooker>; telling: boolean; again: boolean }>()
  let listening: Promise<unknown> | null = null

  /** Tells all onlookers of a visit what they have not been told yet, each update once and in order. */
  async function tellUpdates(visitId: string) {
    const visit = visits.get(visitId)
    if (!visit) return
    visit.again = true
    if (visit.telling) return
    visit.telling = true
    try {
      while (visit.again && visit.onlookers.size > 0) {
        visit.again = false
        const from = Math.min(...[...visit.onlookers].map(({ seq }) => seq))
        const rows = await listUpdatesAfter(db, visitId, from, AT_ONCE)
        if (rows.length === AT_ONCE) visit.again = true
        for (const { seq, text, update, version, writtenBy: by, writtenByName: byName, device } of rows)
          for (const onlooker of visit.onlookers) {
            if (onlooker.seq >= seq) continue
            onlooker.seq = seq
            if (isNote(text) && !onlooker.takesNotes) continue
            onlooker.tell('text', { text, update: base64(update), seq, version, by, byName, device }, seq)
          }
      }
    } finally {
      visit.telling = false
    }
  }

  function hear(said: string | null) {
    // Some news may be missed: everybody asks for what there is.
    if (said === null) {
      for (const visitId of visits.keys()) catchUp(visitId).catch(onError)
      return
    }
    const { visitId, seq, points, visit, removed = [], presence } = JSON.parse(said) as News
    const onlookers = visits.get(visitId)?.onlookers
    if (!onlookers) return
    for (const { tell, userId } of onlookers) {
      if (points) tell('points', points)
      if (visit) tell('visit', visit)
      if (presence) tell('presence', presence)
      for (const { userId: writer, ...words } of removed) if (writer === userId) tell('removed', words)
    }
    if (seq !== undefined) tellUpdates(visitId).catch(onError)
  }

  async function catchUp(visitId: string) {
    const visit = await findStatus(db, visitId)
    for (const { tell } of visit ? (visits.get(visitId)?.onlookers ?? []) : []) {
      tell('points', { version: visit?.version })
      tell('visit', { ...visit })
    }
    await tellUpdates(visitId)
  }

  /** Adds an onlooker, who is told everything after its `seq`; the answer ends it. */
  async function watch(visitId: string, onlooker: Onlooker): Promise<() => void> {
    listening ??= listen(CHANNEL, hear).catch(error => {
      listening = null
      throw error
    })
    await listening
    // Updates that are gone one by one come as the document that they made.
    for (const { text, base, baseSeq, baseVersion } of await listDroppedSince(db, visitId, onlooker.seq)) {
      if (isNote(text) && !onlooker.takesNotes) continue
      onlooker.tell('text', {
        ...{ text, update: base64(base), seq: baseSeq, version: baseVersion },
        ...{ by: null, byName: null, device: null },
      })
    }
    const visit = visits.get(visitId) ?? { onlookers: new Set(), telling: false, again: false }
    visits.set(visitId, visit)
    visit.onlookers.add(onlooker)
    tellUpdates(visitId).catch(onError)
    return () => {
      visit.onlookers.delete(onlooker)
      if (visit.onlookers.size === 0 && visits.get(visitId) === visit) visits.delete(visitId)
    }
  }

  return { watch }
}

// What becomes a revision: a text that is saved on purpose, the passages of one that was written live, and words that
// a merge took away.
import { v7 as uuidv7 } from 'uuid'
import type { Db, Trx } from '../db/tables.ts'
import type { Text } from '../text/shared-text.ts'
import { compact, type Texts, takePassages } from '../text/text.actions.ts'
import { listStill, listUnrevised } from '../text/text.queries.ts'
import { subjectOf, type TextKey } from '../text/text.ts'
import { quietlyAt } from './at-visit.ts'
import { findNewestId, insertIfNewest, insertRevision } from './revision.queries.ts'

type Revision = Text & { version: number; writtenBy: string | null; deleted?: boolean; removed?: boolean }

/** One revision of a text, written now; answers its id. */
export async function revise(trx: Trx, visitId: string, text: TextKey, revision: Revision): Promise<string> {
  const { heading, body, version, writtenBy, deleted = false, removed = false } = revision
  const entry = { visitId, ...subjectOf(text), version, heading: heading || null, body, deleted, removed, writtenBy }
  const now = new Date()
  const id = uuidv7({ msecs: now.getTime() })
  if (await insertIfNewest(trx, subjectOf(text), { id, ...entry })) return id
  const later = await nextId(trx, visitId, text, now)
  await insertRevision(trx, { id: later, ...entry })
  return later
}

/**
 * Makes what was written live into revisions, in these texts or in all of the visit. Before anything is saved on
 * purpose, deleted, sent to hearing, published, or read as history.
 */
export async function keepPassages(trx: Trx, visitId: string, texts?: readonly TextKey[]) {
  for (const text of texts ?? (await listUnrevised(trx, visitId)).map(row => row.text))
    for (const passage of await takePassages(trx, visitId, text)) {
      const id = await nextId(trx, visitId, text, passage.writtenAt)
      await insertRevision(trx, { id, visitId, ...subjectOf(text), ...passage, heading: passage.heading || null })
    }
}

/** An id of that time, but after the newest of the text: ids say the order of its history, whatever the clocks say. */
async function nextId(trx: Trx, visitId: string, text: TextKey, at: Date) {
  const newest = await findNewestId(trx, visitId, subjectOf(text))
  const taken = newest ? Number.parseInt(newest.replaceAll('-', '').slice(0, 12), 16) : 0
  return uuidv7({ msecs: Math.max(at.getTime(), taken + 1) })
}

/** Makes the history of a visit whole before it is read. */
export async function completeHistory(db: Db, visitId: string) {
  if ((await listUnrevised(db, visitId)).length > 0)
    await quietlyAt(db, visitId, ({ trx }) => keepPassages(trx, visitId))
}

type Opened = { trx: Trx; visit: { id: string }; texts: Texts }

/** Lets the updates go of all the visit's texts, or of those in which nobody has written for a day; history keeps them. */
export async function compactVisit({ trx, visit, texts }: Opened, { atOnce } = { atOnce: true }) {
  await keepPassages(trx, visit.id)
  const still = (await listStill(trx, visit.id, { atOnce })).map(row => row.text)
  const open = await texts.open(still)
  for (const text of still) {
    const found = open.get(text)
    if (found) await compact(trx, visit.id, found)
  }
}

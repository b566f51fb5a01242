// What becomes a revision: a text that is saved on purpose, the passages of one that was written live, and words that
// a merge took away.
import { v7 as uuidv7 } from 'uuid'
import type { Db, Trx } from '../db/tables.ts'
import type { Text } from '../text/shared-text.ts'
import { compact, type Texts, takePassages } from '../text/text.actions.ts'
import { listStill, listUnrevised } from '../text/text.queries.ts'
import { subjectOf, type TextKey } from '../text/text.ts'
import { quietlyAt } from './at-visit.ts'
import { insertRevision } from './revision.queries.ts'

type Revision = Text & { version: number; writtenBy: string | null; deleted?: boolean; removed?: boolean }

/** One revision of a text, written now; answers its id. */
export async function revise(trx: Trx, visitId: string, text: TextKey, revision: Revision): Promise<string> {
  const { heading, body, version, writtenBy, deleted = false, removed = false } = revision
  const id = uuidv7()
  const entry = { visitId, ...subjectOf(text), version, heading: heading || null, body, deleted, removed, writtenBy }
  await insertRevision(trx, { id, ...entry })
  return id
}

/**
 * Makes what was written live into revisions, in these texts or in all of the visit. Before anything is saved on
 * purpose, deleted, sent to hearing, published, or read as history.
 */
export async function keepPassages(trx: Trx, visitId: string, texts?: readonly TextKey[]) {
  for (const text of texts ?? (await listUnrevised(trx, visitId)).map(row => row.text))
    for (const [index, passage] of (await takePassages(trx, visitId, text)).entries()) {
      // An id grows with the time of writing, so that the history stands in order.
      const id = uuidv7({ msecs: passage.writtenAt.getTime(), seq: index })
      await insertRevision(trx, { id, visitId, ...subjectOf(text), ...passage, heading: passage.heading || null })
    }
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

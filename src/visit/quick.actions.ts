// The way that most updates go: somebody goes on writing in a point. One statement locks the visit, asks whether all is
// still as it was judged, and writes. Where anything else has come, nothing is written, and the update goes the long way.
import type { Db } from '../db/tables.ts'
import type { RequestUser } from '../http/request-user.ts'
import { keepRecent } from '../lib/recent.ts'
import { applyUpdate } from '../text/apply-update.ts'
import { type OpenText, putOnShelf, takeFromShelf } from '../text/shelf.ts'
import { isStateDue } from '../text/text.actions.ts'
import { subjectOf, type TextKey } from '../text/text.ts'
import { inTurn, lastSeen } from './at-visit.ts'
import { writePointAgain } from './point.queries.ts'
import { goesOn, type Written } from './text.change.ts'
import { asRow } from './text.rows.ts'
import { may, worksOn } from './visit.rules.ts'
import type { Visit } from './visit.schema.ts'

/** So long the long way is taken where another process writes in the same point: it reads only what that wrote. */
const SHARED = 10_000
const shared = keepRecent<number>(500, () => 1)

type Given = { device: string; text: TextKey; update: Uint8Array }
type Done = { written: Written; open: OpenText; visit: Pick<Visit, 'version' | 'status'> }

/** Writes an update of a point's text; null when it must go the long way, and nothing has happened. */
export function writeQuickly(db: Db, user: RequestUser, visitId: string, given: Given): Promise<Done | null> {
  return inTurn(visitId, async () => {
    const visit = lastSeen.get(visitId)
    if (!visit || !worksOn(user, visit) || !may(user, 'write', visit)) return null
    const { text, update, device } = given
    if (visit.status === 'planned' || Date.now() < (shared.get(text) ?? 0)) return null
    const { pointId } = subjectOf(text)
    const open = pointId === null ? undefined : takeFromShelf(visitId, text)
    if (!open) return null
    // A line in the log, a stored state: the long way does that.
    if (!goesOn(open, user.id, new Date()) || isStateDue(open)) return putBack(visitId, open)
    const applied = applyUpdate(open.doc, update)
    if (applied.kind === 'same') return putBack(visitId, open)
    // From here on the document is only worth something once this is committed.
    if (applied.kind !== 'changed' || applied.lost.length > 0) return null
    const row = { id: pointId ?? '', version: open.version, ...asRow(applied.text) }
    const stored = await writePointAgain(db, visit, row, { text, update: applied.update, device, writtenBy: user.id })
    if (!stored) return null
    if (stored.seq === null) {
      shared.set(text, Date.now() + SHARED)
      return null
    }
    const { seq, version, writtenAt: savedAt, visitVersion } = stored
    Object.assign(open, { seq, version, unsaved: open.unsaved + 1, last: { by: user.id, at: savedAt } })
    putOnShelf(visitId, open)
    return { written: { seq, version, savedAt }, open, visit: { version: visitVersion, status: visit.status } }
  })
}

function putBack(visitId: string, open: OpenText) {
  putOnShelf(visitId, open)
  return null
}

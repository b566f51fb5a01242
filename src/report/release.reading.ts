// The release plan as people read it, with the link of the staff for those who may share it.
import type { Db } from '../db/tables.ts'
import { notFound } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { danishDay } from '../lib/danish-date.ts'
import { standingCode, sumOfCode } from '../lib/one-time.ts'
import { findAccess } from '../visit/visit.queries.ts'
import { may } from '../visit/visit.rules.ts'
import type { ReleaseDeps } from './release.actions.ts'
import { findForStaff, findLink, findRelease } from './release.queries.ts'
import { mayReadRelease, newestFor } from './report.rules.ts'

/**
 * The path of the link. It follows from the installation's secret and an id, so that it can be shown again: several people
 * hand it out over months, on paper too, and a link shown once would be renewed each time, which closes the one on the
 * wall. The database holds only its sum. Null where there is none, or it was made under another secret.
 */
async function readLink(db: Db, secret: string, visitId: string): Promise<string | null> {
  const link = await findLink(db, visitId)
  const code = link && standingCode(secret, link.id)
  return code && sumOfCode(code) === link.codeSha256 ? `/staff/${code}` : null
}

/** The plan of the newest version, with what `user` may do about it. Refuses with 404. */
export async function readRelease({ db, secret, now }: ReleaseDeps, user: RequestUser, visitId: string) {
  const visit = await findAccess(db, visitId)
  const today = danishDay(now())
  const release = await findRelease(db, visitId, today)
  if (!visit || !release || !mayReadRelease(user, release)) throw notFound('Rapporten')
  const mayShare = may(user, 'share', visit) && newestFor(user, release) !== null
  return {
    ...release,
    /** What staff have until they get the newest. */
    staffReads: (await findForStaff(db, { id: visitId, withheldFrom: release.withheldFrom }, today))?.version ?? null,
    mayChange: may(user, 'release', visit),
    mayShare,
    link: mayShare ? await readLink(db, secret, visitId) : null,
  }
}

// Who reads the published reports of a tilbud. Who reads the visit behind one stands in visit/visit.rules.ts.
import type { Role } from '../db/tables.ts'
import type { RequestUser } from '../http/request-user.ts'
import type { Scope } from '../visit/visit.rules.ts'

/** given: the leader has the version, or it was never withheld · withheld: until the leader's day has come */
export const READ_REPORT: Record<Role, Record<'given' | 'withheld', Scope>> = {
  consultant: { given: 'all', withheld: 'all' },
  leader: { given: 'own', withheld: 'none' },
  administrator: { given: 'all', withheld: 'all' },
}

type Who = Pick<RequestUser, 'role' | 'tilbudIds'>
/** `withheldFrom`: the first version that the leader does not have yet; null where none is withheld. */
export type Published = { tilbudId: string; withheldFrom: number | null }

/** Whether the leader has a version. */
export const isGiven = ({ withheldFrom }: Pick<Published, 'withheldFrom'>, version: number): boolean =>
  withheldFrom === null || version < withheldFrom

const reads = ({ tilbudIds }: Who, scope: Scope, { tilbudId }: Published) =>
  scope === 'all' || (scope === 'own' && tilbudIds.includes(tilbudId))

/** Whether `user` may read a version that was published about a tilbud, also while a correction of it is being written. */
export const mayReadReport = (user: Who, report: Published & { version: number }): boolean =>
  reads(user, READ_REPORT[user.role][isGiven(report, report.version) ? 'given' : 'withheld'], report)

/** The newest published version that `user` may read; null when there is none. */
export function newestFor(user: Who, { newest, ...report }: Published & { newest: number | null }): number | null {
  const versions = Array.from({ length: newest ?? 0 }, (_, before) => (newest ?? 0) - before)
  return versions.find(version => mayReadReport(user, { ...report, version })) ?? null
}

/** Whether `user` may know when a published report is given to whom; a leader also before that day. */
export const mayReadRelease = (user: Who, report: Published): boolean =>
  reads(user, READ_REPORT[user.role].given, report)

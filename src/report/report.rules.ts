// Who reads the published reports of a tilbud. Who reads the visit behind one stands in visit/visit.rules.ts.
import type { Role } from '../db/tables.ts'
import type { RequestUser } from '../http/request-user.ts'
import type { Scope } from '../visit/visit.rules.ts'

export const READ_REPORT: Record<Role, Scope> = { consultant: 'all', leader: 'own', administrator: 'all' }

/** Whether `user` may read what was published about a tilbud, also while a correction of it is being written. */
export function mayReadReport(user: Pick<RequestUser, 'role' | 'tilbudIds'>, { tilbudId }: { tilbudId: string }) {
  const scope = READ_REPORT[user.role]
  return scope === 'all' || (scope === 'own' && user.tilbudIds.includes(tilbudId))
}

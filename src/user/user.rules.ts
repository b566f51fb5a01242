// Who passes which kind of route. What a person may do with one visit stands in visit/visit.rules.ts.
import type { Role } from '../db/tables.ts'
import type { Policy } from '../http/policy.ts'
import type { RequestUser } from '../http/request-user.ts'

const PASSES: Record<Exclude<Policy, 'public'>, readonly Role[]> = {
  loggedIn: ['administrator', 'consultant', 'leader'],
  consultantOrAdministrator: ['administrator', 'consultant'],
  administrator: ['administrator'],
}

/** Whether `user` (null: nobody is logged in) may call routes of this policy. */
export const mayPass = (policy: Policy, user: RequestUser | null): boolean =>
  policy === 'public' || (user !== null && PASSES[policy].includes(user.role))

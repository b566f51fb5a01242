// Who passes which kind of route. What a person may do with one visit stands in visit/visit.rules.ts.
import type { Role } from '../db/tables.ts'
import type { Policy } from '../http/policy.ts'
import type { RequestUser } from '../http/request-user.ts'

const PASSES: Record<Exclude<Policy, 'public'>, readonly Role[]> = {
  loggedIn: ['administrator', 'consultant', 'leader'],
  consultantOrAdministrator: ['administrator', 'consultant'],
  administrator: ['administrator'],
}

/** The roles that see only the tilbud they are given; the others see all, and are given none. */
const GIVEN_TILBUD: readonly Role[] = ['leader']

/** What is left of the tilbud that were ticked for a person of this role. */
export const tilbudOf = (role: string, ticked: string[]): string[] =>
  GIVEN_TILBUD.some(given => given === role) ? ticked : []

/** Whether `user` (null: nobody is logged in) may call routes of this policy. */
export const mayPass = (policy: Policy, user: RequestUser | null): boolean =>
  policy === 'public' || (user !== null && PASSES[policy].includes(user.role))

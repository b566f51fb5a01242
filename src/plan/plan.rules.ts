// Who reads and writes the development plan, and what may become of an action in which state.
import type { ActionState, Role } from '../db/tables.ts'
import type { RequestUser } from '../http/request-user.ts'

/** The plan of one tilbud, or of the whole area. */
export const PLANS = ['tilbud', 'area'] as const
export type Plan = (typeof PLANS)[number]

/** all · own: of a leader's own tilbud · none */
export type Scope = 'all' | 'own' | 'none'

export const READ_PLAN: Record<Role, Record<Plan, Scope>> = {
  consultant: { tilbud: 'all', area: 'all' },
  leader: { tilbud: 'own', area: 'all' },
  administrator: { tilbud: 'all', area: 'all' },
}

export const WRITE_PLAN: Record<Role, Record<Plan, Scope>> = {
  consultant: { tilbud: 'none', area: 'none' },
  leader: { tilbud: 'own', area: 'none' },
  administrator: { tilbud: 'none', area: 'all' },
}

type Who = Pick<RequestUser, 'role' | 'tilbudIds'>

const within = (table: typeof READ_PLAN, { role, tilbudIds }: Who, tilbudId: string | null): boolean => {
  const scope = table[role][tilbudId === null ? 'area' : 'tilbud']
  return scope === 'all' || (scope === 'own' && tilbudId !== null && tilbudIds.includes(tilbudId))
}

/** Whether `user` may read the plan of this tilbud (null: of the area). */
export const mayReadPlan = (user: Who, tilbudId: string | null): boolean => within(READ_PLAN, user, tilbudId)

/** Whether `user` may write in the plan of this tilbud (null: of the area). */
export const mayWritePlan = (user: Who, tilbudId: string | null): boolean => within(WRITE_PLAN, user, tilbudId)

/** Whether the role writes in any plan. */
export const writesPlans = (role: Role): boolean => PLANS.some(plan => WRITE_PLAN[role][plan] !== 'none')

/** What may be done with an action in each state; an end that was wrong is taken back before anything else changes. */
export const STEPS: Record<ActionState, readonly ('write' | 'setStatus')[]> = {
  open: ['write', 'setStatus'],
  underway: ['write', 'setStatus'],
  tried: ['write', 'setStatus'],
  anchored: ['write', 'setStatus'],
  closed: ['setStatus'],
}

const CLOSED = 'Handlingen er afsluttet. Giv den en anden status først, hvis noget skal rettes.'

/** Why a change of these fields is refused in this state; null when it is not. */
export function refusedChange(status: ActionState, fields: readonly string[]): string | null {
  const step = fields.some(field => field !== 'status') ? 'write' : 'setStatus'
  return STEPS[status].includes(step) ? null : CLOSED
}

type Gaps = { role: string; due: string | null; successCriteria: string | null }

/** What a plan can still lack and is marked as missing; it is never refused for it. */
export const missingIn = ({ role, due, successCriteria }: Gaps): ('role' | 'due' | 'successCriteria')[] => [
  ...(role === '' ? (['role'] as const) : []),
  ...(due === null ? (['due'] as const) : []),
  ...(successCriteria === null ? (['successCriteria'] as const) : []),
]

/** The day an action ended, from its new state; one that goes on has none. */
export const closedOn = (before: string | null, status: ActionState, today: string): string | null =>
  status === 'closed' ? (before ?? today) : null

// Who sees the proof-reader's findings, and what a finding does.
import type { Role, Severity, VisitStatus } from '../db/tables.ts'
import type { RequestUser } from '../http/request-user.ts'
import type { Scope } from '../visit/visit.rules.ts'

/** Those who write the draft; a leader never sees what was found in it. */
const PROOFREAD: Record<Role, Scope> = { consultant: 'own', leader: 'none', administrator: 'all' }

export const mayProofread = (user: Pick<RequestUser, 'id' | 'role'>, visit: { consultantIds: string[] }): boolean =>
  PROOFREAD[user.role] === 'all' || (PROOFREAD[user.role] === 'own' && visit.consultantIds.includes(user.id))

/** Whether what was found can still be answered: what is published stands as it is. */
export const ANSWERABLE: Record<VisitStatus, boolean> = {
  planned: true,
  draft: true,
  hearing: true,
  published: false,
  superseded: false,
}

/** What an administrator can decide that a rule does. */
export const EFFECTS = ['blocks', 'warns', 'off'] as const
export type Effect = (typeof EFFECTS)[number]

type Rule = { name: string; severity: Severity }
type Answer = { fingerprint: string; reason: string; by: string; at: Date }

/** What a rule does: what the house decided, or else what it ships with. */
export const effectOf = (rule: Rule, decided: ReadonlyMap<string, Effect>): Effect =>
  decided.get(rule.name) ?? rule.severity

/** The findings that count, each with what it does and with its answer; what blocks comes first. */
export function judge<Found extends { key: string; rule: Rule }>(
  findings: readonly Found[],
  decided: ReadonlyMap<string, Effect>,
  answers: readonly Answer[],
): (Found & { severity: Severity; answer: Omit<Answer, 'fingerprint'> | null })[] {
  const judged = findings.flatMap(finding => {
    const severity = effectOf(finding.rule, decided)
    if (severity === 'off') return []
    // What blocks has to be corrected; an answer from the time when it only warned does not help it.
    const answer = severity === 'warns' ? answers.find(({ fingerprint }) => fingerprint === finding.key) : undefined
    return [{ ...finding, severity, answer: answer ? { reason: answer.reason, by: answer.by, at: answer.at } : null }]
  })
  return judged.toSorted((one, other) => Number(one.severity === 'warns') - Number(other.severity === 'warns'))
}

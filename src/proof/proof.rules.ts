// What a finding does, and until when it can be answered. Who sees it stands in visit/visit.rules.ts: who works on the visit.
import type { Severity, VisitStatus } from '../db/tables.ts'

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

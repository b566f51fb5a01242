// What a finding does, and until when it can be answered. Who sees it stands in visit/visit.rules.ts: who works on the visit.
import type { Severity, VisitStatus } from '../db/tables.ts'
import type { ProofreadStep } from '../visit/visit.rules.ts'

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

type Rule = {
  name: string
  severity: Severity
  alwaysStops?: readonly ProofreadStep[]
  stopsOnly?: readonly ProofreadStep[]
}
type Answer = { fingerprint: string; reason: string; by: string; at: Date }

// A rule that stops every step is no matter of choice.
const STEPS: readonly ProofreadStep[] = ['sendToHearing', 'publish']

/** What may be decided about a rule: a CPR number blocks, whatever the house thinks of it. */
export const choicesFor = ({ alwaysStops = [] }: Rule): readonly Effect[] =>
  STEPS.every(step => alwaysStops.includes(step)) ? ['blocks'] : EFFECTS

/** What a rule does: what the house decided, or else what it ships with. */
export function effectOf(rule: Rule, decided: ReadonlyMap<string, Effect>): Effect {
  const effect = decided.get(rule.name) ?? rule.severity
  return choicesFor(rule).includes(effect) ? effect : rule.severity
}

/**
 * The rules as they act before a step: those that always stop it do so, whatever was decided about them; those that stop
 * only other steps warn here.
 */
export const decidedFor = (
  step: ProofreadStep,
  rules: readonly Rule[],
  decided: ReadonlyMap<string, Effect>,
): ReadonlyMap<string, Effect> =>
  new Map([
    ...decided,
    ...rules.flatMap((rule): (readonly [string, Effect])[] => {
      const { name, alwaysStops, stopsOnly } = rule
      if (alwaysStops?.includes(step)) return [[name, 'blocks']]
      const isForOthers = stopsOnly && !stopsOnly.includes(step)
      return isForOthers && effectOf(rule, decided) === 'blocks' ? [[name, 'warns']] : []
    }),
  ])

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

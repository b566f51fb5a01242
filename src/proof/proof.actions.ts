// What is decided about findings: that they stop a step, what a house wants its rules to do, and the answer to a warning.
import type { Db, Trx } from '../db/tables.ts'
import { conflict, invalid, notFound, Refusal, stale } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { writeLog } from '../log/log.queries.ts'
import { logVisit, visitAfter } from '../visit/at-visit.ts'
import { lockVisit } from '../visit/visit.queries.ts'
import { type ProofreadStep, WHY_NOT, worksOn } from '../visit/visit.rules.ts'
import { type Finished, faultInPrint } from './finished.ts'
import { listSettings, lockSettings, saveAnswer, saveSetting } from './proof.queries.ts'
import { readDecided, readFindings } from './proof.reading.ts'
import { ANSWERABLE, choicesFor, effectOf } from './proof.rules.ts'
import type { ProofSettings, ProofSettingsChange } from './proof.schema.ts'
import { RULES } from './rulebook.ts'

/** Refuses with 409 when something in the visit must be corrected before it leaves the house; names the place. */
export async function requireProofread(trx: Trx, visitId: string, step: ProofreadStep): Promise<void> {
  const findings = await readFindings(trx, await visitAfter(trx, visitId), step)
  const [first, ...others] = findings.filter(({ severity }) => severity === 'blocks')
  if (!first) return
  const more =
    others.length === 0
      ? ''
      : others.length === 1
        ? ' Et sted til skal rettes.'
        : ` ${others.length} steder til skal rettes.`
  throw conflict(`${first.place}: ${first.what} ${first.rule.remedy}${more} Alle steder står under Korrektur.`)
}

/** Refuses with 409 when what was printed must not leave the house, whoever wrote it; names the place. */
export async function requireCleanPrint(db: Db, printed: Omit<Finished, 'decided'>): Promise<void> {
  const fault = faultInPrint({ ...printed, decided: await readDecided(db) })
  if (fault) throw conflict(fault)
}

/** Answers a warning with a reason, which holds as long as the text stays as it is. Refuses what blocks with 409. */
export function answerFinding(db: Db, user: RequestUser, visitId: string, key: string, reason: string) {
  return db.transaction().execute(async trx => {
    const visit = await lockVisit(trx, visitId)
    if (!visit || !worksOn(user, visit)) throw notFound('Besøget')
    if (!ANSWERABLE[visit.status]) throw conflict(WHY_NOT[visit.status])
    const findings = await readFindings(trx, await visitAfter(trx, visitId))
    const finding = findings.find(found => found.key === key)
    if (!finding)
      throw new Refusal(404, 'Bemærkningen gælder ikke længere, for teksten er rettet imens. Se korrekturen igen.')
    const rule = finding.rule.name
    if (finding.severity === 'blocks') throw conflict(`Det kan ikke besvares, men skal rettes. ${finding.rule.remedy}`)
    await saveAnswer(trx, { visitId, fingerprint: key, rule, reason, answeredBy: user.id })
    await logVisit(trx, user, visit, { action: 'answer', subject: 'finding', subjectId: key, detail: { rule } })
    const answered = (await readFindings(trx, await visitAfter(trx, visitId))).find(found => found.key === key)
    if (!answered) throw new Error(`finding ${key} went away while it was answered`)
    return answered
  })
}

/** What every rule does in this house. Each change of a rule counts the version up by one. */
export async function readSettings(db: Db | Trx): Promise<ProofSettings> {
  const rows = await listSettings(db)
  const decided = new Map(rows.map(({ rule, severity }) => [rule, severity]))
  return {
    version: rows.reduce((sum, row) => sum + row.version, 1),
    items: RULES.map(rule => ({
      rule: rule.name,
      title: rule.title,
      severity: effectOf(rule, decided),
      standard: rule.severity,
    })),
  }
}

/** Decides what rules do; those that are not named stay. `version` null matches nothing. */
export function changeSettings(db: Db, user: RequestUser, version: number | null, { items }: ProofSettingsChange) {
  return db.transaction().execute(async trx => {
    await lockSettings(trx)
    const before = await readSettings(trx)
    if (before.version !== version) throw stale(before)
    const known = new Map(before.items.map(({ rule, severity }) => [rule, severity]))
    const unknown = items.flatMap(({ rule: name, severity }, i) => {
      const rule = RULES.find(one => one.name === name)
      if (!rule) return [{ path: `/items/${i}/rule`, message: 'Den regel findes ikke.' }]
      if (choicesFor(rule).includes(severity)) return []
      return [{ path: `/items/${i}/severity`, message: `»${rule.title}« stopper altid rapporten.` }]
    })
    if (unknown.length > 0) throw invalid(unknown)
    const changed = items.filter(({ rule, severity }) => known.get(rule) !== severity)
    for (const { rule, severity } of changed) await saveSetting(trx, rule, severity)
    if (changed.length > 0)
      await writeLog(trx, {
        userId: user.id,
        action: 'change',
        subject: 'proof',
        detail: Object.fromEntries(changed.map(({ rule, severity }) => [rule, severity])),
      })
    return readSettings(trx)
  })
}

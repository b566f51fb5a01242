// The findings of one visit as they stand: what the rules find, what the house decided, and what was answered.
import type { Db, Trx } from '../db/tables.ts'
import { findModel } from '../model/model.queries.ts'
import type { ProofreadStep } from '../visit/visit.rules.ts'
import type { Visit } from '../visit/visit.schema.ts'
import { placeInWords } from './place.ts'
import { findTilbudOf, listAnswers, listSettings } from './proof.queries.ts'
import { decidedFor, judge } from './proof.rules.ts'
import { proofread, RULES } from './rulebook.ts'

/** What the house decided about the rules, by their names. */
export const readDecided = async (db: Db | Trx) =>
  new Map((await listSettings(db)).map(({ rule, severity }) => [rule, severity]))

/** What was found in a visit, each finding with its place in words; what blocks comes first. With a step: before it. */
export async function readFindings(db: Db | Trx, visit: Visit, step: ProofreadStep | null = null) {
  const tilbud = await findTilbudOf(db, visit.id)
  const model = await findModel(db, visit.modelId)
  if (!model) throw new Error(`visit ${visit.id} has no model`)
  const decided = await readDecided(db)
  const effects = step ? decidedFor(step, RULES, decided) : decided
  return judge(proofread({ visit, tilbud, model }), effects, await listAnswers(db, visit.id)).map(finding => ({
    ...finding,
    place: placeInWords(finding.where, { visit }),
  }))
}

export type ReadFinding = Awaited<ReturnType<typeof readFindings>>[number]

// Every SQL statement of the proof-reader.
import { sql } from 'kysely'
import type { Db, Trx } from '../db/tables.ts'
import { danishDay } from '../lib/danish-date.ts'
import { isConfirmed } from '../tilbud/tilbud.rules.ts'
import type { Effect } from './proof.rules.ts'

/** The tilbud of a visit: its names, and whether its facts are confirmed for the visit. */
export async function findTilbudOf(db: Db | Trx, visitId: string) {
  const { name, shortNames, visitedOn, createdAt, confirmedOn } = await db
    .selectFrom('visit')
    .innerJoin('tilbud', 'tilbud.id', 'visit.tilbudId')
    .select(['tilbud.name', 'tilbud.shortNames', 'tilbud.employeesConfirmedOn as confirmedOn'])
    .select(['visit.visitedOn', 'visit.createdAt'])
    .where('visit.id', '=', visitId)
    .executeTakeFirstOrThrow()
  return {
    name,
    shortNames,
    facts: { confirmed: isConfirmed({ confirmedOn, visitedOn, plannedOn: danishDay(createdAt) }) },
  }
}

export const listSettings = (db: Db | Trx) => db.selectFrom('proofSetting').selectAll().execute()

/** One change of the settings at a time, also of rules that have no row yet. */
export const lockSettings = (trx: Trx) => sql`lock table proof_setting in share row exclusive mode`.execute(trx)

export const saveSetting = (trx: Trx, rule: string, severity: Effect) =>
  trx
    .insertInto('proofSetting')
    .values({ rule, severity })
    .onConflict(there =>
      there.column('rule').doUpdateSet(eb => ({ severity, version: eb('proofSetting.version', '+', 1) })),
    )
    .execute()

export const listAnswers = (db: Db | Trx, visitId: string) =>
  db
    .selectFrom('proofAnswer')
    .innerJoin('user', 'user.id', 'proofAnswer.answeredBy')
    .select(['proofAnswer.fingerprint', 'proofAnswer.reason', 'user.name as by', 'proofAnswer.answeredAt as at'])
    .where('visitId', '=', visitId)
    .execute()

type Answer = { visitId: string; fingerprint: string; rule: string; reason: string; answeredBy: string }

export const saveAnswer = (trx: Trx, answer: Answer) =>
  trx
    .insertInto('proofAnswer')
    .values(answer)
    .onConflict(there =>
      there.columns(['visitId', 'fingerprint']).doUpdateSet(eb => ({
        reason: eb.ref('excluded.reason'),
        answeredBy: eb.ref('excluded.answeredBy'),
        answeredAt: sql<Date>`now()`,
      })),
    )
    .execute()

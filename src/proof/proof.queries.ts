// Every SQL statement of the proof-reader.
import { sql } from 'kysely'
import type { Db, Trx } from '../db/tables.ts'
import type { Effect } from './proof.rules.ts'

export const findTilbudNames = (db: Db | Trx, tilbudId: string) =>
  db.selectFrom('tilbud').select(['name', 'shortNames']).where('id', '=', tilbudId).executeTakeFirstOrThrow()

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

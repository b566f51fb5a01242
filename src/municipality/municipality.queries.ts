// Every SQL statement about the municipality: one row, made with the table.
import type { Updateable } from 'kysely'
import type { Db, Tables, Trx } from '../db/tables.ts'

export const findMunicipality = (db: Db | Trx) => db.selectFrom('municipality').selectAll().executeTakeFirstOrThrow()

export const lockMunicipality = (trx: Trx) =>
  trx.selectFrom('municipality').selectAll().forUpdate().executeTakeFirstOrThrow()

export const updateMunicipality = (trx: Trx, change: Updateable<Tables['municipality']>) =>
  trx
    .updateTable('municipality')
    .set(eb => ({ ...change, version: eb('version', '+', 1) }))
    .returningAll()
    .executeTakeFirstOrThrow()

export type MunicipalityRow = Awaited<ReturnType<typeof findMunicipality>>

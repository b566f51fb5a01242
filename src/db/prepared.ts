// Statements that run several times a second and user: written out, and parsed and planned once a connection.
import { CompiledQuery } from 'kysely'
import type { Db, Trx } from './tables.ts'

const names = new Map<string, string>()

/** The name under which a connection keeps this statement, if it is one of these. */
export const nameOf = (statement: string): string | undefined => names.get(statement)

/** A statement that connections keep prepared; columns of its rows come in camelCase, as from all others. */
export function prepare<Row>(name: string, statement: string) {
  names.set(statement, name)
  return async (db: Db | Trx, parameters: readonly unknown[]): Promise<Row[]> =>
    (await db.executeQuery<Row>(CompiledQuery.raw(statement, [...parameters]) as CompiledQuery<Row>)).rows
}

// Every SQL statement about users, their tilbud and their logins.
import { type ExpressionBuilder, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db, Role, Tables, Trx } from '../db/tables.ts'

const tilbudIds = (eb: ExpressionBuilder<Tables, 'user'>) =>
  sql<string[]>`coalesce(${eb
    .selectFrom('userTilbud')
    .select(sql<string[]>`array_agg(tilbud_id::text order by tilbud_id)`.as('ids'))
    .whereRef('userTilbud.userId', '=', 'user.id')}, '{}')`.as('tilbudIds')

const users = (db: Db | Trx) =>
  db
    .selectFrom('user')
    .select(['user.id', 'user.name', 'user.email', 'user.role', 'user.active', 'user.version'])
    .select(tilbudIds)

export const findUser = (db: Db | Trx, id: string) => users(db).where('user.id', '=', id).executeTakeFirst()

export const findActiveUser = (db: Db, id: string) =>
  users(db).where('user.id', '=', id).where('user.active', '=', true).executeTakeFirst()

export const findLogin = (db: Db, email: string) =>
  db.selectFrom('user').select(['id', 'passwordHash', 'active']).where('email', '=', email).executeTakeFirst()

export const findPasswordHash = (db: Db, id: string) =>
  db.selectFrom('user').select('passwordHash').where('id', '=', id).executeTakeFirstOrThrow()

export const countUsers = (db: Db) =>
  db
    .selectFrom('user')
    .select(eb => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()

export const listUsers = (db: Db, { after, limit, role }: { after: string | null; limit: number; role?: Role }) =>
  users(db)
    .$if(after !== null, query => query.where('user.id', '>', after))
    .$if(role !== undefined, query => query.where('user.role', '=', role as Role))
    .orderBy('user.id')
    .limit(limit)
    .execute()

/** All users with the names of their tilbud, for the administrator's page. */
export const listUsersWithTilbud = (db: Db) =>
  users(db)
    .select(eb =>
      jsonArrayFrom(
        eb
          .selectFrom('userTilbud')
          .innerJoin('tilbud', 'tilbud.id', 'userTilbud.tilbudId')
          .select('tilbud.name')
          .whereRef('userTilbud.userId', '=', 'user.id'),
      ).as('tilbud'),
    )
    .execute()

/** The tilbud that a leader can be given, with the name of their centre. */
export const listPlaces = (db: Db) =>
  db
    .selectFrom('tilbud')
    .innerJoin('centre', 'centre.id', 'tilbud.centreId')
    .select(['tilbud.id', 'tilbud.name', 'tilbud.active', 'centre.name as centre'])
    .execute()

export const insertUser = (
  trx: Trx,
  user: { id: string; name: string; email: string; role: Role; passwordHash: string },
) =>
  trx
    .insertInto('user')
    .values(user)
    .onConflict(conflict => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst()

export const updateUser = (
  trx: Trx,
  id: string,
  version: number,
  change: { name?: string; email?: string; role?: Role; active?: boolean; passwordHash?: string },
) =>
  trx
    .updateTable('user')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .returning('id')
    .executeTakeFirst()

export async function setUserTilbud(trx: Trx, userId: string, tilbudIds: string[]) {
  await trx.deleteFrom('userTilbud').where('userId', '=', userId).execute()
  if (tilbudIds.length > 0)
    await trx
      .insertInto('userTilbud')
      .values(tilbudIds.map(tilbudId => ({ userId, tilbudId })))
      .execute()
}

export const endSessions = (db: Db | Trx, userId: string) =>
  db.deleteFrom('session').where('userId', '=', userId).execute()

export const endOldSessions = (db: Db) => db.deleteFrom('session').where('expiresAt', '<', new Date()).execute()

export const countLoginAttempts = (db: Db, account: string, since: Date) =>
  db
    .selectFrom('loginAttempt')
    .select(eb => eb.fn.countAll<number>().as('count'))
    .where('account', '=', account)
    .where('attemptedAt', '>', since)
    .executeTakeFirstOrThrow()

export const insertLoginAttempt = (db: Db, account: string) =>
  db.insertInto('loginAttempt').values({ account }).execute()

export const forgetLoginAttempts = (db: Db | Trx, account: string) =>
  db.deleteFrom('loginAttempt').where('account', '=', account).execute()

// Every SQL statement about centres and tilbud.

import type { Insertable, Updateable } from 'kysely'
import { sql } from 'kysely'
import type { Db, Tables, Trx } from '../db/tables.ts'
import type { RequestUser } from '../http/request-user.ts'

export const listCentres = (db: Db | Trx) => db.selectFrom('centre').selectAll().execute()

export const findCentre = (db: Db | Trx, id: string) =>
  db.selectFrom('centre').selectAll().where('id', '=', id).executeTakeFirst()

export const insertCentre = (trx: Trx, centre: { id: string; name: string }) =>
  trx.insertInto('centre').values(centre).returningAll().executeTakeFirstOrThrow()

export const updateCentre = (trx: Trx, id: string, version: number, change: { name?: string }) =>
  trx
    .updateTable('centre')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst()

const tilbud = (db: Db | Trx) =>
  db
    .selectFrom('tilbud')
    .select(['id', 'name', 'shortNames', 'type', 'centreId', 'selfGoverning', 'active', 'version'])
    .select(
      sql<{ count: number | null; confirmedOn: string | null }>`json_build_object(
        'count', employees_count, 'confirmedOn', to_char(employees_confirmed_on, 'YYYY-MM-DD'))`.as('employees'),
    )

/** The tilbud that `user` may see: a leader's own, for others all. */
const visibleTo = (db: Db | Trx, user: RequestUser) =>
  tilbud(db).$if(user.role === 'leader', query => query.where('id', '=', eb => eb.fn.any(eb.val(user.tilbudIds))))

export const findTilbud = (db: Db | Trx, user: RequestUser, id: string) =>
  visibleTo(db, user).where('id', '=', id).executeTakeFirst()

export const listTilbud = (
  db: Db | Trx,
  user: RequestUser,
  {
    after = null,
    limit = 10_000,
    centreId,
    active,
  }: { after?: string | null; limit?: number; centreId?: string; active?: boolean } = {},
) =>
  visibleTo(db, user)
    .$if(after !== null, query => query.where('id', '>', after))
    .$if(centreId !== undefined, query => query.where('centreId', '=', centreId as string))
    .$if(active !== undefined, query => query.where('active', '=', active as boolean))
    .orderBy('id')
    .limit(limit)
    .execute()

export const insertTilbud = (trx: Trx, row: Insertable<Tables['tilbud']>) =>
  trx.insertInto('tilbud').values(row).returning('id').executeTakeFirstOrThrow()

export const updateTilbud = (trx: Trx, id: string, version: number, change: Updateable<Tables['tilbud']>) =>
  trx
    .updateTable('tilbud')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .returning('id')
    .executeTakeFirst()

/** The people who can be asked: leaders of the tilbud who can log in or have been invited. */
export const listLeadersOf = (db: Db | Trx, tilbudId: string) =>
  db
    .selectFrom('user')
    .innerJoin('userTilbud', 'userTilbud.userId', 'user.id')
    .select(['user.id', 'user.name', 'user.email'])
    .where('userTilbud.tilbudId', '=', tilbudId)
    .where('user.role', '=', 'leader')
    .where('user.active', '=', true)
    .orderBy('user.name')
    .execute()

export const findTilbudName = async (db: Db | Trx, tilbudId: string): Promise<string> =>
  (await db.selectFrom('tilbud').select('name').where('id', '=', tilbudId).executeTakeFirstOrThrow()).name

// Every SQL statement about devices.
import { sql } from 'kysely'
import type { Db, Trx } from '../db/tables.ts'

const SEEN_EVERY = sql<Date>`now() - interval '5 minutes'`

export const findDevice = (db: Db | Trx, userId: string, id: string) =>
  db.selectFrom('device').selectAll().where('id', '=', id).where('userId', '=', userId).executeTakeFirst()

/** Whether anybody was shut out of the device with this id. */
export const isRevoked = async (db: Db, id: string) =>
  (await db.selectFrom('device').select('id').where('id', '=', id).where('revokedAt', 'is not', null).executeTakeFirst()) !== undefined // biome-ignore format: one line

/** A user's devices, the one used last first. */
export const listDevices = (db: Db, userId: string) =>
  db.selectFrom('device').selectAll().where('userId', '=', userId).orderBy('lastSeenAt', 'desc').limit(100).execute()

/** Notes that the device is there; not at every contact. */
export async function saveDevice(db: Db, device: { id: string; userId: string; name: string }) {
  await db
    .insertInto('device')
    .values(device)
    .onConflict(conflict =>
      conflict
        .columns(['id', 'userId'])
        .doUpdateSet({ lastSeenAt: sql<Date>`now()`, name: device.name })
        .where('device.lastSeenAt', '<', SEEN_EVERY),
    )
    .execute()
}

/** Shuts the device out; nothing where it already is. */
export const revokeDevice = (trx: Trx, userId: string, id: string, by: string) =>
  trx
    .updateTable('device')
    .set({ revokedAt: sql<Date>`now()`, revokedBy: by })
    .where('id', '=', id)
    .where('userId', '=', userId)
    .where('revokedAt', 'is', null)
    .returning('id')
    .executeTakeFirst()

/** Ends the logins that are used on the device. */
export const endDeviceSessions = (trx: Trx, userId: string, id: string) =>
  trx.deleteFrom('session').where('userId', '=', userId).where(sql<string>`content->>'device'`, '=', id).execute()

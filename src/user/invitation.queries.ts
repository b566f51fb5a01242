// Every SQL statement about invitations: links with which a person chooses a password, once.
import type { Insertable } from 'kysely'
import type { Db, Tables, Trx } from '../db/tables.ts'

export const insertInvitation = (trx: Trx, invitation: Insertable<Tables['invitation']>) =>
  trx.insertInto('invitation').values(invitation).execute()

/** The invitation behind a code that still opens something, with whom it is for. */
export const findOpenInvitation = (db: Db | Trx, codeSha256: string, now: Date) =>
  db
    .selectFrom('invitation')
    .innerJoin('user', 'user.id', 'invitation.userId')
    .select(['invitation.id', 'invitation.userId', 'user.name', 'user.email', 'user.version'])
    .where('invitation.codeSha256', '=', codeSha256)
    .where('invitation.usedAt', 'is', null)
    .where('invitation.expiresAt', '>', now)
    .where('user.active', '=', true)
    .executeTakeFirst()

/** Uses an invitation up, and every other one of the same person; answers nothing when somebody was quicker. */
export async function useInvitation(trx: Trx, { id, userId }: { id: string; userId: string }, now: Date) {
  const used = await trx
    .updateTable('invitation')
    .set({ usedAt: now })
    .where('id', '=', id)
    .where('usedAt', 'is', null)
    .returning('id')
    .executeTakeFirst()
  await trx
    .updateTable('invitation')
    .set({ usedAt: now })
    .where('userId', '=', userId)
    .where('usedAt', 'is', null)
    .execute()
  return used
}

/** An address whose user would be met again: with role and tilbud, for the rule of who may be invited. */
export const findByEmail = (trx: Trx, email: string, tilbudId: string) =>
  trx
    .selectFrom('user')
    .select(['user.id', 'user.role', 'user.active'])
    .select(eb =>
      eb
        .exists(
          eb
            .selectFrom('userTilbud')
            .select('userTilbud.userId')
            .whereRef('userTilbud.userId', '=', 'user.id')
            .where('userTilbud.tilbudId', '=', tilbudId),
        )
        .$castTo<boolean>()
        .as('isLeaderHere'),
    )
    .where('user.email', '=', email)
    .executeTakeFirst()

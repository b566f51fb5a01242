// Inviting somebody from outside the house with a link that works once, and choosing the password that it leads to.
import { randomBytes } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import type { Db, Trx } from '../db/tables.ts'
import { conflict, Refusal } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { oneTimeCode, sumOfCode } from '../lib/one-time.ts'
import { hashPassword } from '../lib/password.ts'
import { writeLog } from '../log/log.queries.ts'
import { queueMail } from '../mail/mail.actions.ts'
import { findByEmail, findOpenInvitation, insertInvitation, useInvitation } from './invitation.queries.ts'
import { endSessions, insertUser, setUserTilbud, updateUser } from './user.queries.ts'

const LIFETIME = 72 * 3_600_000

export type Inviting = { secret: string; now: Date }

/** Mails a person a link with which to choose a password, within 72 hours and once. */
export async function sendInvitation(
  trx: Trx,
  by: RequestUser | null,
  { userId, tilbudName }: { userId: string; tilbudName: string },
  { secret, now }: Inviting,
) {
  const id = uuidv7()
  await insertInvitation(trx, {
    id,
    userId,
    codeSha256: sumOfCode(oneTimeCode(secret, id)),
    invitedBy: by?.id ?? null,
    createdAt: now,
    expiresAt: new Date(now.getTime() + LIFETIME),
  })
  // The code is added to the path when the mail is sent; nothing that is kept opens the door.
  const mail = { to: userId, kind: 'invitation', tilbudName, path: '/invitation/', invitationId: id } as const
  await queueMail(trx, { ...mail, causedBy: by?.id ?? null }, now)
  await writeLog(trx, { userId: by?.id ?? null, action: 'create', subject: 'invitation', subjectId: userId })
}

/**
 * The leader with this address: one of the tilbud who is there, or a new one who is invited. Refuses an address that
 * belongs to somebody else in the house: who sees a tilbud's reports is the administrator's to say.
 */
export async function inviteLeader(
  trx: Trx,
  by: RequestUser,
  { name, email, tilbud }: { name: string; email: string; tilbud: { id: string; name: string } },
  inviting: Inviting,
): Promise<string> {
  const there = await findByEmail(trx, email, tilbud.id)
  if (there?.active && there.role === 'leader' && there.isLeaderHere) return there.id
  if (there)
    throw conflict(
      'Der er allerede en bruger med den e-mailadresse. Bed en administrator om at give personen adgang til tilbuddet.',
    )
  const id = uuidv7()
  // Nobody knows this password: the door opens with the link alone.
  const passwordHash = await hashPassword(randomBytes(32).toString('base64url'))
  await insertUser(trx, { id, name, email, role: 'leader', passwordHash })
  await setUserTilbud(trx, id, [tilbud.id])
  await writeLog(trx, { userId: by.id, action: 'create', subject: 'user', subjectId: id })
  await sendInvitation(trx, by, { userId: id, tilbudName: tilbud.name }, inviting)
  return id
}

/** What is said of a link that opens nothing: used, too old, or never made. */
export const usedUp = () =>
  new Refusal(410, 'Linket er brugt eller for gammelt. Bed den, der inviterede dig, om at sende et nyt.')

/** Sets the password that the person chose, uses the link up and answers who it is. Refuses a link that is used up. */
export async function acceptInvitation(db: Db, code: string, password: string, now: Date): Promise<string> {
  const passwordHash = await hashPassword(password)
  return db.transaction().execute(async trx => {
    const invitation = await findOpenInvitation(trx, sumOfCode(code), now)
    if (!invitation || !(await useInvitation(trx, invitation, now))) throw usedUp()
    if (!(await updateUser(trx, invitation.userId, invitation.version, { passwordHash }))) throw usedUp()
    await endSessions(trx, invitation.userId)
    await writeLog(trx, {
      userId: invitation.userId,
      action: 'change',
      subject: 'user',
      subjectId: invitation.userId,
      detail: { fields: ['password'] },
    })
    return invitation.userId
  })
}

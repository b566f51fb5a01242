// Logging in, and the changes that an administrator makes to users.
import { createHash } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import type { Db } from '../db/tables.ts'
import { conflict, invalid, notFound, stale, tooMany } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { hashPassword, verifyPassword } from '../lib/password.ts'
import { writeLog } from '../log/log.queries.ts'
import {
  countLoginAttempts,
  endSessions,
  findLogin,
  findPasswordHash,
  findUser,
  forgetLoginAttempts,
  insertLoginAttempt,
  insertUser,
  setUserTilbud,
  updateUser,
} from './user.queries.ts'
import type { NewUser, UserChange } from './user.schema.ts'

const WINDOW = 15 * 60_000
const ATTEMPTS = 10

// An unknown address takes as long to refuse as a wrong password, so that nobody can find out who has an account.
const nobodysHash = hashPassword('nobody has this password')

export const TAKEN = 'Der er allerede en bruger med den e-mailadresse. Brug en anden, eller find brugeren på listen.'

/**
 * The id of the user with this address and password; null when they do not fit or the user is closed.
 * Refuses with 429 after ten wrong attempts on one account in fifteen minutes, whatever address they came from.
 */
export async function logIn(db: Db, { email, password }: { email: string; password: string }): Promise<string | null> {
  const address = email.trim().toLowerCase()
  const account = createHash('sha256').update(address).digest('hex')
  const { count } = await countLoginAttempts(db, account, new Date(Date.now() - WINDOW))
  if (count >= ATTEMPTS) throw tooMany(WINDOW / 1000)
  const login = await findLogin(db, address)
  const fits = await verifyPassword(password, login?.passwordHash ?? (await nobodysHash))
  if (!login?.active || !fits) {
    await insertLoginAttempt(db, account)
    await writeLog(db, { userId: login?.id ?? null, action: 'loginRefused', subject: 'session' })
    return null
  }
  await forgetLoginAttempts(db, account)
  await writeLog(db, { userId: login.id, action: 'login', subject: 'session' })
  return login.id
}

/** Makes a user. `by` is null for the first administrator, whom the command line makes. */
export async function createUser(db: Db, by: RequestUser | null, input: NewUser) {
  const passwordHash = await hashPassword(input.password)
  return db.transaction().execute(async trx => {
    const id = input.id ?? uuidv7()
    if (input.id && (await findUser(trx, input.id))) throw conflict('Der er allerede en bruger med det id.')
    const { name, email, role } = input
    if (!(await insertUser(trx, { id, name, email, role, passwordHash }))) throw conflict(TAKEN)
    await setUserTilbud(trx, id, input.tilbudIds)
    await writeLog(trx, { userId: by?.id ?? null, action: 'create', subject: 'user', subjectId: id })
    return (await findUser(trx, id)) ?? Promise.reject(notFound('Brugeren'))
  })
}

/** Changes a user. A new password, a new role or closing the user ends all of the user's logins. */
export async function changeUser(db: Db, by: RequestUser, id: string, version: number, input: UserChange) {
  const { password, tilbudIds, ...fields } = input
  const passwordHash = password === undefined ? undefined : await hashPassword(password)
  return db.transaction().execute(async trx => {
    const before = await findUser(trx, id)
    if (!before) throw notFound('Brugeren')
    if (before.version !== version) throw stale(before)
    if (id === by.id && (input.active === false || (input.role && input.role !== by.role)))
      throw conflict('Du kan ikke lukke dig selv ude. Bed en anden administrator om det.')
    const updated = await updateUser(trx, id, version, { ...fields, ...(passwordHash && { passwordHash }) })
    if (!updated) throw stale(before)
    if (tilbudIds) await setUserTilbud(trx, id, tilbudIds)
    if (passwordHash || input.active === false || (input.role && input.role !== before.role)) await endSessions(trx, id)
    await writeLog(trx, {
      userId: by.id,
      action: 'change',
      subject: 'user',
      subjectId: id,
      detail: { fields: Object.keys(input) },
    })
    return (await findUser(trx, id)) ?? Promise.reject(notFound('Brugeren'))
  })
}

/** Changes one's own password; ends one's other logins. Refuses when the current one is wrong. */
export async function changeOwnPassword(db: Db, user: RequestUser, input: { current: string; password: string }) {
  const { passwordHash: before } = await findPasswordHash(db, user.id)
  if (!(await verifyPassword(input.current, before)))
    throw invalid([{ path: '/current', message: 'Det er ikke din nuværende adgangskode.' }])
  const passwordHash = await hashPassword(input.password)
  await db.transaction().execute(async trx => {
    const { version } = (await findUser(trx, user.id)) ?? { version: 0 }
    if (!(await updateUser(trx, user.id, version, { passwordHash })))
      throw conflict('Din bruger blev ændret imens. Prøv igen.')
    await endSessions(trx, user.id)
    await writeLog(trx, {
      userId: user.id,
      action: 'change',
      subject: 'user',
      subjectId: user.id,
      detail: { fields: ['password'] },
    })
  })
}

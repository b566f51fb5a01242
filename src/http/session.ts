// Logins: a random cookie, its SHA-256 in the database with who it belongs to. Ending the row ends the login.
import { createHash } from 'node:crypto'
import fastifyCookie from '@fastify/cookie'
import fastifySession from '@fastify/session'
import type { FastifyInstance } from 'fastify'
import { prepare } from '../db/prepared.ts'
import type { Db } from '../db/tables.ts'
import type { RequestUser } from './request-user.ts'

declare module 'fastify' {
  interface Session {
    userId?: string
    /** The device that the login is used on, once its browser has said so. */
    device?: string
    flash?: Flash
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The device that the session names, as far as it is known whether it was shut out. */
    knownDevice: { id: string; isRevoked: boolean } | null
  }
}

export type Flash = { kind: 'success' | 'info' | 'warning' | 'error'; text: string }

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** Unused for so long, a login ends … */
const IDLE = 12 * HOUR
/** … and after so long in any case. */
const LIFETIME = 7 * 24 * HOUR
/** A login that is used is prolonged so often, not at every request: consultants write several times a second. */
const PROLONGED_EVERY = 5 * MINUTE

const idOf = (cookieValue: string) => createHash('sha256').update(cookieValue).digest('hex')

type Done = (error?: unknown, result?: unknown) => void
const settle = (work: Promise<unknown>, done: Done) => {
  work.then(
    result => done(null, result),
    error => done(error),
  )
}

type Content = { cookie?: { expires?: string } }

/** When a login ends that is used now. */
const endOf = ({ cookie }: Content) =>
  new Date(Math.min(Date.now() + IDLE, new Date(cookie?.expires ?? Date.now() + IDLE).getTime()))

// Everything about a login that a request asks for, at once: nobody who was closed or shut out gets past it.
const selectLogin = prepare<{
  content: Content
  expiresAt: Date
  user: RequestUser | null
  device: string | null
  isRevoked: boolean
}>(
  'select_login',
  `select s.content, s.expires_at, s.content->>'device' as device,
    (select json_build_object('id', u.id, 'name', u.name, 'email', u.email, 'role', u.role, 'tilbudIds', coalesce(
      (select json_agg(t.tilbud_id order by t.tilbud_id) from user_tilbud t where t.user_id = u.id), '[]'))
      from "user" u where u.id = s.user_id and u.active) as user,
    exists (select from device d where d.id = (s.content->>'device')::uuid and d.revoked_at is not null) as is_revoked
  from session s where s.id = $1 and s.expires_at > $2`,
)

async function readSession(db: Db, id: string) {
  const [row] = await selectLogin(db, [id, new Date()])
  if (!row) return null
  const expiresAt = endOf(row.content)
  if (expiresAt.getTime() - row.expiresAt.getTime() > PROLONGED_EVERY)
    await db.updateTable('session').set({ expiresAt }).where('id', '=', id).execute()
  return row
}

/** Whose login this cookie still is; undefined when it has ended. Does not prolong it. */
export const findSessionUser = async (db: Db, cookieValue: string): Promise<string | undefined> =>
  (
    await db
      .selectFrom('session')
      .select('userId')
      .where('id', '=', idOf(cookieValue))
      .where('expiresAt', '>', new Date())
      .executeTakeFirst()
  )?.userId ?? undefined

type Login = { user: RequestUser | null; device: string | null; isRevoked: boolean }

/** `tell` hears what else was read with a session, just before the request goes on. */
function sessionStore(db: Db, tell: (cookieValue: string, login: Login) => void) {
  return {
    get(cookieValue: string, done: Done) {
      const work = readSession(db, idOf(cookieValue)).then(row => {
        if (row) tell(cookieValue, row)
        return row?.content ?? null
      })
      settle(work, done)
    },
    set(cookieValue: string, content: fastifySession.FastifySessionObject, done: Done) {
      const row = {
        userId: content.userId ?? null,
        content: JSON.stringify(content),
        expiresAt: endOf(JSON.parse(JSON.stringify(content))),
      }
      const work = db
        .insertInto('session')
        .values({ id: idOf(cookieValue), ...row })
        .onConflict(conflict => conflict.column('id').doUpdateSet(row))
        .execute()
      settle(work, done)
    },
    destroy(cookieValue: string, done: Done) {
      settle(db.deleteFrom('session').where('id', '=', idOf(cookieValue)).execute(), done)
    },
  }
}

/**
 * Sessions kept in the database until they are unused for 12 hours, at most a week; and `request.user` from them: null
 * for a user who is gone or closed, so that such a session is worth nothing from the next request on.
 */
export async function registerSession(app: FastifyInstance, { db, secret }: { db: Db; secret: string }) {
  // A session goes through the package's hands before the next hook, in the same turn: what else was read waits here.
  let read: { cookieValue: string; login: Login } | null = null
  const tell = (cookieValue: string, login: Login) => {
    read = { cookieValue, login }
  }
  await app.register(fastifyCookie)
  await app.register(fastifySession, {
    secret,
    store: sessionStore(db, tell) as never,
    cookieName: 'kvalitetsbesoeg',
    cookie: { httpOnly: true, sameSite: 'lax', secure: 'auto', path: '/', maxAge: LIFETIME },
    saveUninitialized: false,
    rolling: false,
  })
  app.decorateRequest('user', null)
  app.decorateRequest('knownDevice', null)
  app.addHook('onRequest', async request => {
    const login = read?.cookieValue === request.session.sessionId ? read.login : null
    read = null
    if (request.session.userId && !login) throw new Error('a session was opened and not read')
    request.user = login?.user ?? null
    request.knownDevice = login?.device ? { id: login.device, isRevoked: login.isRevoked } : null
  })
}

// Logins: a random cookie, its SHA-256 in the database with who it belongs to. Ending the row ends the login.
import { createHash } from 'node:crypto'
import fastifyCookie from '@fastify/cookie'
import fastifySession from '@fastify/session'
import type { FastifyInstance } from 'fastify'
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

async function readSession(db: Db, id: string) {
  const row = await db
    .selectFrom('session')
    .select(['content', 'expiresAt'])
    .where('id', '=', id)
    .where('expiresAt', '>', new Date())
    .executeTakeFirst()
  if (!row) return null
  const expiresAt = endOf(row.content as Content)
  if (expiresAt.getTime() - row.expiresAt.getTime() > PROLONGED_EVERY)
    await db.updateTable('session').set({ expiresAt }).where('id', '=', id).execute()
  return row.content
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

function sessionStore(db: Db) {
  return {
    get(cookieValue: string, done: Done) {
      settle(readSession(db, idOf(cookieValue)), done)
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
 * Sessions kept in the database until they are unused for 12 hours, at most a week; and `request.user` from them.
 * `findUser` answers null for a user who is gone or closed: such a session is worth nothing from the next request on.
 */
export async function registerSession(
  app: FastifyInstance,
  { db, secret, findUser }: { db: Db; secret: string; findUser: (id: string) => Promise<RequestUser | null> },
) {
  await app.register(fastifyCookie)
  await app.register(fastifySession, {
    secret,
    store: sessionStore(db) as never,
    cookieName: 'kvalitetsbesoeg',
    cookie: { httpOnly: true, sameSite: 'lax', secure: 'auto', path: '/', maxAge: LIFETIME },
    saveUninitialized: false,
    rolling: false,
  })
  app.decorateRequest('user', null)
  app.addHook('onRequest', async request => {
    const userId = request.session.userId
    request.user = userId ? await findUser(userId) : null
  })
}

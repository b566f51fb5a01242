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
    flash?: Flash
  }
}

export type Flash = { kind: 'success' | 'info' | 'warning' | 'error'; text: string }

const HOUR = 3_600_000
const LIFETIME = 12 * HOUR

const idOf = (cookieValue: string) => createHash('sha256').update(cookieValue).digest('hex')

type Done = (error?: unknown, result?: unknown) => void
const settle = (work: Promise<unknown>, done: Done) => {
  work.then(
    result => done(null, result),
    error => done(error),
  )
}

function sessionStore(db: Db) {
  return {
    get(cookieValue: string, done: Done) {
      const work = db
        .selectFrom('session')
        .select('content')
        .where('id', '=', idOf(cookieValue))
        .where('expiresAt', '>', new Date())
        .executeTakeFirst()
      settle(
        work.then(row => row?.content ?? null),
        done,
      )
    },
    set(cookieValue: string, content: fastifySession.FastifySessionObject, done: Done) {
      const row = {
        userId: content.userId ?? null,
        content: JSON.stringify(content),
        expiresAt: new Date(content.cookie.expires ?? Date.now() + LIFETIME),
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
 * Sessions kept in the database for 12 hours after the login, and `request.user` from them.
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

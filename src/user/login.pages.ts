// /login, /logout and the way from / to where each role begins.
import type { FastifyInstance } from 'fastify'
import type { Db } from '../db/tables.ts'
import { Refusal } from '../http/errors.ts'
import { START } from '../http/menu.ts'
import { renderPage } from '../http/page.ts'
import { writeLog } from '../log/log.queries.ts'
import { logIn } from './user.actions.ts'
import { findActiveUser } from './user.queries.ts'
import { Login } from './user.schema.ts'

export type Demo = { password: string; users: { email: string; name: string }[] }

/** Only addresses of our own are followed after the login. */
export function ownPath(next: unknown): string {
  const home = 'http://own.invalid'
  if (typeof next !== 'string' || !next.startsWith('/') || !URL.canParse(next, home)) return '/'
  const url = new URL(next, home)
  // "/.//other.example" has our origin, and yet its path alone names another one.
  return url.origin === home && !url.pathname.startsWith('//') ? url.pathname + url.search : '/'
}

/** `demo` is shown on the login page of the embedded demonstration; null elsewhere. */
export function loginPages(app: FastifyInstance, { db, demo }: { db: Db; demo: Demo | null }) {
  const form = (values: { error: string | null; email: string; next: string; revoked?: boolean }) => ({
    revoked: false,
    title: 'Log ind',
    demo: demo?.users ?? null,
    demoPassword: demo?.password ?? null,
    ...values,
  })

  app.get('/', { config: { policy: 'loggedIn' } }, (request, reply) =>
    reply.redirect(START[request.user?.role ?? 'leader'], 303),
  )

  app.get<{ Querystring: { next?: string; revoked?: string } }>(
    '/login',
    { config: { policy: 'public' } },
    (request, reply) => {
      const next = ownPath(request.query.next)
      if (request.user) return reply.redirect(next, 303)
      return renderPage(
        request,
        reply,
        'user/login.hbs',
        form({ error: null, email: '', next, revoked: request.query.revoked === 'yes' }),
      )
    },
  )

  app.post<{ Body: Record<string, string> }>(
    '/login',
    { config: { policy: 'public', rateLimit: { max: 60, timeWindow: '1 minute' } } },
    async (request, reply) => {
      const { next, ...sent } = request.body ?? {}
      const login = Login.safeParse(sent)
      let error = 'E-mail eller adgangskode passer ikke. Prøv igen.'
      try {
        const userId = login.success ? await logIn(db, login.data) : null
        const user = userId ? await findActiveUser(db, userId) : undefined
        if (user) {
          await request.session.regenerate()
          request.session.userId = user.id
          return reply.redirect(ownPath(next), 303)
        }
      } catch (refusal) {
        if (!(refusal instanceof Refusal)) throw refusal
        error = refusal.message
        reply.headers(refusal.headers)
      }
      reply.code(401)
      return renderPage(request, reply, 'user/login.hbs', form({ error, email: sent.email ?? '', next: ownPath(next) }))
    },
  )

  app.post('/logout', { config: { policy: 'loggedIn' } }, async (request, reply) => {
    await writeLog(db, { userId: request.user?.id ?? null, action: 'logout', subject: 'session' })
    await request.session.destroy()
    return reply.header('clear-site-data', '"cache"').redirect('/login', 303)
  })
}

// /healthz: the process is up. /readyz: the database answers; also says whether PDFs can be printed.
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { Db } from '../db/tables.ts'
import type { KeeperState } from '../pdf/keeper.ts'

const config = { policy: 'public' } as const

type Deps = { db: Db; renderer: { state(): KeeperState } }

export function healthRoutes(app: FastifyInstance, { db, renderer }: Deps) {
  app.get('/healthz', { config }, async () => ({ status: 'ok' }))

  app.get('/readyz', { config }, async (request, reply) => {
    const database = await sql`select 1`.execute(db).then(
      () => 'ready',
      error => {
        request.log.warn({ code: error.code }, 'the database does not answer')
        return 'unavailable'
      },
    )
    return reply.code(database === 'ready' ? 200 : 503).send({ database, renderer: renderer.state() })
  })
}

// /log: who did what, and when. Administrators read it; nobody changes it.
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Db } from '../db/tables.ts'
import { fieldsOf } from '../http/form.ts'
import { renderPage } from '../http/page.ts'
import { listLog } from './log.queries.ts'
import { logPage } from './log.view.ts'

const LINES = 50
const Before = z.coerce.number().pipe(z.int().positive()).nullable().catch(null)

export function logPages(app: FastifyInstance, { db }: { db: Db }) {
  app.get('/log', { config: { policy: 'administrator' } }, async (request, reply) => {
    const before = Before.parse(fieldsOf(request.query).before ?? null)
    const rows = await listLog(db, { before, limit: LINES + 1 })
    return renderPage(request, reply, 'log/list.hbs', logPage(rows, { before, limit: LINES }))
  })
}

// /api/v1/log: the access log, for administrators.
import { z } from 'zod'
import type { Db } from '../db/tables.ts'
import { type Api, pageOf, pageQuery, readCursor, refusals, toPage } from '../http/api.ts'
import { instant } from '../lib/fields.ts'
import { listLog } from './log.queries.ts'

const LogLine = z
  .object({
    id: z.int(),
    at: instant,
    userId: z.string().nullable(),
    userName: z.string().nullable(),
    action: z.string(),
    subject: z.string(),
    subjectId: z.string().nullable(),
    visitId: z.string().nullable(),
    tilbudId: z.string().nullable(),
    tilbudName: z.string().nullable(),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'LogLine' })

export function logApi(app: Api, { db }: { db: Db }) {
  app.get(
    '/log',
    {
      config: { policy: 'administrator' },
      schema: {
        operationId: 'listLog',
        summary: 'Who read, downloaded, changed and published what, newest first',
        tags: ['log'],
        querystring: z.object(pageQuery),
        response: { 200: pageOf(LogLine), ...refusals },
      },
    },
    async ({ query: { limit, cursor } }) => {
      const rows = await listLog(db, { before: readCursor(cursor, z.int()), limit: limit + 1 })
      return toPage(
        rows.map(row => ({ ...row, at: row.at.toISOString() })),
        limit,
        row => row.id,
      )
    },
  )
}

// /api/v1/visits/{id}/bin: points that were deleted within the last 30 days.
import { z } from 'zod'
import { BOXES, type Db } from '../db/tables.ts'
import { type Api, pageOf, pageQuery, readCursor, refusals, toPage } from '../http/api.ts'
import { notFound, unauthorized } from '../http/errors.ts'
import { id, instant } from '../lib/fields.ts'
import { listBin } from './bin.queries.ts'
import { binReachesBackTo, leavesBin } from './bin.rules.ts'
import { findVisit } from './visit.queries.ts'
import { logReading } from './visit.reading.ts'
import { worksOn } from './visit.rules.ts'

const DeletedPoint = z
  .object({
    id,
    theme: z.string(),
    box: z.enum(BOXES),
    heading: z.string().nullable(),
    body: z.string(),
    deletedAt: instant,
    deletedBy: id.nullable(),
    deletedByName: z.string().nullable(),
    leavesBinAt: instant,
    revisionId: id.describe('POST …/history/{revisionId}/restore brings the point back, with its links.'),
  })
  .meta({ id: 'DeletedPoint' })

const Cursor = z.object({ deletedAt: instant, id })

export function binApi(app: Api, { db }: { db: Db }) {
  app.get(
    '/visits/:id/bin',
    {
      config: { policy: 'consultantOrAdministrator' },
      schema: {
        operationId: 'getBin',
        summary: 'Points deleted within the last 30 days, the latest first',
        description: 'Only for those who work on the visit. Older ones have left the bin and stay in the history.',
        tags: ['points'],
        params: z.object({ id }),
        querystring: z.object(pageQuery),
        response: { 200: pageOf(DeletedPoint), ...refusals },
      },
    },
    async ({ user, params, query: { limit, cursor } }) => {
      if (!user) throw unauthorized()
      const visit = await findVisit(db, user, params.id)
      if (!visit || !worksOn(user, visit)) throw notFound('Besøget')
      const after = readCursor(cursor, Cursor)
      await logReading(db, user, visit)
      const rows = await listBin(db, visit.id, { since: binReachesBackTo(new Date()), after, limit: limit + 1 })
      const items = rows.map(row => ({
        ...row,
        deletedAt: row.deletedAt.toISOString(),
        leavesBinAt: leavesBin(row.deletedAt).toISOString(),
      }))
      return toPage(items, limit, ({ deletedAt, id }) => ({ deletedAt, id }))
    },
  )
}

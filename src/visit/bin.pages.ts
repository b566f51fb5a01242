// /visit/{id}/bin: points that were deleted within the last 30 days, and back with them.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Db } from '../db/tables.ts'
import { notFound, Refusal } from '../http/errors.ts'
import { fieldsOf, textOf } from '../http/form.ts'
import { id, instant } from '../lib/fields.ts'
import { listBin } from './bin.queries.ts'
import { BIN_DAYS, binReachesBackTo } from './bin.rules.ts'
import { binView } from './bin.view.ts'
import { openVisit, renderVisit } from './open-visit.ts'
import { restoreRevision } from './point.actions.ts'
import { findRevision } from './revision.queries.ts'
import { may, worksOn } from './visit.rules.ts'

type OneVisit = { Params: { id: string }; Querystring: { after?: string } }

const config = { policy: 'consultantOrAdministrator' } as const
const ON_A_PAGE = 50

const Place = z
  .string()
  .transform(text => text.split('_'))
  .pipe(z.tuple([instant, id]))
  .transform(([deletedAt, id]) => ({ deletedAt, id }))
  .nullable()
  .catch(null)

export function binPages(app: FastifyInstance, { db }: { db: Db }) {
  /** The visit, for those who work on it. To all others its bin is a page that does not exist. */
  async function openBin(request: FastifyRequest<OneVisit>) {
    const source = await openVisit(db, request, request.params.id)
    if (!worksOn(source.user, source.visit)) throw notFound('Papirkurven')
    return source
  }

  app.get<OneVisit>('/visit/:id/bin', { config }, async (request, reply) => {
    const source = await openBin(request)
    const { user, visit } = source
    const after = Place.parse(request.query.after ?? null)
    const found = await listBin(db, visit.id, { since: binReachesBackTo(new Date()), after, limit: ON_A_PAGE + 1 })
    const rows = found.slice(0, ON_A_PAGE)
    const last = rows.at(-1)
    const path = `/visit/${visit.id}/bin`
    return renderVisit(request, reply, 'visit/bin.hbs', {
      source,
      current: 'bin',
      title: 'Papirkurv',
      days: BIN_DAYS,
      points: binView(visit.id, rows),
      canRestore: may(user, 'write', visit),
      action: path,
      pager:
        after || found.length > rows.length
          ? {
              text: `${rows.length} punkter`,
              newest: after ? path : null,
              older:
                found.length > rows.length && last ? `${path}?after=${last.deletedAt.toISOString()}_${last.id}` : null,
            }
          : null,
    })
  })

  app.post<OneVisit>('/visit/:id/bin', { config }, async (request, reply) => {
    const { user, visit } = await openBin(request)
    const { success, data: revisionId } = id.safeParse(textOf(fieldsOf(request.body), 'revision'))
    const revision = success ? await findRevision(db, visit.id, revisionId) : undefined
    if (!revision?.deleted) throw notFound('Punktet')
    try {
      // Pressed twice: what has been written since is not written over.
      if (!visit.points.some(point => point.id === revision.pointId))
        await restoreRevision(db, user, visit.id, revision.id)
      request.session.flash = { kind: 'success', text: 'Punktet er tilbage, hvor det stod.' }
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal
      request.session.flash = { kind: 'error', text: refusal.message }
    }
    return reply.redirect(`/visit/${visit.id}/bin`, 303)
  })
}

// What every page of one visit reads first, and the page it becomes.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../db/tables.ts'
import { notFound, unauthorized } from '../http/errors.ts'
import { renderPage } from '../http/page.ts'
import { id } from '../lib/fields.ts'
import { findModel } from '../model/model.queries.ts'
import { findTilbud } from '../tilbud/tilbud.queries.ts'
import { type FrameSource, framed, type Part } from './frame.view.ts'
import { findVisit } from './visit.queries.ts'
import { logReading } from './visit.reading.ts'
import { may } from './visit.rules.ts'

/** Names by id of the consultants of these visits, also those who have left. */
export async function consultantNames(db: Db, visits: readonly { consultantIds: string[] }[]) {
  const ids = [...new Set(visits.flatMap(visit => visit.consultantIds))]
  const people = await db
    .selectFrom('user')
    .select(['id', 'name'])
    .where('id', '=', eb => eb.fn.any(eb.val(ids)))
    .execute()
  return new Map(people.map(({ id, name }) => [id, name]))
}

/** The visit with what its pages need. Refuses with 404 what does not exist or is not the person's to read. */
export async function openVisit(db: Db, request: FastifyRequest, given: string) {
  const { user } = request
  if (!user) throw unauthorized()
  const wanted = id.safeParse(given)
  const visit = wanted.success ? await findVisit(db, user, wanted.data) : undefined
  if (!visit) throw notFound('Besøget')
  const tilbud = await findTilbud(db, user, visit.tilbudId)
  const model = await findModel(db, visit.modelId)
  if (!tilbud || !model) throw notFound('Besøget')
  // Who may write leaves lines about every change; everyone else's reading is told of here.
  if (request.method === 'GET' && !may(user, 'write', visit)) await logReading(db, user, visit)
  return { user, visit, tilbud, model, names: await consultantNames(db, [visit]) }
}

/** Renders a page of the visit inside its frame. */
export function renderVisit(
  request: FastifyRequest,
  reply: FastifyReply,
  template: string,
  { source, current, title, ...page }: { source: FrameSource; current: Part; title: string } & Record<string, unknown>,
) {
  return renderPage(request, reply, template, { ...framed(source, current, title), ...page })
}

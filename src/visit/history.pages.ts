// /visit/{id}/history: what was written and changed, by whom and when, and any earlier text brought back.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Db } from '../db/tables.ts'
import { notFound, Refusal } from '../http/errors.ts'
import { fieldsOf, textOf } from '../http/form.ts'
import { id } from '../lib/fields.ts'
import { type HistoryOf, listHistory } from './history.queries.ts'
import { completeHistory } from './history.ts'
import { historyGroups, historyHead } from './history.view.ts'
import { listNotes } from './note.reading.ts'
import { openVisit, renderVisit } from './open-visit.ts'
import { restoreRevision } from './point.actions.ts'
import { findRevision } from './revision.queries.ts'
import { logReading } from './visit.reading.ts'
import { may, takesNotes, worksOn } from './visit.rules.ts'
import type { Visit } from './visit.schema.ts'

type Wanted = { point?: string; field?: string; note?: string; after?: string }
type OneVisit = { Params: { id: string }; Querystring: Wanted }

const config = { policy: 'consultantOrAdministrator' } as const
const ON_A_PAGE = 50

/** Which text an address asks for; undefined when it asks for none of ours. */
function historyOf({ point, field, note }: Wanted): HistoryOf | undefined {
  if (point !== undefined) {
    const { success, data } = id.safeParse(point)
    return success ? { kind: 'point', pointId: data } : undefined
  }
  if (note !== undefined) return { kind: 'note', theme: note }
  if (field === undefined) return { kind: 'visit' }
  return field === 'overallImpression' || field === 'conclusion' ? { kind: field } : undefined
}

type Restorable = NonNullable<Awaited<ReturnType<typeof findRevision>>>

/** Whether the text of a revision is the one that the visit has now. */
function standsThere(visit: Visit, { field, pointId, heading, body }: Restorable): boolean {
  if (field === 'note') return false
  if (field !== 'point') return visit[field] === body
  return visit.points.some(point => point.id === pointId && point.heading === heading && point.body === body)
}

export function historyPages(app: FastifyInstance, { db }: { db: Db }) {
  /** The visit, for those who work on it. To all others its history is a page that does not exist. */
  async function openHistory(request: FastifyRequest<OneVisit>) {
    const source = await openVisit(db, request, request.params.id)
    if (!worksOn(source.user, source.visit)) throw notFound('Historikken')
    return source
  }

  // Raw notes are the consultants' own: to an administrator their history does not exist.
  const readNotes = async ({ user, visit }: Awaited<ReturnType<typeof openHistory>>) =>
    takesNotes(user, visit) ? listNotes(db, visit) : []

  app.get<OneVisit>('/visit/:id/history', { config }, async (request, reply) => {
    const source = await openHistory(request)
    const { user, visit } = source
    const of = historyOf(request.query)
    const after = id.optional().safeParse(request.query.after)
    if (!of || !after.success) throw notFound('Historikken')
    const notes = of.kind === 'note' ? await readNotes(source) : []
    const note = notes.find(({ theme }) => of.kind === 'note' && theme === of.theme)
    if (of.kind === 'note' && !note) throw notFound('Historikken')
    await completeHistory(db, visit.id)
    const found = await listHistory(db, visit.id, of, { after: after.data ?? null, limit: ON_A_PAGE + 1 })
    if (of.kind === 'point' && found.length === 0 && !after.data) throw notFound('Historikken')
    const rows = found.slice(0, ON_A_PAGE)
    // Who may write leaves lines about every change, but whoever looks back reads more than what stands there.
    if (may(user, 'write', visit)) await logReading(db, user, visit)
    const address = (more: Record<string, string>) => {
      const { point, field, note } = request.query
      const query = new URLSearchParams({
        ...(point && { point }),
        ...(field && { field }),
        ...(note && { note }),
        ...more,
      })
      return `/visit/${visit.id}/history${query.size > 0 ? `?${query}` : ''}`
    }
    return renderVisit(request, reply, 'visit/history.hbs', {
      source,
      current: 'history',
      title: 'Historik',
      head: historyHead(visit, of, rows),
      showsPlaces: of.kind === 'visit',
      action: address({}),
      groups: historyGroups(rows, { visit, note: note?.body ?? null, editable: may(user, 'write', visit) }),
      pager:
        after.data || found.length > rows.length
          ? {
              text: `${rows.length} ændringer`,
              newest: after.data ? address({}) : null,
              older: found.length > rows.length ? address({ after: rows.at(-1)?.id ?? '' }) : null,
            }
          : null,
    })
  })

  app.post<OneVisit>('/visit/:id/history', { config }, async (request, reply) => {
    const { user, visit } = await openHistory(request)
    const back = (path: string) => reply.redirect(`/visit/${visit.id}/${path}`, 303)
    const { success, data: revisionId } = id.safeParse(textOf(fieldsOf(request.body), 'revision'))
    const revision = success ? await findRevision(db, visit.id, revisionId) : undefined
    if (!revision || (revision.field === 'note' && !takesNotes(user, visit))) throw notFound('Versionen af teksten')
    const of = revision.pointId
      ? `point=${revision.pointId}`
      : revision.theme
        ? `note=${revision.theme}`
        : `field=${revision.field}`
    try {
      // Pressed twice, or what stands there anyway: nothing to write.
      if (!standsThere(visit, revision)) await restoreRevision(db, user, visit.id, revision.id)
      request.session.flash = {
        kind: 'success',
        text: 'Teksten er gendannet og står nu i besøget. Det, der stod før, er her i historikken.',
      }
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal
      request.session.flash = { kind: 'error', text: refusal.message }
    }
    return back(`history?${of}`)
  })
}

// /visit/{id}/theme/{key} and the forms on it: new points, their texts and links, moving, deleting and undoing.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { BOXES, type Box, type Db } from '../db/tables.ts'
import { descriptionAtVisit } from '../description/description.reading.ts'
import { notFound, Refusal, stale } from '../http/errors.ts'
import { fieldsOf, listOf, textOf } from '../http/form.ts'
import type { RequestUser } from '../http/request-user.ts'
import { id } from '../lib/fields.ts'
import { describedView } from './described.view.ts'
import { asFieldErrors, MERGED } from './form.ts'
import type { FrameSource } from './frame.view.ts'
import { readBase } from './merge-fields.ts'
import { listNotes } from './note.reading.ts'
import { readSorted } from './note.sorted.ts'
import { noteView, type Sorted } from './note.view.ts'
import { openVisit, renderVisit } from './open-visit.ts'
import type { ReadPanel, ReadThreads } from './panel.ts'
import { createPoint, deletePoint, mergePoint, restoreRevision } from './point.actions.ts'
import { mergedPoint, moveOf, pointFields, samePoint, typedPoint, withMove } from './point.form.ts'
import { shownFields } from './point.view.ts'
import { findRevision, listRevisions } from './revision.queries.ts'
import { joinPoint, splitPoint } from './structure.actions.ts'
import { excerpt, type Notice, type TriedNew, themeView } from './theme.view.ts'
import { may, takesNotes, worksOn } from './visit.rules.ts'
import { NewPoint, type Point, PointChange } from './visit.schema.ts'

type Place = { Params: { id: string; key: string }; Querystring: Record<string, string | undefined> }
type OnePoint = { Params: { id: string; pointId: string } }
type OneRevision = { Params: { id: string; revisionId: string } }

const config = { policy: 'consultantOrAdministrator' } as const

const DELETED = 'En kollega har slettet punktet imens.'

const firstMessage = (refusal: Refusal) => refusal.errors[0]?.message ?? refusal.message

type Deps = { db: Db; readPanel: ReadPanel; readThreads: ReadThreads }

export function pointPages(app: FastifyInstance, { db, readPanel, readThreads }: Deps) {
  async function renderTheme(
    request: FastifyRequest,
    reply: FastifyReply,
    source: FrameSource & Parameters<typeof themeView>[0],
    sorted: Sorted | null = null,
  ) {
    const theme = themeView(source)
    if (!theme) throw notFound('Temaet')
    const { key, name } = theme
    return renderVisit(request, reply, 'visit/theme.hbs', {
      source,
      current: `theme/${key}`,
      title: `Tema ${key}: ${name}`,
      theme,
      panel: await readPanel(source, `theme/${key}`),
      note: await noteOf(source, key, sorted),
      threadsHtml: await readThreads(source, key),
      described: await describedOf(source, key),
    })
  }

  /** The tilbud's own words beside the boxes, for those who work on the visit. */
  async function describedOf({ user, visit, model }: Parameters<typeof themeView>[0] & FrameSource, theme: string) {
    if (!worksOn(user, visit)) return null
    const description = await descriptionAtVisit(db, visit, model.themes)
    return describedView({ visit, model, theme, description, editable: may(user, 'write', visit) })
  }

  /** The raw note beside the boxes, for those whose it is. */
  async function noteOf({ user, visit, model }: FrameSource, theme: string, sorted: Sorted | null) {
    const note = takesNotes(user, visit) && (await listNotes(db, visit)).find(note => note.theme === theme)
    const around = { visitId: visit.id, themes: model.themes, editable: may(user, 'write', visit) }
    return note ? noteView(note, { ...around, from: 'theme', sorted }) : null
  }

  app.get<Place>('/visit/:id/theme/:key', { config }, async (request, reply) => {
    const source = await openVisit(db, request, request.params.id)
    const notice = may(source.user, 'write', source.visit) ? await findNotice(db, source.visit, request.query) : null
    return renderTheme(request, reply, { ...source, key: request.params.key, notice }, readSorted(request.query))
  })

  app.post<Place>('/visit/:id/theme/:key', { config }, async (request, reply) => {
    const source = await openVisit(db, request, request.params.id)
    const { key } = request.params
    const body = fieldsOf(request.body)
    const box = BOXES.find(candidate => candidate === textOf(body, 'box')) ?? 'grey'
    const refuse = (error: string) => {
      const triedNew: TriedNew = {
        box,
        heading: textOf(body, 'heading'),
        body: textOf(body, 'body'),
        answers: listOf(body, 'answers'),
        error,
      }
      reply.code(422)
      return renderTheme(request, reply, { ...source, key, triedNew })
    }
    const { heading, body: text } = pointFields(body)
    const input = NewPoint.safeParse({ theme: key, box, heading, body: text, answers: listOf(body, 'answers') })
    if (!input.success) return refuse(asFieldErrors(input.error.issues)[0]?.message ?? '')
    try {
      const { point } = await createPoint(db, source.user, source.visit.id, input.data)
      return reply.redirect(themeHref(point), 303)
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal
      return refuse(firstMessage(refusal))
    }
  })

  /** The step of the menu that divides the point or joins it with the one above; null when it is another. */
  async function reshape(user: RequestUser, point: Point, body: Record<string, unknown>): Promise<Point | null> {
    const place = { visitId: point.visitId, id: point.id }
    if (textOf(body, 'step') === 'join') return joinPoint(db, user, place, point.version)
    if (textOf(body, 'step') !== 'split') return null
    const paragraph = Number(textOf(body, 'paragraph') || '2')
    return (await splitPoint(db, user, place, point.version, { paragraph }))[1]
  }

  app.post<OnePoint>('/visit/:id/point/:pointId', { config }, async (request, reply) => {
    const source = await openVisit(db, request, request.params.id)
    const { user, visit } = source
    const body = fieldsOf(request.body)
    const { pointId } = request.params
    const shown = (
      status: number,
      { error = null as string | null, points = visit.points, key = textOf(body, 'theme') } = {},
    ) => {
      const tried = { id: pointId, ...typedPoint(body), error, overtaken: status === 412 }
      reply.code(status)
      return renderTheme(request, reply, { ...source, visit: { ...visit, points }, key, tried })
    }
    const point = visit.points.find(candidate => candidate.id === pointId)
    if (!point) {
      if (!(await wasHere(db, visit.id, pointId))) throw notFound('Punktet')
      return shown(409, { error: DELETED })
    }
    const place = { visitId: visit.id, id: point.id }
    const { theme: key } = point
    const fields = PointChange.safeParse(pointFields(body))
    // Whoever sends what already stands here has lost nothing to a colleague.
    const same = fields.success && samePoint(point, fields.data)
    const version = same ? point.version : Number(textOf(body, 'version'))
    try {
      if (textOf(body, 'step') === 'delete') {
        await deletePoint(db, user, place, version)
        const [newest] = await listRevisions(db, visit.id, { after: null, limit: 1, pointId: point.id })
        return reply.redirect(`/visit/${visit.id}/theme/${point.theme}?deleted=${newest?.id}&from=${point.box}`, 303)
      }
      if (!fields.success) return shown(422, { key, error: asFieldErrors(fields.error.issues)[0]?.message ?? null })
      const move = moveOf(body, point, visit)
      // Whoever only moves the point takes a colleague's new text and links along, rather than write old ones over them.
      const onlyMoves = move && version !== point.version && (await typedNothing(db, point, version, fields.data))
      const sent = fields.data
      const { point: changed, merged } = await mergePoint(db, user, place, version, now => {
        if (onlyMoves) return move
        const base = version === now.version ? shownFields(now) : readBase(textOf(body, 'base'))
        const wanted = mergedPoint(base, sent, now)
        if (!wanted) throw stale(now)
        return withMove(wanted, move)
      })
      if (merged) request.session.flash = MERGED
      const shaped = await reshape(user, changed, body)
      if (shaped) return reply.redirect(themeHref(shaped), 303)
      const leaves = changed.theme !== point.theme
      return reply.redirect(
        leaves ? `/visit/${visit.id}/theme/${point.theme}?moved=${point.id}&from=${point.box}` : themeHref(changed),
        303,
      )
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal
      const others = visit.points.filter(other => other.id !== point.id)
      if (refusal.status === 404) return shown(409, { key, error: DELETED, points: others })
      if (refusal.status !== 412) return shown(refusal.status, { key, error: firstMessage(refusal) })
      const current = refusal.current as Point
      const points = visit.points.map(other => (other.id === current.id ? current : other))
      return shown(412, { key: current.theme, points })
    }
  })

  app.post<OneRevision>('/visit/:id/history/:revisionId/restore', { config }, async (request, reply) => {
    const { user, visit } = await openVisit(db, request, request.params.id)
    const { success, data: revisionId } = id.safeParse(request.params.revisionId)
    if (!success) throw notFound('Versionen af teksten')
    const revision = await findRevision(db, visit.id, revisionId)
    const there = revision?.deleted && visit.points.find(point => point.id === revision.pointId)
    // Pressed twice: what has been written since is not written over.
    if (there) return reply.redirect(`/visit/${visit.id}/theme/${there.theme}?back=${there.id}&from=${there.box}`, 303)
    await restoreRevision(db, user, visit.id, revisionId)
    const theme = encodeURIComponent(textOf(fieldsOf(request.body), 'theme'))
    return reply.redirect(`/visit/${visit.id}/theme/${theme}`, 303)
  })
}

const themeHref = ({ visitId, theme, id }: Point) => `/visit/${visitId}/theme/${theme}#point-${id}`

/** Whether a point that is gone once stood in this visit. */
async function wasHere(db: Db, visitId: string, pointId: string) {
  if (!id.safeParse(pointId).success) return false
  return (await listRevisions(db, visitId, { after: null, limit: 1, pointId })).length > 0
}

/** Whether a form with this version still has the text that it showed, or the one that stands there now. */
async function typedNothing(db: Db, point: Point, version: number, sent: PointChange) {
  const revisions = await listRevisions(db, point.visitId, { after: null, limit: 1000, pointId: point.id })
  const shown = revisions.find(revision => !revision.removed && revision.version <= version)
  const says = (text: Pick<PointChange, 'heading' | 'body'>) => text.heading === sent.heading && text.body === sent.body
  return says(point) || (shown !== undefined && says(shown))
}

/** What the address says just happened, if it still holds. */
async function findNotice(
  db: Db,
  visit: { id: string; points: Point[] },
  { deleted, moved, back, from }: Record<string, string | undefined>,
): Promise<Notice | null> {
  const box = BOXES.find(candidate => candidate === from) as Box | undefined
  if (!box) return null
  const name = ({ heading, body }: { heading: string | null; body: string }) => `»${heading ?? excerpt(body, 40)}«`
  const find = (wanted: string | undefined) => visit.points.find(point => point.id === wanted)
  const [gone, there] = [find(moved), find(back)]
  if (gone) return { box, text: `${name(gone)} er flyttet til tema ${gone.theme}.`, undo: null, href: themeHref(gone) }
  if (there) return { box, text: `${name(there)} er allerede hentet tilbage.`, undo: null, href: themeHref(there) }
  if (!id.safeParse(deleted).success) return null
  const revision = await findRevision(db, visit.id, deleted as string)
  if (!revision?.deleted || visit.points.some(point => point.id === revision.pointId)) return null
  const undo = `/visit/${visit.id}/history/${revision.id}/restore`
  return { box, text: `${name(revision)} er slettet.`, undo, href: null }
}

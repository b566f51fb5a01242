// /visit/{id}/notes: the raw notes to all themes, and the form of each, which stands on the page of its theme too.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { BOXES, type Db } from '../db/tables.ts'
import { notFound, Refusal } from '../http/errors.ts'
import { fieldsOf, listOf, textOf } from '../http/form.ts'
import type { Sent } from './form.ts'
import { takeNote } from './note.actions.ts'
import { listNotes } from './note.reading.ts'
import { pieceAt } from './note.rules.ts'
import { noteBody } from './note.schema.ts'
import { readSorted } from './note.sorted.ts'
import { noteView, type TriedNote } from './note.view.ts'
import { openVisit, renderVisit } from './open-visit.ts'
import { logReading } from './visit.reading.ts'
import { may, takesNotes } from './visit.rules.ts'

type Notes = { Params: { id: string }; Querystring: Record<string, string | undefined> }
type OneNote = { Params: { id: string; theme: string } }

const config = { policy: 'consultantOrAdministrator' } as const

const asText = (typed: string) => typed.replaceAll('\r\n', '\n')

/** The words that were chosen: paragraphs that were ticked, or the line with the caret. */
function chosenWords(sent: Sent, body: string): string[] {
  const ticked = listOf(sent, 'passage').map(asText)
  if (ticked.length > 0) return ticked
  const [start, end] = [Number(textOf(sent, 'start')), Number(textOf(sent, 'end'))]
  if (textOf(sent, 'start') === '' || !Number.isInteger(start) || !Number.isInteger(end)) return []
  const piece = pieceAt(body, { start, end })
  return piece.end > piece.start ? [body.slice(piece.start, piece.end)] : []
}

export function notePages(app: FastifyInstance, { db }: { db: Db }) {
  /** The visit, for those who are on it. To all others its notes are a page that does not exist. */
  async function openNotes(request: FastifyRequest<Notes> | FastifyRequest<OneNote>) {
    const source = await openVisit(db, request as FastifyRequest, request.params.id)
    if (!takesNotes(source.user, source.visit)) throw notFound('Noterne')
    return source
  }

  async function render(
    request: FastifyRequest,
    reply: FastifyReply,
    source: Awaited<ReturnType<typeof openNotes>>,
    { tried = null as TriedNote | null, query = {} as Record<string, string | undefined> } = {},
  ) {
    const { user, visit, model } = source
    const editable = may(user, 'write', visit)
    const notes = await listNotes(db, visit)
    if (editable) await logReading(db, user, visit)
    const around = { visitId: visit.id, themes: model.themes, editable, from: 'notes' as const }
    return renderVisit(request, reply, 'visit/notes.hbs', {
      source,
      current: 'notes',
      title: 'Kladdenoter',
      notes: notes.map(note => noteView(note, { ...around, tried, sorted: readSorted(query) })),
    })
  }

  app.get<Notes>('/visit/:id/notes', { config }, async (request, reply) =>
    render(request, reply, await openNotes(request), { query: request.query }),
  )

  app.post<OneNote>('/visit/:id/notes/:theme', { config }, async (request, reply) => {
    const source = await openNotes(request)
    const { user, visit } = source
    const { theme } = request.params
    const sent = fieldsOf(request.body)
    const body = asText(textOf(sent, 'body'))
    const from = textOf(sent, 'from') === 'theme' ? 'theme' : 'notes'
    const refuse = (status: number, error: string) => {
      reply.code(status)
      return render(request, reply, source, { tried: { theme, body, error, from } })
    }
    const checked = noteBody.safeParse(body)
    if (!checked.success) return refuse(422, checked.error.issues[0]?.message ?? '')
    const box = BOXES.find(candidate => candidate === textOf(sent, 'step')) ?? null
    const words = chosenWords(sent, checked.data)
    if (box && words.length === 0) return refuse(422, 'Vælg først det i noten, der skal i boksen.')
    const basedOn = Number(textOf(sent, 'version'))
    try {
      const { merged, points } = await takeNote(db, user, visit.id, theme, { basedOn, body: checked.data, box, words })
      if (merged)
        request.session.flash = { kind: 'info', text: 'Din note er flettet sammen med din kollegas. Læs den igennem.' }
      const page = from === 'theme' ? `theme/${encodeURIComponent(theme)}` : 'notes'
      const told = box ? `?sorted=${points.length}&box=${box}&theme=${encodeURIComponent(theme)}` : ''
      return reply.redirect(`/visit/${visit.id}/${page}${told}#note-${encodeURIComponent(theme)}`, 303)
    } catch (refusal) {
      if (!(refusal instanceof Refusal) || refusal.status === 404) throw refusal
      return refuse(refusal.status, refusal.errors[0]?.message ?? refusal.message)
    }
  })
}

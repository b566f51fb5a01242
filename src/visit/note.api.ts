// /api/v1/visits/{id}/notes: the raw notes of those who are on the visit. For everybody else they do not exist.
import { z } from 'zod'
import type { Db } from '../db/tables.ts'
import { type Api, etag, ifMatch, refusals, writeRefusals } from '../http/api.ts'
import { notFound, unauthorized } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { id } from '../lib/fields.ts'
import { changeNote, sortNote } from './note.actions.ts'
import { listNotes } from './note.reading.ts'
import { Note, NoteChange, NoteSorting, SortedNote } from './note.schema.ts'
import { findVisit } from './visit.queries.ts'
import { logReading } from './visit.reading.ts'
import { takesNotes } from './visit.rules.ts'

const tags = ['notes']
const config = { policy: 'consultantOrAdministrator' } as const
const params = z.object({ id, theme: z.string().max(3) })

export function noteApi(app: Api, { db }: { db: Db }) {
  async function readNotes(user: RequestUser | null, visitId: string) {
    if (!user) throw unauthorized()
    const visit = await findVisit(db, user, visitId)
    if (!visit || !takesNotes(user, visit)) throw notFound('Noterne')
    await logReading(db, user, visit)
    return listNotes(db, visit)
  }

  app.get(
    '/visits/:id/notes',
    {
      config,
      schema: {
        operationId: 'listNotes',
        summary: 'The raw notes to each theme',
        description: "For the visit's own consultants alone: never in a report, a search or an export.",
        tags,
        params: z.object({ id }),
        response: { 200: z.object({ items: z.array(Note), nextCursor: z.null() }), ...refusals },
      },
    },
    async ({ user, params }) => ({ items: await readNotes(user, params.id), nextCursor: null }),
  )

  app.get(
    '/visits/:id/notes/:theme',
    {
      config,
      schema: {
        operationId: 'getNote',
        summary: 'The raw note to one theme',
        tags,
        params,
        response: { 200: Note, ...refusals },
      },
    },
    async ({ user, params }, reply) => {
      const note = (await readNotes(user, params.id)).find(({ theme }) => theme === params.theme)
      if (!note) throw notFound('Temaet')
      return reply.header('etag', etag(note.version)).send(note)
    },
  )

  app.patch(
    '/visits/:id/notes/:theme',
    {
      config,
      schema: {
        operationId: 'changeNote',
        summary: 'Write the raw note to a theme',
        description: 'A note that nobody has written yet has version 0.',
        tags,
        params,
        body: NoteChange,
        response: { 200: Note, ...writeRefusals },
      },
    },
    async ({ user, params, headers, body }, reply) => {
      if (!user) throw unauthorized()
      const note = await changeNote(db, user, params.id, params.theme, ifMatch(headers), body.body)
      return reply.header('etag', etag(note.version)).send(note)
    },
  )

  app.post(
    '/visits/:id/notes/:theme/sort',
    {
      config,
      schema: {
        operationId: 'sortNote',
        summary: 'Make pieces of a note into points of a box',
        description: "If-Match names the note's version. The points and the shorter note are written together.",
        tags,
        params,
        body: NoteSorting,
        response: { 200: SortedNote, ...writeRefusals },
      },
    },
    async ({ user, params, headers, body }, reply) => {
      if (!user) throw unauthorized()
      const sorted = await sortNote(db, user, params.id, params.theme, ifMatch(headers), body)
      return reply.header('etag', etag(sorted.note.version)).send(sorted)
    },
  )
}

// /api/v1/threads: what became of the focus points; and what a visit says about the threads before it.
import { z } from 'zod'
import { type Api, etag, ifMatch, pageOf, pageQuery, readCursor, refusals, toPage, writeRefusals } from '../http/api.ts'
import { notFound, unauthorized } from '../http/errors.ts'
import { id } from '../lib/fields.ts'
import { findVisit } from '../visit/visit.queries.ts'
import { logReading } from '../visit/visit.reading.ts'
import { worksOn } from '../visit/visit.rules.ts'
import { markThread } from './mark.actions.ts'
import { changeThread, reportStatus, type ThreadDeps } from './thread.actions.ts'
import { listThreads, type ThreadSelection } from './thread.queries.ts'
import { readEarlier, readThread, toThread } from './thread.reading.ts'
import { EarlierThread, MarkChange, NewThreadUpdate, Thread, ThreadChange, ThreadFilter } from './thread.schema.ts'

const tags = ['threads']
const params = z.object({ id })
const config = { policy: 'loggedIn' } as const
const writers = { policy: 'consultantOrAdministrator' } as const

/** A selection without the filters that were left out. */
const selected = ({
  tilbudId,
  status,
  visitId,
}: { [Key in keyof ThreadSelection]: ThreadSelection[Key] | undefined }) => ({
  ...(tilbudId && { tilbudId }),
  ...(status && { status }),
  ...(visitId && { visitId }),
})

export function threadApi(app: Api, deps: ThreadDeps) {
  const { db } = deps

  app.get(
    '/threads',
    {
      config,
      schema: {
        operationId: 'listThreads',
        summary: 'What became of published focus points, newest first',
        description: 'A leader reads those of own tilbud; consultants and administrators all.',
        tags,
        querystring: z.object({ ...ThreadFilter, ...pageQuery }),
        response: { 200: pageOf(Thread), ...refusals },
      },
    },
    async ({ user, query: { limit, cursor, ...filter } }) => {
      if (!user) throw unauthorized()
      const after = readCursor(cursor, id)
      const rows = await listThreads(db, user, selected(filter), { after, limit: limit + 1 })
      const { items, nextCursor } = toPage(rows, limit, row => row.id)
      return { items: items.map(toThread), nextCursor }
    },
  )

  app.get(
    '/threads/:id',
    {
      config,
      schema: {
        operationId: 'getThread',
        summary: 'One focus point: what is done about it, its status, and the visits that it runs through',
        tags,
        params,
        response: { 200: Thread, ...refusals },
      },
    },
    async ({ user, params }, reply) => {
      if (!user) throw unauthorized()
      const thread = await readThread(db, user, params.id)
      return reply.header('etag', etag(thread.version)).send(thread)
    },
  )

  app.patch(
    '/threads/:id',
    {
      config,
      schema: {
        operationId: 'changeThread',
        summary: 'What the tilbud will do, which role does it, by when, which goals it serves',
        description: 'For the tilbud’s leader.',
        tags,
        params,
        body: ThreadChange,
        response: { 200: Thread, ...writeRefusals },
      },
    },
    async ({ user, params, headers, body }, reply) => {
      if (!user) throw unauthorized()
      const thread = await changeThread(deps, user, params.id, ifMatch(headers), body)
      return reply.header('etag', etag(thread.version)).send(thread)
    },
  )

  app.post(
    '/threads/:id/updates',
    {
      config,
      schema: {
        operationId: 'reportStatus',
        summary: 'How it goes, with one sentence; the newest status counts',
        description: 'For the tilbud’s leader.',
        tags,
        params,
        body: NewThreadUpdate,
        response: { 201: Thread, ...writeRefusals },
      },
    },
    async ({ user, params, body }, reply) => {
      if (!user) throw unauthorized()
      const thread = await reportStatus(deps, user, params.id, body)
      return reply.code(201).header('etag', etag(thread.version)).send(thread)
    },
  )

  app.get(
    '/visits/:id/threads',
    {
      config: writers,
      schema: {
        operationId: 'listEarlierThreads',
        summary: 'The threads that were open when the visit came, and what it says about each',
        description: 'Only for those who work on the visit.',
        tags,
        params,
        response: { 200: z.object({ items: z.array(EarlierThread), nextCursor: z.null() }), ...refusals },
      },
    },
    async ({ user, params }) => {
      if (!user) throw unauthorized()
      const visit = await findVisit(db, user, params.id)
      if (!visit || !worksOn(user, visit)) throw notFound('Besøget')
      await logReading(db, user, visit)
      return { items: await readEarlier(db, visit), nextCursor: null }
    },
  )

  app.put(
    '/visits/:id/threads/:threadId',
    {
      config: writers,
      schema: {
        operationId: 'markThread',
        summary: 'Say that an earlier thread is continued or closed, and which focus point carries it on',
        description: 'Takes effect when the visit is published.',
        tags,
        params: z.object({ id, threadId: id }),
        body: MarkChange,
        response: { 200: EarlierThread, ...writeRefusals },
      },
    },
    async ({ user, params: { id, threadId }, headers, body }, reply) => {
      if (!user) throw unauthorized()
      const thread = await markThread(deps, user, { visitId: id, threadId }, ifMatch(headers), body)
      return reply.header('etag', etag(thread.version)).send(thread)
    },
  )
}

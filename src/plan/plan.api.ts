// /api/v1/actions: what tilbud, and the whole area, do about the goals of a strategy.
import { z } from 'zod'
import type { Db } from '../db/tables.ts'
import { type Api, etag, ifMatch, pageOf, pageQuery, readCursor, refusals, toPage, writeRefusals } from '../http/api.ts'
import { notFound, unauthorized } from '../http/errors.ts'
import { id } from '../lib/fields.ts'
import { writeLog } from '../log/log.queries.ts'
import { changeAction, createAction } from './plan.actions.ts'
import { findAction, listActions } from './plan.queries.ts'
import { Action, ActionChange, ActionFilter, NewAction } from './plan.schema.ts'

const tags = ['actions']
const config = { policy: 'loggedIn' } as const
const params = z.object({ id })

export function planApi(app: Api, deps: { db: Db; now: () => Date }) {
  const { db } = deps

  app.get(
    '/actions',
    {
      config,
      schema: {
        operationId: 'listActions',
        summary: 'Actions of development plans: a tilbud’s, the area’s (area=true), or all that you may read',
        tags,
        querystring: z.object({ ...ActionFilter, ...pageQuery }),
        response: { 200: pageOf(Action), ...refusals },
      },
    },
    async ({ user, query: { limit, cursor, area, tilbudId, ...filter } }) => {
      if (!user) throw unauthorized()
      const after = readCursor(cursor, id)
      const wanted = { ...filter, tilbudId: area ? null : tilbudId }
      const actions = await listActions(db, user, wanted, { after, limit: limit + 1 })
      await writeLog(db, { userId: user.id, action: 'read', subject: 'plan', tilbudId: tilbudId ?? null })
      return toPage(actions, limit, action => action.id)
    },
  )

  app.post(
    '/actions',
    {
      config,
      schema: {
        operationId: 'createAction',
        summary: 'Write an action: a leader for an own tilbud, an administrator for the area',
        tags,
        body: NewAction,
        response: { 200: Action, 201: Action, ...writeRefusals },
      },
    },
    async ({ user, body }, reply) => {
      if (!user) throw unauthorized()
      const { action, created } = await createAction(deps, user, body)
      return reply
        .code(created ? 201 : 200)
        .header('etag', etag(action.version))
        .send(action)
    },
  )

  app.get(
    '/actions/:id',
    {
      config,
      schema: { operationId: 'getAction', summary: 'One action', tags, params, response: { 200: Action, ...refusals } },
    },
    async ({ user, params }, reply) => {
      if (!user) throw unauthorized()
      const action = await findAction(db, user, params.id)
      if (!action) throw notFound('Handlingen')
      const subject = { subject: 'action', subjectId: action.id, tilbudId: action.tilbudId } as const
      await writeLog(db, { userId: user.id, action: 'read', ...subject })
      return reply.header('etag', etag(action.version)).send(action)
    },
  )

  app.patch(
    '/actions/:id',
    {
      config,
      schema: {
        operationId: 'changeAction',
        summary: 'Change an action',
        tags,
        params,
        body: ActionChange,
        response: { 200: Action, ...writeRefusals },
      },
    },
    async ({ user, params, headers, body }, reply) => {
      if (!user) throw unauthorized()
      const action = await changeAction(deps, user, params.id, ifMatch(headers), body)
      return reply.header('etag', etag(action.version)).send(action)
    },
  )
}

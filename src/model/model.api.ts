// /api/v1/models: quality models, read by all, added by administrators.
import { z } from 'zod'
import type { Db } from '../db/tables.ts'
import { type Api, pageOf, refusals, writeRefusals } from '../http/api.ts'
import { notFound } from '../http/errors.ts'
import { slug } from '../lib/fields.ts'
import { isSame } from '../lib/same.ts'
import { addModel } from './model.actions.ts'
import { findModel, listModels } from './model.queries.ts'
import { Model } from './model.schema.ts'

const tags = ['models']

export function modelApi(app: Api, { db }: { db: Db }) {
  app.get(
    '/models',
    {
      config: { policy: 'loggedIn' },
      schema: {
        operationId: 'listModels',
        summary: 'List quality models',
        tags,
        response: { 200: pageOf(Model), ...refusals },
      },
    },
    async () => ({ items: await listModels(db), nextCursor: null }),
  )

  app.get(
    '/models/:id',
    {
      config: { policy: 'loggedIn' },
      schema: {
        operationId: 'getModel',
        summary: 'One quality model',
        tags,
        params: z.object({ id: slug }),
        response: { 200: Model, ...refusals },
      },
    },
    async request => {
      const model = await findModel(db, request.params.id)
      if (!model) throw notFound('Modellen')
      return model
    },
  )

  app.post(
    '/models',
    {
      config: { policy: 'administrator' },
      schema: {
        operationId: 'addModel',
        summary: 'Add a quality model',
        tags,
        body: Model,
        response: { 200: Model, 201: Model, ...writeRefusals },
      },
    },
    async (request, reply) => {
      const there = await findModel(db, request.body.id)
      if (there && isSame(there, request.body)) return there
      return reply.code(201).send(await addModel(db, request.user, request.body))
    },
  )
}

// /api/v1/visits/{id}/brief: the same for programs, and for tablets that take it along.
import { z } from 'zod'
import type { Db } from '../db/tables.ts'
import { descriptionAtVisit } from '../description/description.reading.ts'
import { type Api, refusals } from '../http/api.ts'
import { notFound, unauthorized } from '../http/errors.ts'
import { id } from '../lib/fields.ts'
import { findModel } from '../model/model.queries.ts'
import { readEarlier } from '../thread/thread.reading.ts'
import { EarlierThread } from '../thread/thread.schema.ts'
import { Confirmation, described, VisitDescription } from '../visit/described.schema.ts'
import { confirmationOf } from '../visit/facts.view.ts'
import { findFactsOf, findVisit } from '../visit/visit.queries.ts'
import { logReading } from '../visit/visit.reading.ts'
import { worksOn } from '../visit/visit.rules.ts'
import { readBrief } from './brief.reading.ts'

const heading = z.string().nullable()
const html = z.string()

const Brief = z
  .object({
    last: z
      .object({
        visitId: id,
        visitedOn: z.iso.date(),
        version: z.int(),
        daysBefore: z.int(),
        facts: z.array(z.object({ term: z.string(), text: z.string() })),
        themes: z.array(
          z.object({
            key: z.string(),
            name: z.string(),
            was: z.string().nullable().describe('Which theme it was then, where that was another one.'),
            grey: z.array(z.object({ heading, text: z.string().describe('The beginning.') })),
            purple: z.array(z.object({ number: z.int().nullable(), heading, html })),
            yellow: z.array(z.object({ heading, html, answers: z.string().nullable() })),
          }),
        ),
      })
      .nullable()
      .describe('From the newest published report about the tilbud before this visit; null when there is none.'),
    threads: z.array(EarlierThread).describe('The focus points that are still open, with their last status.'),
    description: VisitDescription,
    confirmation: Confirmation.describe('What the tilbud has confirmed of the number employed.'),
  })
  .meta({ id: 'Brief' })

export function briefApi(app: Api, { db }: { db: Db }) {
  app.get(
    '/visits/:id/brief',
    {
      config: { policy: 'consultantOrAdministrator' },
      schema: {
        operationId: 'getBrief',
        summary:
          'What to read before the visit: open threads, the last report by theme, and the tilbud’s own description',
        description: 'Only for those who work on the visit.',
        tags: ['visits'],
        params: z.object({ id }),
        response: { 200: Brief, ...refusals },
      },
    },
    async ({ user, params }) => {
      if (!user) throw unauthorized()
      const visit = await findVisit(db, user, params.id)
      const model = visit && (await findModel(db, visit.modelId))
      if (!visit || !model || !worksOn(user, visit)) throw notFound('Besøget')
      await logReading(db, user, visit)
      return {
        last: await readBrief(db, user, visit, model),
        threads: await readEarlier(db, visit),
        description: described(await descriptionAtVisit(db, visit, model.themes)),
        confirmation: confirmationOf(await findFactsOf(db, visit.id)),
      }
    },
  )
}

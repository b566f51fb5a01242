// /api/v1/visits/{id}/description: what the tilbud wrote before the visit, as it stood on the day.
import { z } from 'zod'
import type { Db } from '../db/tables.ts'
import { descriptionAtVisit, logDescriptionRead } from '../description/description.reading.ts'
import { type Api, refusals } from '../http/api.ts'
import { notFound, unauthorized } from '../http/errors.ts'
import { id } from '../lib/fields.ts'
import { findModel } from '../model/model.queries.ts'
import { described, VisitDescription } from './described.schema.ts'
import { findVisit } from './visit.queries.ts'
import { worksOn } from './visit.rules.ts'

export function describedApi(app: Api, { db }: { db: Db }) {
  app.get(
    '/visits/:id/description',
    {
      config: { policy: 'consultantOrAdministrator' },
      schema: {
        operationId: 'getVisitDescription',
        summary:
          "The tilbud's description as it stands, or stood on the day of the visit, beside that of the visit before",
        description: 'Only for those who work on the visit.',
        tags: ['visits'],
        params: z.object({ id }),
        response: { 200: VisitDescription, ...refusals },
      },
    },
    async ({ user, params }) => {
      if (!user) throw unauthorized()
      const visit = await findVisit(db, user, params.id)
      const model = visit && (await findModel(db, visit.modelId))
      if (!visit || !model || !worksOn(user, visit)) throw notFound('Besøget')
      const description = await descriptionAtVisit(db, visit, model.themes)
      await logDescriptionRead(db, user, visit.tilbudId, description?.version ?? 0)
      return described(description)
    },
  )
}

// /visit/{id}/brief: what the consultants read before the day.
import type { FastifyInstance } from 'fastify'
import type { Db } from '../db/tables.ts'
import { describedPage } from '../description/described.view.ts'
import { descriptionAtVisit } from '../description/description.reading.ts'
import { notFound } from '../http/errors.ts'
import { readEarlier } from '../thread/thread.reading.ts'
import { openVisit, renderVisit } from '../visit/open-visit.ts'
import { worksOn } from '../visit/visit.rules.ts'
import { readBrief } from './brief.reading.ts'
import { briefPage, briefThreads } from './brief.view.ts'

export function briefPages(app: FastifyInstance, { db }: { db: Db }) {
  app.get<{ Params: { id: string } }>(
    '/visit/:id/brief',
    { config: { policy: 'consultantOrAdministrator' } },
    async (request, reply) => {
      const source = await openVisit(db, request, request.params.id)
      if (!worksOn(source.user, source.visit)) throw notFound('Siden')
      const last = await readBrief(db, source.user, source.visit, source.model)
      return renderVisit(request, reply, 'brief/brief.hbs', {
        source,
        current: 'brief',
        title: 'Før besøget',
        threads: briefThreads(await readEarlier(db, source.visit)),
        last: last && briefPage(last),
        description: describedPage(await descriptionAtVisit(db, source.visit, source.model.themes)) ?? { themes: [] },
      })
    },
  )
}

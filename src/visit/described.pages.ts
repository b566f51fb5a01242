// /visit/{id}/description/{theme}: how the tilbud's description of a theme and the day agree, marked beside the notes.
import type { FastifyInstance } from 'fastify'
import { type Db, DESCRIPTION_MARKS } from '../db/tables.ts'
import { invalid, notFound } from '../http/errors.ts'
import { fieldsOf, textOf } from '../http/form.ts'
import { markPhrase } from './box.ts'
import { openVisit } from './open-visit.ts'
import { createPoint } from './point.actions.ts'
import { mergeVisit } from './visit.actions.ts'
import { NewPoint } from './visit.schema.ts'

type OneTheme = { Params: { id: string; theme: string } }

export function describedPages(app: FastifyInstance, { db }: { db: Db }) {
  app.post<OneTheme>(
    '/visit/:id/description/:theme',
    { config: { policy: 'consultantOrAdministrator' } },
    async (request, reply) => {
      const { user, visit, model } = await openVisit(db, request, request.params.id)
      const { theme } = request.params
      if (!model.themes.some(({ key }) => key === theme)) throw notFound('Temaet')
      const sent = fieldsOf(request.body)
      const typed = textOf(sent, 'mark')
      const mark = DESCRIPTION_MARKS.find(candidate => candidate === typed)
      if (typed !== '' && !mark) throw invalid([{ path: '/mark', message: 'Vælg en af mulighederne.' }])
      await mergeVisit(db, user, visit.id, visit.version, now => ({
        descriptionMarks: [
          ...now.descriptionMarks.filter(one => one.theme !== theme),
          ...(mark ? [{ theme, mark }] : []),
        ],
      }))
      if (mark && textOf(sent, 'step') === 'phrase') {
        const body = markPhrase(model, mark)
        await createPoint(db, user, visit.id, NewPoint.parse({ theme, box: 'grey', body, source: null }))
        request.session.flash = { kind: 'success', text: 'Sætningen står nu som et punkt i den grå boks.' }
      } else request.session.flash = { kind: 'success', text: 'Markeringen er gemt.' }
      return reply.redirect(`/visit/${visit.id}/theme/${encodeURIComponent(theme)}#description`, 303)
    },
  )
}

// /compare: the table of themes and rows, and /compare/theme/…: the texts behind its numbers, side by side.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Db } from '../db/tables.ts'
import { type FieldError, notFound, Refusal, unauthorized } from '../http/errors.ts'
import { renderPage } from '../http/page.ts'
import { writeLog } from '../log/log.queries.ts'
import { listCentres } from '../tilbud/tilbud.queries.ts'
import { listFocusPoints, listTypes, type Selection } from './compare.queries.ts'
import { findColumn, readComparison, selectionOf } from './compare.reading.ts'
import { Filter } from './compare.schema.ts'
import { formView, summaryView, tableView, topicsView } from './compare.view.ts'
import { cardsOf, themeView } from './compare-theme.view.ts'

const config = { policy: 'consultantOrAdministrator' } as const
const TEXTS_ON_A_PAGE = 300

/** What was sent, without the fields that were left empty; of a field sent twice the last counts. */
const sentIn = (request: FastifyRequest): Record<string, string> =>
  Object.fromEntries([...new URLSearchParams(request.url.split('?')[1])].filter(([, value]) => value.trim() !== ''))

const pageIn = ({ page = '1' }: Record<string, string>) => (/^\d{1,4}$/.test(page) ? Number(page) : 1)

function readSelection(sent: Record<string, string>): { selection: Selection } | { errors: FieldError[] } {
  const filter = Filter.safeParse(sent)
  if (!filter.success)
    return { errors: filter.error.issues.map(({ path, message }) => ({ path: path.join('/'), message })) }
  try {
    return { selection: selectionOf(filter.data) }
  } catch (refusal) {
    if (refusal instanceof Refusal) return { errors: refusal.errors }
    throw refusal
  }
}

export function comparePages(app: FastifyInstance, { db }: { db: Db }) {
  app.get('/compare', { config }, async (request, reply) => {
    if (!request.user) throw unauthorized()
    const sent = sentIn(request)
    const [centres, types] = [await listCentres(db), await listTypes(db)]
    const read = readSelection(sent)
    const page = { title: 'Sammenlign besøg', wide: true }
    if ('errors' in read) {
      const form = formView({ values: sent, errors: read.errors, centres, types, topics: [] })
      return renderPage(request, reply.code(422), 'compare/compare.hbs', { ...page, form, result: null, empty: null })
    }
    const reading = await readComparison(db, request.user, read.selection)
    const { from, to, rows } = read.selection
    const topics = topicsView(reading)
    // What only one visit was about says little across tilbud, and there is much of it: it is folded away.
    const shared = topics.filter(({ isChosen }, index) => isChosen || (reading.topics[index]?.visits ?? 0) > 1)
    const form = formView({
      values: { ...sent, rows, from, to },
      errors: [],
      centres,
      types,
      topics: topics.map(({ topic }) => topic),
    })
    const result = reading.table.visits > 0 && {
      ...summaryView(reading),
      table: tableView(reading, pageIn(sent)),
    }
    const empty = result
      ? null
      : {
          heading: 'Ingen udgivne besøg i dette udvalg',
          text: 'Vælg en længere periode, eller tag et filter af. Kun besøg, hvor rapporten er udgivet, tæller med.',
          action: Object.keys(sent).length > 0 ? { href: '/compare', text: 'Vis de seneste fem år' } : null,
        }
    return renderPage(request, reply, 'compare/compare.hbs', {
      ...{ ...page, form, result: result || null, empty },
      topics: topics.length > 0 && {
        shared,
        rest: topics.filter(topic => !shared.includes(topic)),
        all: `Alle emner (${topics.length})`,
      },
    })
  })

  app.get<{ Params: { key: string } }>('/compare/theme/:key', { config }, async (request, reply) => {
    const { user } = request
    if (!user) throw unauthorized()
    const sent = sentIn(request)
    const read = readSelection(sent)
    if ('errors' in read) return reply.redirect(`/compare?${new URLSearchParams(sent)}`, 303)
    const reading = await readComparison(db, user, read.selection)
    const { key } = request.params
    const column = reading.columns.find(column => column.key === key) ?? (await findColumn(db, key))
    if (!column) throw notFound('Temaet')
    const row = sent.row ?? null
    const cards = cardsOf(reading, column.key, { row, page: pageIn(sent) })
    const texts = await listFocusPoints(db, user, read.selection, {
      parts: column.parts,
      rowKeys: cards.items.map(card => card.key),
      limit: TEXTS_ON_A_PAGE + 1,
    })
    await writeLog(db, { userId: user.id, action: 'read', subject: 'compare', detail: { rows: read.selection.rows } })
    return renderPage(request, reply, 'compare/theme.hbs', {
      wide: true,
      ...themeView({
        reading,
        column,
        row,
        cards,
        texts: texts.slice(0, TEXTS_ON_A_PAGE),
        isCut: texts.length > TEXTS_ON_A_PAGE,
      }),
    })
  })
}

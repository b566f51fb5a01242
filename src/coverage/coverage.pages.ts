// /coverage: which goals of a strategy are touched and which none has touched; /coverage/node/…: the texts behind a number.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Db } from '../db/tables.ts'
import { notFound, Refusal, unauthorized } from '../http/errors.ts'
import { renderPage } from '../http/page.ts'
import { danishDay } from '../lib/danish-date.ts'
import { writeLog } from '../log/log.queries.ts'
import { listStrategies } from '../strategy/strategy.queries.ts'
import { inForce } from '../strategy/strategy.rules.ts'
import { findMostLinked, listTexts } from './coverage.queries.ts'
import { readCoverage, wantedPeriod } from './coverage.reading.ts'
import { keysWithin, type Period } from './coverage.rules.ts'
import { PageFilter } from './coverage.schema.ts'
import { coverageView, filterView, textsView } from './coverage.view.ts'

const config = { policy: 'consultantOrAdministrator' } as const
const TEXTS_ON_A_PAGE = 300
const TITLE = 'Strategi i praksis'

/** What was sent, without the fields that were left empty; of a field sent twice the last counts. */
const sentIn = (request: FastifyRequest): Record<string, string> =>
  Object.fromEntries([...new URLSearchParams(request.url.split('?')[1])].filter(([, value]) => value.trim() !== ''))

type Read = { period: Period } | { errors: Record<string, string> }

function readPeriod(sent: Record<string, string>, now: Date): Read {
  const filter = PageFilter.omit({ strategyId: true }).safeParse(sent)
  const named = (issues: readonly { path: PropertyKey[]; message: string }[]) => ({
    errors: Object.fromEntries(issues.map(({ path, message }) => [String(path.at(-1)), message])),
  })
  if (!filter.success) return named(filter.error.issues)
  try {
    return { period: wantedPeriod(filter.data, now) }
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal
    return named(refusal.errors.map(({ path, message }) => ({ path: path.split('/'), message })))
  }
}

export function coveragePages(app: FastifyInstance, { db, now }: { db: Db; now: () => Date }) {
  app.get('/coverage', { config }, async (request, reply) => {
    const { user } = request
    if (!user) throw unauthorized()
    const sent = sentIn(request)
    const strategies = await listStrategies(db)
    const current = inForce(strategies)
    const wanted =
      sent.strategyId ??
      (await findMostLinked(
        db,
        current.map(({ id }) => id),
      )) ??
      current[0]?.id
    const strategy = strategies.find(({ id }) => id === wanted)
    if (!strategy && sent.strategyId) throw notFound('Strategien')
    if (!strategy)
      return renderPage(request, reply, 'coverage/coverage.hbs', { title: TITLE, filter: null, result: null })
    const read = readPeriod(sent, now())
    const errors = 'errors' in read ? read.errors : {}
    const values = 'period' in read ? read.period : { from: sent.from ?? '', to: sent.to ?? '' }
    const filter = filterView(
      strategies,
      strategy.id,
      {
        from: { value: values.from, error: errors.from ?? null },
        to: { value: values.to, error: errors.to ?? null },
      },
      danishDay(now()),
    )
    if (!('period' in read))
      return renderPage(request, reply.code(422), 'coverage/coverage.hbs', { title: TITLE, filter, result: null })
    const result = coverageView(await readCoverage(db, user, strategy.id, read.period))
    return renderPage(request, reply, 'coverage/coverage.hbs', { title: TITLE, filter, result })
  })

  app.get<{ Params: { key: string } }>('/coverage/node/:key', { config }, async (request, reply) => {
    const { user } = request
    if (!user) throw unauthorized()
    const sent = sentIn(request)
    const read = readPeriod(sent, now())
    if ('errors' in read) return reply.redirect(`/coverage?${new URLSearchParams(sent)}`, 303)
    const reading = await readCoverage(db, user, sent.strategyId ?? '', read.period)
    const node = reading.nodes.find(({ key }) => key === request.params.key)
    if (!node) throw notFound('Målet')
    const nodeKeys = keysWithin(reading.nodes, node.key)
    const texts = await listTexts(db, user, reading.selection, { nodeKeys, limit: TEXTS_ON_A_PAGE + 1 })
    const subject = { subject: 'coverage', subjectId: reading.strategy.id } as const
    await writeLog(db, { userId: user.id, action: 'read', ...subject })
    const isCut = texts.length > TEXTS_ON_A_PAGE
    return renderPage(
      request,
      reply,
      'coverage/node.hbs',
      textsView(reading, node, texts.slice(0, TEXTS_ON_A_PAGE), isCut),
    )
  })
}

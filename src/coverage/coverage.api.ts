// /api/v1/coverage: which goals of a strategy points and actions touch, the texts behind, and the half-year note as files.
import { create as contentDisposition } from 'content-disposition'
import { z } from 'zod'
import type { Db } from '../db/tables.ts'
import { type Api, pageOf, pageQuery, readCursor, refusals, toPage } from '../http/api.ts'
import { notFound, unauthorized } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { id } from '../lib/fields.ts'
import { writeLog } from '../log/log.queries.ts'
import { findStrategy } from '../strategy/strategy.queries.ts'
import { listTexts } from './coverage.queries.ts'
import { readCoverage, wantedPeriod } from './coverage.reading.ts'
import { keysWithin } from './coverage.rules.ts'
import { Coverage, CoverageText, Filter, TextFilter } from './coverage.schema.ts'
import { fileName, toCsv } from './coverage.sheet.ts'
import { coverageNote } from './coverage-note.ts'

const tags = ['coverage']
const config = { policy: 'consultantOrAdministrator' } as const
const TextCursor = z.object({ on: z.iso.date(), id })

export type CoverageDeps = {
  db: Db
  now: () => Date
  /** Renders a template under templates/ and prints it. */
  print: (template: string, data: object) => Promise<Uint8Array>
}

export function coverageApi(app: Api, { db, now, print }: CoverageDeps) {
  app.get(
    '/coverage',
    {
      config,
      schema: {
        operationId: 'coverage',
        summary: 'Points, actions and tilbud per node of a strategy, of the last two years unless a period is given',
        tags,
        querystring: Filter,
        response: { 200: Coverage, ...refusals },
      },
    },
    async ({ user, query }) => {
      if (!user) throw unauthorized()
      const { strategyId, ...filter } = query
      const { selection, nodes, total, visits, successors } = await readCoverage(
        db,
        user,
        strategyId,
        wantedPeriod(filter, now()),
      )
      return {
        ...selection,
        visits,
        ...total,
        nodes: nodes.map(({ key, parentKey, name, points, actions, tilbud, untouched, heirs }) => ({
          ...{ key, parentKey, name, points, actions, tilbud, untouched },
          succeededBy: heirs.map(({ goalKey }) => goalKey),
        })),
        untouched: nodes.filter(({ untouched }) => untouched).map(({ key }) => key),
        succeededBy: successors.map(({ id }) => id),
      }
    },
  )

  app.get(
    '/coverage/texts',
    {
      config,
      schema: {
        operationId: 'listCoverageTexts',
        summary: 'The points and actions behind the numbers of a node (or of the whole strategy), newest first',
        tags,
        querystring: TextFilter.extend(pageQuery),
        response: { 200: pageOf(CoverageText), ...refusals },
      },
    },
    async ({ user, query: { strategyId, node, limit, cursor, ...filter } }) => {
      if (!user) throw unauthorized()
      const after = readCursor(cursor, TextCursor)
      const strategy = await findStrategy(db, strategyId)
      if (!strategy) throw notFound('Strategien')
      const nodeKeys = node === undefined ? strategy.nodes.map(({ key }) => key) : keysWithin(strategy.nodes, node)
      const selection = { strategyId, ...wantedPeriod(filter, now()) }
      const texts = await listTexts(db, user, selection, { nodeKeys, after, limit: limit + 1 })
      const subject = { subject: 'coverage', subjectId: strategyId } as const
      await writeLog(db, { userId: user.id, action: 'read', ...subject })
      return toPage(texts, limit, ({ on, id }) => ({ on, id }))
    },
  )

  /** The coverage for a file; leaves a line in the log. */
  async function exported(user: RequestUser | null, { strategyId, ...filter }: z.infer<typeof Filter>, format: string) {
    if (!user) throw unauthorized()
    const reading = await readCoverage(db, user, strategyId, wantedPeriod(filter, now()))
    const { from, to } = reading.selection
    const subject = { subject: 'coverage', subjectId: strategyId } as const
    await writeLog(db, { userId: user.id, action: 'export', ...subject, detail: { format, from, to } })
    return reading
  }

  const file = (type: string, description: string) => ({ description, content: { [type]: { schema: z.any() } } })

  app.get(
    '/coverage.csv',
    {
      config,
      schema: {
        operationId: 'coverageCsv',
        summary: 'The half-year note’s numbers as CSV; fewer than three tilbud are not told',
        tags,
        querystring: Filter,
        response: { 200: file('text/csv', 'CSV with BOM and semicolons.'), ...refusals },
      },
    },
    async ({ user, query }, reply) => {
      const reading = await exported(user, query, 'csv')
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', contentDisposition(fileName(reading, 'csv')))
        .send(toCsv(reading))
    },
  )

  app.get(
    '/coverage.pdf',
    {
      config,
      schema: {
        operationId: 'coveragePdf',
        summary: 'The half-year note as an accessible PDF; it names no tilbud and quotes no text',
        tags,
        querystring: Filter,
        response: {
          200: file('application/pdf', 'The PDF.'),
          ...refusals,
          503: file('application/problem+json', 'The printer is busy or away; see Retry-After.'),
        },
      },
    },
    async ({ user, query }, reply) => {
      const reading = await exported(user, query, 'pdf')
      const pdf = await print('coverage/note.hbs', coverageNote(reading, now()))
      return reply
        .type('application/pdf')
        .header('content-disposition', contentDisposition(fileName(reading, 'pdf')))
        .send(Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength))
    },
  )
}

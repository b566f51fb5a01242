// /api/v1/compare: focus points by theme for tilbud, centres, types or years; the texts behind; the same as files.
import { create as contentDisposition } from 'content-disposition'
import { z } from 'zod'
import type { Db } from '../db/tables.ts'
import { type Api, pageOf, pageQuery, readCursor, refusals, toPage } from '../http/api.ts'
import { unauthorized } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { id } from '../lib/fields.ts'
import { writeLog } from '../log/log.queries.ts'
import { findCentre } from '../tilbud/tilbud.queries.ts'
import { listFocusPoints } from './compare.queries.ts'
import { findColumn, readComparison, selectionOf } from './compare.reading.ts'
import { ComparedPoint, Comparison, Filter, TextFilter } from './compare.schema.ts'
import { sheetName, toCsv, toXlsx } from './compare.sheet.ts'

const tags = ['compare']
const config = { policy: 'consultantOrAdministrator' } as const
const TextCursor = z.object({ visitedOn: z.iso.date(), visitId: id, position: z.int32(), id })

const csv = { description: 'CSV with BOM and semicolons.', content: { 'text/csv': { schema: z.any() } } }
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const xlsx = { description: 'A workbook.', content: { [XLSX]: { schema: z.any() } } }

export function compareApi(app: Api, { db }: { db: Db }) {
  app.get(
    '/compare',
    {
      config,
      schema: {
        operationId: 'compare',
        summary: 'Focus points by theme and row, of the last five years unless a period is given',
        tags,
        querystring: Filter,
        response: { 200: Comparison, ...refusals },
      },
    },
    async ({ user, query }) => {
      if (!user) throw unauthorized()
      const { selection, table, topics } = await readComparison(db, user, selectionOf(query))
      return { ...table, from: selection.from, to: selection.to, topics }
    },
  )

  app.get(
    '/compare/points',
    {
      config,
      schema: {
        operationId: 'listComparedPoints',
        summary: 'The focus points behind a number, newest visit first, with the suggestions that answer them',
        tags,
        querystring: TextFilter.extend(pageQuery),
        response: { 200: pageOf(ComparedPoint), ...refusals },
      },
    },
    async ({ user, query: { theme, row, limit, cursor, ...filter } }) => {
      if (!user) throw unauthorized()
      const after = readCursor(cursor, TextCursor)
      const selection = selectionOf(filter)
      // An unknown theme has no parts, and so no points.
      const parts = theme === undefined ? null : ((await findColumn(db, theme))?.parts ?? [])
      const wanted = { parts, rowKeys: row === undefined ? null : [row], after, limit: limit + 1 }
      const points = await listFocusPoints(db, user, selection, wanted)
      await writeLog(db, { userId: user.id, action: 'read', subject: 'compare', detail: { rows: selection.rows } })
      return toPage(points, limit, ({ visitedOn, visitId, position, id }) => ({ visitedOn, visitId, position, id }))
    },
  )

  /** The table for a file; leaves a line in the log. */
  async function exported(user: RequestUser | null, filter: Filter, format: 'csv' | 'xlsx') {
    if (!user) throw unauthorized()
    const selection = selectionOf(filter)
    const { table } = await readComparison(db, user, selection)
    const centre = selection.centreId ? await findCentre(db, selection.centreId) : undefined
    const { rows, from, to } = selection
    await writeLog(db, { userId: user.id, action: 'export', subject: 'compare', detail: { format, rows, from, to } })
    return { table, choice: { ...selection, centreName: centre?.name ?? null } }
  }

  app.get(
    '/compare.csv',
    {
      config,
      schema: {
        operationId: 'compareCsv',
        summary: 'The comparison as CSV',
        tags,
        querystring: Filter,
        response: { 200: csv, ...refusals },
      },
    },
    async (request, reply) => {
      const sheet = await exported(request.user, request.query, 'csv')
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', contentDisposition(sheetName(sheet.choice, 'csv')))
        .send(toCsv(sheet))
    },
  )

  app.get(
    '/compare.xlsx',
    {
      config,
      schema: {
        operationId: 'compareXlsx',
        summary: 'The comparison as a workbook',
        tags,
        querystring: Filter,
        response: { 200: xlsx, ...refusals },
      },
    },
    async (request, reply) => {
      const sheet = await exported(request.user, request.query, 'xlsx')
      return reply
        .type(XLSX)
        .header('content-disposition', contentDisposition(sheetName(sheet.choice, 'xlsx')))
        .send(await toXlsx(sheet))
    },
  )
}

// /staff/{code}: the report for the staff, who have no accounts. Whoever has the link reads the newest version that is
// theirs to read, its PDFs and the poster, and nothing else.
import { create as contentDisposition } from 'content-disposition'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Db } from '../db/tables.ts'
import { notFound } from '../http/errors.ts'
import { renderPage } from '../http/page.ts'
import { danishDate, danishDay } from '../lib/danish-date.ts'
import { sumOfCode } from '../lib/one-time.ts'
import { writeLog } from '../log/log.queries.ts'
import { withLaterParts } from './earlier-view.ts'
import type { Press } from './press.ts'
import { findByCode, findForStaff, findRelease } from './release.queries.ts'
import { sendDocument } from './report.api.ts'
import { findFrozen } from './report.queries.ts'
import { type Document, type Edition, pdfOf } from './report.reading.ts'
import type { ReportView } from './report.view.ts'

const config = { policy: 'public', rateLimit: { max: 120, timeWindow: '1 minute' } } as const

type ByCode = { Params: { code: string } }
type OneFile = { Params: { code: string; file: string } }

const FILES: Record<string, Document> = {
  'report.pdf': 'report',
  'conclusion.pdf': 'conclusion',
  'poster.pdf': 'poster',
}
const LINKS = [
  { file: 'report.pdf', text: 'Hent rapporten (PDF)' },
  { file: 'conclusion.pdf', text: 'Hent konklusionen (PDF)' },
  { file: 'poster.pdf', text: 'Hent plakaten (PDF)' },
]

// The address is the key: it must not end up with a search engine, in a proxy, or at another site.
const keepSecret = (reply: FastifyReply) =>
  reply
    .header('cache-control', 'private, no-store')
    .header('x-robots-tag', 'noindex, nofollow')
    .header('referrer-policy', 'no-referrer')

export function staffPages(app: FastifyInstance, { db, press, now }: { db: Db; press: Press; now: () => Date }) {
  /** What the link opens now: the visit, and the version that staff may read (undefined: none yet). */
  async function open(code: string) {
    const visit = await findByCode(db, sumOfCode(code))
    if (!visit) throw notFound('Siden')
    return { visit, report: await findForStaff(db, visit, danishDay(now())) }
  }

  async function readVersion(visit: { id: string; tilbudId: string }, version: number): Promise<Edition> {
    const frozen = await findFrozen(db, visit.id, version, 'html')
    if (!frozen) throw notFound('Siden')
    return { version, draft: null, view: () => withLaterParts(frozen.view as ReportView), tilbudId: visit.tilbudId }
  }

  const logReading = (
    visit: { id: string; tilbudId: string },
    version: number,
    file: Document,
    action: 'read' | 'download',
  ) =>
    writeLog(db, {
      ...{ userId: null, action, subject: file, subjectId: visit.id, visitId: visit.id, tilbudId: visit.tilbudId },
      detail: { version, by: 'staffLink' },
    })

  app.get<ByCode>('/staff/:code', { config }, async (request, reply) => {
    keepSecret(reply)
    const { code } = request.params
    const { visit, report } = await open(code)
    if (!report) {
      const plan = (await findRelease(db, visit.id, danishDay(now())))?.plan
      return renderPage(request, reply, 'report/staff.hbs', {
        title: `Rapporten om ${visit.tilbudName}`,
        tilbud: visit.tilbudName,
        from: plan?.staff ? danishDate(plan.staff) : null,
      })
    }
    const { view } = await readVersion(visit, report.version)
    await logReading(visit, report.version, 'report', 'read')
    const on = danishDate(danishDay(report.publishedAt))
    const toolbar = {
      backHref: null,
      note: report.version > 1 ? `Rettet udgave fra den ${on}. Den erstatter den, der stod her før.` : null,
      links: LINKS.map(({ file, text }) => ({ href: `/staff/${code}/${file}`, text })),
    }
    return sendDocument(reply, await press.html(view(), 'report', toolbar))
  })

  app.get<OneFile>('/staff/:code/:file', { config }, async (request, reply) => {
    keepSecret(reply)
    const { visit, report } = await open(request.params.code)
    const document = Object.hasOwn(FILES, request.params.file) ? FILES[request.params.file] : undefined
    if (!document || !report) throw notFound('Siden')
    const edition = await readVersion(visit, report.version)
    const { pdf, fileName } = await pdfOf(db, press, { visitId: visit.id, document }, edition)
    await logReading(visit, report.version, document, 'download')
    return reply
      .type('application/pdf')
      .header('content-disposition', contentDisposition(fileName))
      .send(Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength))
  })
}

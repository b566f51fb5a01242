// Which edition of a report a person gets: the frozen one, or the draft, made as it stands.
import type { Db } from '../db/tables.ts'
import { notFound } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { writeLog } from '../log/log.queries.ts'
import type { Document, Press } from './press.ts'
import { findFrozen, findPublication, findReportSource } from './report.queries.ts'
import { mayReadReport } from './report.rules.ts'
import type { ReportSource } from './report.source.ts'
import type { ReportView } from './report.view.ts'

type Wanted = { visitId: string; version?: number | undefined; document: Document }
/** `draft` is what a draft is made from; a published version (it has a number) is read as it was frozen. */
export type Edition = { version: number | null; draft: ReportSource | null; view: ReportView; tilbudId: string }

const FINISHED = ['published', 'superseded']

/**
 * The edition that `user` gets: the wanted version, or the newest of a finished visit, or the draft for those who may
 * read the visit (else the newest published version, while a correction is being written). Refuses with 404.
 */
export async function readEdition(
  db: Db,
  press: Press,
  user: RequestUser,
  { visitId, version, document }: Wanted,
): Promise<Edition> {
  const publication = await findPublication(db, visitId)
  if (!publication) throw notFound('Rapporten')
  const { tilbudId, status, newest } = publication
  if (version === undefined && !FINISHED.includes(status)) {
    const source = await findReportSource(db, user, visitId)
    if (source) {
      const draft = { ...source, edition: { kind: 'draft' } } as const
      return { version: null, draft, view: press.view(draft, document), tilbudId }
    }
  }
  const wanted = version ?? newest
  const frozen = wanted !== null && mayReadReport(user, publication) && (await findFrozen(db, visitId, wanted, 'html'))
  if (!frozen) throw notFound('Rapporten')
  return { version: wanted, draft: null, view: frozen.view as ReportView, tilbudId }
}

/** Tells the log who read or downloaded which edition. */
export const logReading = (db: Db, user: RequestUser, action: 'read' | 'download', wanted: Wanted, edition: Edition) =>
  writeLog(db, {
    userId: user.id,
    action,
    subject: wanted.document,
    subjectId: wanted.visitId,
    visitId: wanted.visitId,
    tilbudId: edition.tilbudId,
    detail: { version: edition.version ?? 'draft' },
  })

const HTML = { report: 'html', conclusion: 'conclusionHtml' } as const
const PDF = { report: 'pdf', conclusion: 'conclusionPdf' } as const

/** The document as HTML and its view; the frozen bytes of a published version, a draft as it stands. */
export async function readHtml(db: Db, press: Press, user: RequestUser, wanted: Wanted) {
  const edition = await readEdition(db, press, user, wanted)
  const { visitId, document } = wanted
  const frozen = edition.version === null ? null : await findFrozen(db, visitId, edition.version, HTML[document])
  const html = frozen ? frozen.content : await press.html(edition.view, document)
  await logReading(db, user, 'read', wanted, edition)
  return { html, edition }
}

/** The document as PDF, its view and the sum of its bytes; frozen, or a draft printed as it stands. */
export async function downloadPdf(db: Db, press: Press, user: RequestUser, wanted: Wanted) {
  const edition = await readEdition(db, press, user, wanted)
  const { view, pdf, sha256 } = edition.draft
    ? await press.print(edition.draft, wanted.document)
    : await frozenPdf(db, wanted, edition)
  await logReading(db, user, 'download', wanted, edition)
  return { view, pdf, sha256 }
}

async function frozenPdf(db: Db, { visitId, document }: Wanted, { view, version }: Edition) {
  const frozen = await findFrozen(db, visitId, version ?? 0, PDF[document])
  if (!frozen) throw notFound('Rapporten')
  const sha256 = document === 'report' ? frozen.sha256 : frozen.conclusionSha256
  return { view, pdf: frozen.content as unknown as Uint8Array, sha256 }
}

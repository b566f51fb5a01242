// Which edition of a report a person gets: the frozen one, or the draft, made as it stands.
import type { Db } from '../db/tables.ts'
import { findHearing, findSnapshot } from '../hearing/hearing.queries.ts'
import { openHearing } from '../hearing/hearing.reading.ts'
import { notFound } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { danishDay } from '../lib/danish-date.ts'
import { createTurns } from '../lib/in-turn.ts'
import { writeLog } from '../log/log.queries.ts'
import { withLaterParts } from './earlier-view.ts'
import type { Press } from './press.ts'
import { findFrozen, findPublication, findReportSource } from './report.queries.ts'
import { mayReadReport, newestFor } from './report.rules.ts'
import type { ReportSource } from './report.source.ts'
import { type ReportView, reportFileName, reportTitles } from './report.view.ts'

/** What leaves the house. */
export type Document = 'report' | 'conclusion' | 'poster'

/** `draft` is the number of a draft that was sent to hearing. */
type Wanted = { visitId: string; version?: number | undefined; draft?: number | undefined; document: Document }
/**
 * `draft` is what a draft is made from; a published version (it has a number) is read as it was frozen. The view is made
 * when somebody asks for it: what is printed brings its own.
 */
export type Edition = { version: number | null; draft: ReportSource | null; view: () => ReportView; tilbudId: string }

const inTurn = createTurns()
const waiting = new Map<string, ReturnType<typeof findReportSource>>()

/**
 * What the draft is made from, for somebody who may read it. One is read after the other: each asks the database a dozen
 * times, and a save that comes meanwhile waits for one, not for all. Who asks before a reading has begun shares it.
 */
function readDraft(db: Db, press: Press, visitId: string) {
  const shared = waiting.get(visitId)
  if (shared) return shared
  const reading = inTurn('draft', async () => {
    await press.turn()
    waiting.delete(visitId)
    return findReportSource(db, null, visitId, press.turn)
  })
  waiting.set(visitId, reading)
  return reading
}

const FINISHED = ['published', 'superseded']

/**
 * The edition that `user` gets: the wanted version, or the newest of a finished visit, or the draft for those who may
 * read the visit (else the newest published version, while a correction is being written). Refuses with 404.
 */
export async function readEdition(
  db: Db,
  press: Press,
  user: RequestUser,
  { visitId, version, draft: draftNumber, document }: Wanted,
): Promise<Edition> {
  const publication = await findPublication(db, visitId, user)
  if (!publication) throw notFound('Rapporten')
  const { tilbudId, status, isReadable } = publication
  const shown = document === 'poster' ? 'report' : document
  const sent = version === undefined ? await findSentDraft(db, user, { visitId, status, draftNumber }) : null
  if (sent) return { version: null, draft: sent, view: () => press.view(sent, shown), tilbudId }
  if (version === undefined && isReadable && !FINISHED.includes(status)) {
    const source = await readDraft(db, press, visitId)
    if (source) {
      const draft = { ...source, edition: { kind: 'draft' } } as const
      return { version: null, draft, view: () => press.view(draft, shown), tilbudId }
    }
  }
  const wanted = version ?? newestFor(user, publication)
  const isReaders = wanted !== null && mayReadReport(user, { ...publication, version: wanted })
  const frozen = isReaders && (await findFrozen(db, visitId, wanted, 'html'))
  if (!frozen) throw notFound('Rapporten')
  return { version: wanted, draft: null, view: () => withLaterParts(frozen.view as ReportView), tilbudId }
}

/**
 * The draft that was sent to hearing: the one that is asked for, or for a leader the newest while it is in hearing, so
 * that comments and text are of the same draft. Null where another edition is meant; refuses with 404.
 */
async function findSentDraft(
  db: Db,
  user: RequestUser,
  { visitId, status, draftNumber }: { visitId: string; status: string; draftNumber: number | undefined },
): Promise<ReportSource | null> {
  const isLeaders = user.role === 'leader' && status === 'hearing'
  if (draftNumber === undefined && !isLeaders) return null
  if (draftNumber !== undefined) await openHearing(db, user, visitId)
  else if (!(await findReportSource(db, user, visitId))) return null
  const number = draftNumber ?? (await findHearing(db, visitId))?.draftNumber
  const kept = number === undefined ? undefined : await findSnapshot(db, visitId, number)
  if (!kept && draftNumber !== undefined) throw notFound('Udkastet')
  if (!kept) return null
  const sent = { number: kept.draftNumber, on: danishDay(kept.sentAt) }
  return { ...(kept.snapshot as Omit<ReportSource, 'edition'>), edition: { kind: 'draft', sent } }
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

const HTML = { report: 'html', conclusion: 'conclusionHtml', poster: 'posterHtml' } as const
const PDF = { report: 'pdf', conclusion: 'conclusionPdf', poster: 'posterPdf' } as const
const SUM = { report: 'sha256', conclusion: 'conclusionSha256', poster: 'posterSha256' } as const

/** The poster of an edition; that of a draft names the pages of the report as it would be printed now. */
export async function makePoster(press: Press, { draft, view }: Edition) {
  const report = draft ? (await press.print(draft, 'report')).view() : view()
  return { ...(await press.poster.print(report)), view: report }
}

async function posterHtml(press: Press, edition: Edition) {
  const { view, level } = await makePoster(press, edition)
  return press.poster.html(view, level)
}

/** The document as HTML and its view; the frozen bytes of a published version, a draft as it stands. */
export async function readHtml(db: Db, press: Press, user: RequestUser, wanted: Wanted) {
  const edition = await readEdition(db, press, user, wanted)
  const { visitId, document } = wanted
  const frozen = edition.version === null ? null : await findFrozen(db, visitId, edition.version, HTML[document])
  const html =
    frozen?.content ??
    (document === 'poster' ? await posterHtml(press, edition) : await press.html(edition.view(), document))
  await logReading(db, user, 'read', wanted, edition)
  return { html, edition }
}

/** The document as PDF, the sum of its bytes and the name of its file; frozen, or a draft printed as it stands. */
export async function downloadPdf(db: Db, press: Press, user: RequestUser, wanted: Wanted) {
  const edition = await readEdition(db, press, user, wanted)
  const document = await pdfOf(db, press, wanted, edition)
  await press.turn()
  await logReading(db, user, 'download', wanted, edition)
  return document
}

/** A document of an edition as PDF, the sum of its bytes and the name of its file. */
export async function pdfOf(db: Db, press: Press, wanted: Wanted, edition: Edition) {
  const { document } = wanted
  const { draft } = edition
  const { pdf, sha256 } =
    (await frozenPdf(db, wanted, edition)) ??
    (await (draft && document !== 'poster' ? press.print(draft, document) : makePoster(press, edition)))
  return { pdf, sha256, fileName: reportFileName(draft ? reportTitles(draft) : edition.view(), document) }
}

/** The bytes as they were frozen; null for a draft, and for a poster of the time before there were posters. */
async function frozenPdf(db: Db, { visitId, document }: Wanted, { version }: Edition) {
  if (version === null) return null
  const frozen = await findFrozen(db, visitId, version, PDF[document])
  if (!frozen) throw notFound('Rapporten')
  const sha256 = frozen[SUM[document]]
  if (frozen.content === null || sha256 === null) return null
  return { pdf: frozen.content as unknown as Uint8Array, sha256 }
}

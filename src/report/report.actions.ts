// Publishing: the report is printed and frozen, view and bytes, as the next version of its visit.
import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { v7 as uuidv7 } from 'uuid'
import type { Db } from '../db/tables.ts'
import { endHearing, requireHeard } from '../hearing/hearing.actions.ts'
import { conflict, notFound } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { danishDay } from '../lib/danish-date.ts'
import { readTexts } from '../pdf/reader.ts'
import { requireCleanPrint, requireProofread } from '../proof/proof.actions.ts'
import { publishThreads, requireDecided } from '../thread/publication.actions.ts'
import { atVisit, changeRow, lockForStep, logVisit, visitAfter } from '../visit/at-visit.ts'
import { compactVisit } from '../visit/history.ts'
import { textsFromElsewhere } from './elsewhere.ts'
import type { Press } from './press.ts'
import { findPublication, findReportSource, insertReport } from './report.queries.ts'
import type { ReportSource } from './report.source.ts'

const sha256 = (content: string) => createHash('sha256').update(content).digest('hex')

export type Publication = { version: number; publishedAt: string; sha256: string; shortHash: string }

type Draft = Omit<ReportSource, 'edition'>

// Six characters of what the report says, printed on each page: enough to tell two versions apart at a glance.
const shortHash = (draft: Draft, version: number) => sha256(JSON.stringify([draft, version])).slice(0, 6)

// When the text was written is no part of what the report says.
const sameReport = (a: Draft, b: Draft) => {
  const said = ({ visit, ...rest }: Draft) => ({ ...rest, visit: { ...visit, version: 0, updatedAt: '' } })
  return isDeepStrictEqual(said(a), said(b))
}

/** A draft as the row of a published version: view, HTML, bytes and their sums. Prints report, conclusion and poster. */
export async function freeze(
  press: Press,
  draft: Draft,
  { version, publishedOn }: { version: number; publishedOn: Date },
) {
  const hash = shortHash(draft, version)
  const edition = { kind: 'published', version, publishedOn: danishDay(publishedOn), hash } as const
  const source = { ...draft, edition }
  const [report, conclusion] = await Promise.all([press.print(source, 'report'), press.print(source, 'conclusion')])
  // After the report, whose page numbers it names.
  const poster = await press.poster.print(report.view)
  return {
    row: {
      id: uuidv7(),
      visitId: draft.visit.id,
      version,
      view: JSON.stringify(report.view),
      html: report.html,
      pdf: report.pdf,
      sha256: report.sha256,
      conclusionHtml: conclusion.html,
      conclusionPdf: conclusion.pdf,
      conclusionSha256: conclusion.sha256,
      shortHash: hash,
      posterHtml: poster.html,
      posterPdf: poster.pdf,
      posterSha256: poster.sha256,
    },
  }
}

/**
 * Prints and freezes the visit's report and conclusion as its next version. Without a hearing only with a reason.
 * Refuses with 409 when the state does not allow it, when the proof-reader finds what blocks, in the visit or in
 * what was printed, when two publish at once, or when
 * a colleague wrote meanwhile.
 */
export async function publish(
  db: Db,
  press: Press,
  user: RequestUser,
  visitId: string,
  { skipHearing }: { skipHearing?: { reason: string } },
  now: Date,
): Promise<Publication> {
  const step = skipHearing ? 'publishWithoutHearing' : 'publish'
  // Asked before printing, which takes a while; asked again afterwards, and that answer counts.
  await db.transaction().execute(async trx => {
    await lockForStep(trx, user, visitId, step)
    await requireHeard(trx, visitId, { skips: skipHearing !== undefined, now })
    await requireProofread(trx, visitId, 'publish')
    await requireDecided(trx, await visitAfter(trx, visitId))
  })
  const draft = await findReportSource(db, user, visitId)
  const publication = await findPublication(db, visitId)
  if (!draft || !publication) throw notFound('Besøget')
  const version = (publication.newest ?? 0) + 1
  const { row } = await freeze(press, draft, { version, publishedOn: now })
  const [report = [], conclusion = []] = await readTexts([row.pdf, row.conclusionPdf])
  await requireCleanPrint(db, {
    documents: [
      { name: 'rapporten', pages: report },
      { name: 'konklusionen', pages: conclusion },
    ],
    elsewhere: textsFromElsewhere(draft),
    material: draft,
  })

  return atVisit(db, user, visitId, { step }, async at => {
    const { trx } = at
    await requireHeard(trx, visitId, { skips: skipHearing !== undefined, now })
    await requireProofread(trx, visitId, 'publish')
    await requireDecided(trx, await visitAfter(trx, visitId))
    const asItStands = await findReportSource(trx, null, visitId)
    const newest = (await findPublication(trx, visitId))?.newest ?? 0
    if (!asItStands || newest + 1 !== version || !sameReport(draft, asItStands))
      throw conflict('En kollega har rettet, mens rapporten blev lavet. Se den igennem, og udgiv igen.')
    const { publishedAt } = await insertReport(trx, {
      ...row,
      publishedBy: user.id,
      publishedAt: now,
      correctionReason: version === 1 ? null : (publication.correctionReason ?? ''),
      hearingSkippedBecause: skipHearing?.reason ?? null,
    })
    await publishThreads(
      trx,
      { tilbudId: at.visit.tilbudId, modelId: at.visit.modelId, ...asItStands.visit },
      asItStands.model.themes.map(({ key }) => key),
      now,
    )
    await compactVisit(at)
    await endHearing(trx, at.visit, { by: user.id, now })
    const done = { correctionReason: null, beforeCorrection: null, hearingCommentedAt: null }
    await changeRow(at, { status: 'published', ...done })
    const detail = { version, ...(skipHearing && { hearingSkipped: true }) }
    await logVisit(trx, user, at.visit, { action: 'publish', subject: 'report', subjectId: visitId, detail })
    return { version, publishedAt: publishedAt.toISOString(), sha256: row.sha256, shortHash: row.shortHash }
  })
}

// Publishing: the report is printed and frozen, view and bytes, as the next version of its visit.
import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { v7 as uuidv7 } from 'uuid'
import type { Trx } from '../db/tables.ts'
import { endHearing, requireHeard } from '../hearing/hearing.actions.ts'
import { conflict, invalid, notFound } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { danishDay } from '../lib/danish-date.ts'
import { readTexts } from '../pdf/reader.ts'
import { requireCleanPrint, requireProofread } from '../proof/proof.actions.ts'
import { holdThreads, publishThreads, requireDecided } from '../thread/publication.actions.ts'
import { atVisit, changeRow, lockForStep, logVisit, visitAfter } from '../visit/at-visit.ts'
import { compactVisit } from '../visit/history.ts'
import { textsFromElsewhere } from './elsewhere.ts'
import type { Press } from './press.ts'
import { linkWithPlan, type ReleaseDeps, tellPublished } from './release.actions.ts'
import { dropStaffDays, findRelease, moveWithheld, savePlan } from './release.queries.ts'
import { type Plan, planFaults, planOf, type Wanted } from './release.rules.ts'
import { findPublication, findReportSource, insertReport } from './report.queries.ts'
import type { ReportSource } from './report.source.ts'

const sha256 = (content: string) => createHash('sha256').update(content).digest('hex')

export type PublishDeps = ReleaseDeps & { press: Press }

export type Publication = { version: number; publishedAt: string; sha256: string; shortHash: string; release: Plan }

/** The days that were wanted or follow from the version before. Refuses with 422. */
async function requirePlan(trx: Trx, visitId: string, wanted: Wanted, today: string): Promise<Plan> {
  const before = (await findRelease(trx, visitId, today))?.plan ?? null
  const plan = planOf(wanted, before, today)
  const faults = planFaults(plan, null, today)
  if (faults.length > 0) throw invalid(faults.map(({ path, message }) => ({ path: `/release${path}`, message })))
  return plan
}

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
  const view = report.view()
  // After the report, whose page numbers it names.
  const poster = await press.poster.print(view)
  const html = await press.html(view, 'report')
  const conclusionHtml = await press.html(conclusion.view(), 'conclusion')
  const posterHtml = await press.poster.html(view, poster.level)
  return {
    row: {
      id: uuidv7(),
      visitId: draft.visit.id,
      version,
      view: JSON.stringify(view),
      html,
      pdf: report.pdf,
      sha256: report.sha256,
      conclusionHtml,
      conclusionPdf: conclusion.pdf,
      conclusionSha256: conclusion.sha256,
      shortHash: hash,
      posterHtml,
      posterPdf: poster.pdf,
      posterSha256: poster.sha256,
    },
  }
}

/**
 * Prints and freezes the visit's report and conclusion as its next version, for the leader and the staff on the days that
 * `release` names. Without a hearing only with a reason.
 * Refuses with 409 when the state does not allow it, when the proof-reader finds what blocks, in the visit or in
 * what was printed, when two publish at once, or when
 * a colleague wrote meanwhile.
 */
export async function publish(
  { press, ...deps }: PublishDeps,
  user: RequestUser,
  visitId: string,
  { skipHearing, release = {} }: { skipHearing?: { reason: string } | undefined; release?: Wanted | undefined },
): Promise<Publication> {
  const { db } = deps
  const now = deps.now()
  const today = danishDay(now)
  const step = skipHearing ? 'publishWithoutHearing' : 'publish'
  // Asked before printing, which takes a while; asked again afterwards, and that answer counts.
  await db.transaction().execute(async trx => {
    await lockForStep(trx, user, visitId, step)
    await requireHeard(trx, visitId, { skips: skipHearing !== undefined, now })
    await requireProofread(trx, visitId, 'publish')
    await requireDecided(trx, await visitAfter(trx, visitId))
    await requirePlan(trx, visitId, release, today)
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
    const before = await findRelease(trx, visitId, today)
    const plan = await requirePlan(trx, visitId, release, today)
    const isGiven = plan.leader <= today
    const { publishedAt } = await insertReport(trx, {
      ...row,
      publishedBy: user.id,
      publishedAt: now,
      correctionReason: version === 1 ? null : (publication.correctionReason ?? ''),
      hearingSkippedBecause: skipHearing?.reason ?? null,
    })
    await savePlan(trx, { visitId, reportVersion: version, version: (before?.version ?? 0) + 1 }, plan)
    await moveWithheld(trx, visitId, plan.leader)
    const withheldFrom = isGiven ? null : (publication.withheldFrom ?? version)
    const of = { tilbudId: at.visit.tilbudId, modelId: at.visit.modelId, ...asItStands.visit }
    const themeKeys = asItStands.model.themes.map(({ key }) => key)
    if (isGiven) await publishThreads(trx, of, themeKeys, now)
    else await holdThreads(trx, of, themeKeys)
    await compactVisit(at)
    await endHearing(trx, at.visit, { by: user.id, now })
    const done = { correctionReason: null, beforeCorrection: null, hearingCommentedAt: null }
    await changeRow(at, { status: 'published', withheldFrom, ...done })
    await dropStaffDays(trx, visitId, version, today)
    await linkWithPlan(trx, deps, user, at.visit, { before: before?.plan.staff ?? null, after: plan.staff })
    if (isGiven) await tellPublished(trx, at.visit, { by: user.id, now })
    const detail = { version, ...(skipHearing && { hearingSkipped: true }) }
    await logVisit(trx, user, at.visit, { action: 'publish', subject: 'report', subjectId: visitId, detail })
    const sums = { sha256: row.sha256, shortHash: row.shortHash }
    return { version, publishedAt: publishedAt.toISOString(), ...sums, release: plan }
  })
}

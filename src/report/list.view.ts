// The list of reports: what can be read now, newest first, page by page, and the versions behind each.
import type { VisitStatus } from '../db/tables.ts'
import { danishDate, danishDay } from '../lib/danish-date.ts'
import { type Place, placeInWords, VISITS_ON_A_PAGE } from '../visit/list-page.ts'
import { planInWords, type Release, releaseOf } from './release.rules.ts'

type Row = {
  id: string
  visitedOn: string
  status: VisitStatus
  hearingDeadline: string | null
  tilbudName: string
  tilbudType: string
  centreName: string
  version: number | null
  publishedAt: Date | null
  withheldFrom: number | null
  newestPublishedAt: Date | null
  leaderOn: string | null
  staffOn: string | null
  /** The person reads the draft in hearing; else what is published. */
  isDraft: boolean
  hasHearing: boolean
}
type Version = { version: number; publishedAt: Date }

const dayOf = (moment: Date) => danishDate(danishDay(moment))

/**
 * The page of a list that was read after or before a place. `read` holds one more than a page when there are more in
 * the direction of reading.
 */
export function pageOfReports<Row extends Place>(
  read: readonly Row[],
  { after, before }: { after: Place | null; before: Place | null },
) {
  const hasMore = read.length > VISITS_ON_A_PAGE
  const rows = before ? read.slice(-VISITS_ON_A_PAGE) : read.slice(0, VISITS_ON_A_PAGE)
  const [first, last] = [rows[0], rows.at(-1)]
  const [hasNewer, hasOlder] = before ? [hasMore, true] : [after !== null, hasMore]
  const href = (side: 'after' | 'before', place: Place) => `/report?${side}=${placeInWords(place)}`
  const pager = {
    text: first && last ? `Besøg ${danishDate(last.visitedOn)} – ${danishDate(first.visitedOn)}` : '',
    // Past the newest there is nothing: the list begins anew.
    previous: hasNewer || !first ? (first ? href('before', first) : '/report') : null,
    next: hasOlder && last ? href('after', last) : null,
  }
  return { rows, pager: hasNewer || hasOlder ? pager : null }
}

/** A published version that is being corrected: its visit alone would give the draft to those who write it. */
const isBeingCorrected = ({ status, isDraft, version }: Row) =>
  !isDraft && version !== null && status !== 'published' && status !== 'superseded'

/** What the list prints. `versions` holds the published versions of each visit, newest first. */
export function reportList(
  rows: readonly Row[],
  versions: ReadonlyMap<string, readonly Version[]>,
  { isLeader, today }: { isLeader: boolean; today: string },
) {
  return rows.map(row => {
    const release = planOfRow(row, today)
    const [href, pdf] = [`/report/${row.id}`, `/api/v1/visits/${row.id}`]
    const edition = isBeingCorrected(row) ? `?version=${row.version}` : ''
    return {
      href: row.isDraft || row.version !== null ? href + edition : null,
      answerHref: row.isDraft && row.hasHearing && isLeader ? `/hearing/${row.id}` : null,
      tilbud: row.tilbudName,
      type: row.tilbudType,
      centre: row.centreName,
      date: danishDate(row.visitedOn),
      ...state(row),
      awaited: isLeader && release && !release.leaderHasIt ? awaitedInWords(row, release) : null,
      plan: planLink(row, release, isLeader),
      files:
        row.isDraft || row.version !== null
          ? {
              report: `${pdf}/report.pdf${edition}`,
              conclusion: `${pdf}/conclusion.pdf${edition}`,
              poster: `${pdf}/poster.pdf${edition}`,
            }
          : null,
      earlier: (versions.get(row.id) ?? [])
        // While a new version is in hearing, the newest published one is an earlier one as well.
        .slice(row.isDraft ? 0 : 1)
        .map(({ version, publishedAt }) => ({
          text: `Version ${version}, udgivet ${dayOf(publishedAt)}`,
          href: `${href}?version=${version}`,
          pdf: `${pdf}/report.pdf?version=${version}`,
        })),
    }
  })
}

/** The plan of what was published last; null where nothing was. */
const planOfRow = ({ newestPublishedAt, leaderOn, staffOn, withheldFrom }: Row, today: string): Release | null =>
  newestPublishedAt && releaseOf({ publishedAt: newestPublishedAt, leaderOn, staffOn }, withheldFrom === null, today)

// A report that was given when it was published, and is not for the staff yet, has no plan worth a line.
function planLink({ id, status, version, newestPublishedAt }: Row, release: Release | null, isLeader: boolean) {
  // Of what the leader waits for, the list says when it comes.
  const isAwaited = isLeader && release !== null && !release.leaderHasIt
  if (!release || status === 'superseded' || (isAwaited && version === null)) return null
  const isPlain = newestPublishedAt && release.staff === null && release.leader === danishDay(newestPublishedAt)
  return {
    href: `/report/${id}/release`,
    text: isPlain || isAwaited ? 'Hvem kan læse den?' : planInWords(release, isLeader),
  }
}

const awaitedInWords = ({ version }: Row, { leader }: Release) =>
  `${version === null ? 'Rapporten' : 'En rettet udgave'} er færdig. Du får den ${danishDate(leader)}.`

function state(row: Row) {
  const { status, isDraft, hearingDeadline, version, publishedAt } = row
  if (isDraft)
    return {
      status: 'hearing' as const,
      statusText: 'Udkast i høring',
      detail: hearingDeadline ? `Svarfrist ${danishDate(hearingDeadline)}` : 'Uden svarfrist',
    }
  if (version === null) return { status: 'planned' as const, statusText: 'På vej', detail: '' }
  const published = publishedAt ? `Version ${version}, udgivet ${dayOf(publishedAt)}` : ''
  if (status === 'superseded')
    return { status, statusText: 'Erstattet', detail: `${published}. Et nyere besøg gælder.` }
  const corrected = isBeingCorrected(row) ? '. En rettelse er på vej.' : ''
  return { status: 'published' as const, statusText: 'Udgivet', detail: `${published}${corrected}` }
}

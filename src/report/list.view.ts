// The list of reports: what can be read now, newest first, and the versions behind each.

import type { VisitStatus } from '../db/tables.ts'
import { danishDate, danishDay } from '../lib/danish-date.ts'

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
}
type Version = { version: number; publishedAt: Date; correctionReason: string | null }

const dayOf = (moment: Date) => danishDate(danishDay(moment))

/** What the list prints. `versions` holds the published versions, newest first, of visits that have more than one. */
export function reportList(rows: readonly Row[], versions: ReadonlyMap<string, readonly Version[]>) {
  return rows
    .filter(({ status, version }) => status === 'hearing' || version !== null)
    .map(row => {
      const href = `/report/${row.id}`
      const pdf = `/api/v1/visits/${row.id}`
      return {
        href,
        tilbud: row.tilbudName,
        type: row.tilbudType,
        centre: row.centreName,
        date: danishDate(row.visitedOn),
        ...state(row),
        reportPdf: `${pdf}/report.pdf`,
        conclusionPdf: `${pdf}/conclusion.pdf`,
        earlier: (versions.get(row.id) ?? [])
          // While a new version is in hearing, the newest published one is an earlier one as well.
          .slice(row.status === 'hearing' ? 0 : 1)
          .map(({ version, publishedAt }) => ({
            text: `Version ${version}, udgivet ${dayOf(publishedAt)}`,
            href: `${href}?version=${version}`,
            pdf: `${pdf}/report.pdf?version=${version}`,
          })),
      }
    })
}

function state({ status, hearingDeadline, version, publishedAt }: Row) {
  if (status === 'hearing')
    return {
      status,
      statusText: 'Udkast i høring',
      detail: hearingDeadline ? `Svarfrist ${danishDate(hearingDeadline)}` : 'Uden svarfrist',
    }
  const published = publishedAt ? `Version ${version}, udgivet ${dayOf(publishedAt)}` : ''
  if (status === 'superseded')
    return { status, statusText: 'Erstattet', detail: `${published}. Et nyere besøg gælder.` }
  const corrected = status === 'published' ? '' : '. En rettelse er på vej.'
  return { status: 'published' as const, statusText: 'Udgivet', detail: `${published}${corrected}` }
}

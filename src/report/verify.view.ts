// A verdict in words, for people and for programs. Anybody may ask: no text of a report and no person's name is in it.
import type { Refusal } from '../http/errors.ts'
import { showRefusal } from '../http/form.ts'
import { danishDate, danishDay } from '../lib/danish-date.ts'
import type { Edition } from './verify.queries.ts'
import { STATUS_WORDS, type Verdict } from './verify.rules.ts'
import type { Verification } from './verify.schema.ts'

const TITLE = 'Er rapporten den gældende?'
const LABELS = { file: 'PDF-fil', sha256: 'Kontrolsum' }
const DOCUMENTS = {
  report: { name: 'Feedbackrapport', current: 'den gældende rapport', of: 'rapporten' },
  conclusion: { name: 'Konklusion', current: 'den gældende konklusion', of: 'konklusionen' },
} as const
const ALERTS = { current: 'success', superseded: 'warning', unknown: 'info' } as const

/** The page that asks, with what was wrong with an earlier question. */
export const verifyForm = (refusal: Refusal | null, sha256 = '') => ({
  title: TITLE,
  sha256,
  ...showRefusal(LABELS, refusal),
})

const publishedOn = ({ publishedAt }: Edition) => danishDate(danishDay(publishedAt))

// A correction's reason is written by consultants, for those who read the report.
const because = ({ correctionReason }: Edition, isReader: boolean) =>
  isReader && correctionReason
    ? `fordi den er rettet: »${correctionReason.replace(/\.$/, '')}«.`
    : 'fordi den er rettet.'

function sentences(verdict: Verdict<Edition>, isReader: boolean): string[] {
  if (verdict.status === 'unknown') return ['Vi har ikke udgivet en rapport eller en konklusion, der er magen til.']
  const { document, edition } = verdict
  const { current, of } = DOCUMENTS[document]
  if (verdict.status === 'current')
    return [`Dette er ${current}, version ${edition.version}, udgivet ${publishedOn(edition)}.`]
  const { next, current: newest } = verdict
  const now = `version ${newest.version}, udgivet ${publishedOn(newest)}.`
  if (next.visitId !== edition.visitId)
    return [
      `Erstattet, fordi besøget er erstattet af besøget ${newest.date}.`,
      `Den gældende er ${of} om det besøg, ${now}`,
    ]
  const replaced = `Erstattet af version ${next.version}, ${because(next, isReader)}`
  if (newest.visitId !== edition.visitId)
    return [replaced, `Besøget er siden erstattet af besøget ${newest.date}. Den gældende er ${of} om det, ${now}`]
  return [replaced, `Den gældende er ${now}`]
}

/** The page that answers. `isReader`: whether the one who asks may read the report. */
export function verifyAnswer(verdict: Verdict<Edition>, sha256: string, isReader: boolean) {
  const known = verdict.status === 'unknown' ? null : verdict
  const current = verdict.status === 'superseded' ? verdict.current : known?.edition
  return {
    title: `${STATUS_WORDS[verdict.status]} – ${TITLE}`,
    question: TITLE,
    heading: STATUS_WORDS[verdict.status],
    alert: ALERTS[verdict.status],
    sentences: sentences(verdict, isReader),
    facts: known && [
      { term: 'Dokument', text: DOCUMENTS[known.document].name },
      { term: 'Tilbud', text: known.edition.tilbudName },
      { term: 'Besøgt', text: known.edition.date },
      { term: 'Version', text: `${known.edition.version}` },
      { term: 'Udgivet', text: publishedOn(known.edition) },
    ],
    currentHref: isReader && current ? `/report/${current.visitId}` : null,
    sha256,
  }
}

const MONTHS = Array.from({ length: 12 }, (_, i) => danishDate(`2000-${`${i + 1}`.padStart(2, '0')}-01`).split(' ')[1])

// A frozen report has the day of its visit only as it was printed: "12. maj 2026".
function dayOf(date: string): string {
  const [day = '', month, year] = date.split(' ')
  return [year, `${MONTHS.indexOf(month) + 1}`.padStart(2, '0'), day.replace('.', '').padStart(2, '0')].join('-')
}

const briefly = ({ date, version, publishedAt }: Edition) => ({
  visitedOn: dayOf(date),
  version,
  publishedAt: publishedAt.toISOString(),
})

const UNKNOWN = {
  document: null,
  tilbudName: null,
  visitedOn: null,
  version: null,
  publishedAt: null,
  supersededBy: null,
} as const

/** The verdict for programs; it tells the same and no reason. */
export function verification(verdict: Verdict<Edition>): Verification {
  if (verdict.status === 'unknown') return { status: 'unknown', ...UNKNOWN }
  const { status, document, edition } = verdict
  const supersededBy = verdict.status === 'superseded' ? briefly(verdict.current) : null
  return { status, document, tilbudName: edition.tilbudName, ...briefly(edition), supersededBy }
}

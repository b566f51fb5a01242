// A verdict in words, for people and for programs. Anybody may ask: no text of a report and no person's name is in it.
import type { Refusal } from '../http/errors.ts'
import { showRefusal } from '../http/form.ts'
import { danishDate, danishDay } from '../lib/danish-date.ts'
import type { Edition } from './verify.queries.ts'
import { type Known, STATUS_WORDS, type Verdict } from './verify.rules.ts'
import { isShort, type Verification } from './verify.schema.ts'

const TITLE = 'Er rapporten den gældende?'
const LABELS = { file: 'PDF-fil', hash: 'Tegn eller kontrolsum' }
const DOCUMENTS = {
  report: { name: 'Feedbackrapport', current: 'den gældende rapport', of: 'rapporten' },
  conclusion: { name: 'Konklusion', current: 'den gældende konklusion', of: 'konklusionen' },
  poster: { name: 'Plakat', current: 'den gældende plakat', of: 'plakaten' },
  edition: { name: 'Feedbackrapport eller konklusion', current: 'den gældende udgave', of: 'udgaven' },
} as const
const ALERTS = { current: 'success', superseded: 'warning', unknown: 'info', ambiguous: 'info' } as const

/** The page that asks, with what was wrong with an earlier question. */
export const verifyForm = (refusal: Refusal | null, hash = '') => ({
  title: TITLE,
  hash,
  ...showRefusal(LABELS, refusal),
})

const publishedOn = ({ publishedAt }: Edition) => danishDate(danishDay(publishedAt))

// A correction's reason is written by consultants, for those who read the report.
const because = ({ correctionReason }: Edition, isReader: boolean) =>
  isReader && correctionReason
    ? `fordi den er rettet: »${correctionReason.replace(/\.$/, '')}«.`
    : 'fordi den er rettet.'

const UNKNOWN_WORDS = {
  file: 'Vi har ikke udgivet en rapport, en konklusion eller en plakat, der er magen til.',
  short: 'Vi har ikke udgivet en rapport eller en konklusion med de seks tegn.',
}

function sentences(verdict: Known<Edition>, isReader: boolean): string[] {
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

type Reads = (edition: Edition) => boolean

/** What is known of a document. Six characters can be guessed: whose report it is, they tell only to its readers. */
function factsOf({ document, edition }: Known<Edition>, isReader: boolean) {
  return [
    { term: 'Dokument', text: DOCUMENTS[document].name },
    ...(document !== 'edition' || isReader ? [{ term: 'Tilbud', text: edition.tilbudName }] : []),
    { term: 'Besøgt', text: edition.date },
    { term: 'Version', text: `${edition.version}` },
    { term: 'Udgivet', text: publishedOn(edition) },
  ]
}

const BY_SHORT_HASH =
  'Sammenlign datoerne med forsiden. De seks tegn siger, hvilken udgave det er, men ikke, om papiret er ændret: det siger kun filen.'

/** The page that answers. `reads`: whether the one who asks may read the report of an edition. */
export function verifyAnswer(verdict: Verdict<Edition>, hash: string, reads: Reads) {
  const short = isShort(hash)
  const page = {
    title: `${STATUS_WORDS[verdict.status]} – ${TITLE}`,
    question: TITLE,
    heading: STATUS_WORDS[verdict.status],
    alert: ALERTS[verdict.status],
    facts: null,
    candidates: null,
    unknown: null,
    note: null,
    currentHref: null,
    sum: short ? null : hash,
  }
  if (verdict.status === 'unknown')
    return {
      ...page,
      sentences: [UNKNOWN_WORDS[short ? 'short' : 'file']],
      unknown: { isFile: !short },
    }
  if (verdict.status === 'ambiguous')
    return {
      ...page,
      sentences: [`Tegnene ${hash} står på ${verdict.candidates.length} udgaver. Find den, der har forsidens datoer.`],
      candidates: verdict.candidates.map(candidate => ({
        heading: `${STATUS_WORDS[candidate.status]}: besøget ${candidate.edition.date}`,
        sentences: sentences(candidate, reads(candidate.edition)),
        facts: factsOf(candidate, reads(candidate.edition)),
      })),
    }
  const isReader = reads(verdict.edition)
  const current = verdict.status === 'superseded' ? verdict.current : verdict.edition
  return {
    ...page,
    sentences: sentences(verdict, isReader),
    facts: factsOf(verdict, isReader),
    note: short ? BY_SHORT_HASH : null,
    currentHref: isReader ? `/report/${current.visitId}` : null,
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
  candidates: [],
}

const replacing = (verdict: Known<Edition>) => (verdict.status === 'superseded' ? briefly(verdict.current) : null)

/** The verdict for programs; it tells the same and no reason. */
export function verification(verdict: Verdict<Edition>): Verification {
  const { status } = verdict
  if (status === 'unknown') return { ...UNKNOWN, status }
  if (status === 'ambiguous') {
    const candidates = verdict.candidates.map(candidate => ({
      status: candidate.status,
      ...briefly(candidate.edition),
      supersededBy: replacing(candidate),
    }))
    return { ...UNKNOWN, status, candidates }
  }
  const { document, edition } = verdict
  const named = document === 'edition' ? null : { document, tilbudName: edition.tilbudName }
  return { ...UNKNOWN, ...named, status, ...briefly(edition), supersededBy: replacing(verdict) }
}

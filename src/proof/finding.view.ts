// One finding as it is printed: where, what, why, the words it is about, and the form that answers it.
import { danishDateTime } from '../lib/danish-date.ts'
import type { Visit } from '../visit/visit.schema.ts'
import { placeHref } from './place.ts'
import type { ReadFinding } from './proof.reading.ts'
import { ANSWERABLE } from './proof.rules.ts'

/** An answer that could not be saved as it was typed. */
export type Tried = { key: string; reason: string; error: string }

const AROUND = 70
const LONGEST = 260

/** A text in one line, cut at a word: at its start, or at its end. */
const oneLine = (text: string) => text.replaceAll(/\s*\n\s*/g, ' ')
const tail = (text: string) => (text.length > AROUND ? `… ${text.slice(-AROUND).replace(/^\S*\s+/, '')}` : text)
const head = (text: string) => (text.length > AROUND ? `${text.slice(0, AROUND).replace(/\s+\S*$/, '')}\u00a0…` : text)
const middle = (text: string) =>
  text.length > LONGEST ? `${text.slice(0, LONGEST - 100).trimEnd()} … ${text.slice(-80).trimStart()}` : text

/** The place's text around what was found; null where nothing stands. */
function quoteView({ text, where }: Pick<ReadFinding, 'text' | 'where'>) {
  if (where.quote === '') return null
  return {
    before: tail(oneLine(text.slice(0, where.start))),
    quote: middle(oneLine(where.quote)),
    after: head(oneLine(text.slice(where.end))),
  }
}

type Around = {
  visit: Pick<Visit, 'id' | 'status'>
  tried: Tried | null
  /** The page to come back to after an answer: the last part of its address; empty for the proof-reader's own. */
  back: string
}

export function findingView(finding: ReadFinding, { visit, tried, back }: Around) {
  const { key, rule, severity, place, what, where, answer } = finding
  const mine = tried?.key === key ? tried : null
  return {
    id: `finding-${key}`,
    title: rule.title,
    place,
    href: placeHref(visit.id, where),
    /** For a script that leads to the very words. */
    jump: {
      point: where.pointId ?? '',
      box: where.box ?? '',
      field: where.field ?? '',
      start: `${where.start}`,
      quote: where.quote,
    },
    what,
    why: rule.why,
    remedy: rule.remedy,
    quote: quoteView(finding),
    answer: answer && { reason: answer.reason, signed: `${answer.by}, ${danishDateTime(answer.at)}` },
    form:
      severity === 'warns' && ANSWERABLE[visit.status]
        ? {
            id: `reason-${key}`,
            action: `/visit/${visit.id}/proof/${key}`,
            api: `/api/v1/visits/${visit.id}/proof/${key}/answer`,
            back,
            open: mine !== null,
            value: mine?.reason ?? answer?.reason ?? '',
            error: mine?.error ?? null,
          }
        : null,
  }
}

// What a report is made from: one visit with its points, its tilbud and the quality model that it was made under.
import type { EarlierThread } from '../thread/thread.schema.ts'

export type Box = 'grey' | 'purple' | 'yellow'

export type ReportPoint = {
  id: string
  theme: string
  box: Box
  heading: string | null
  body: string
  alsoThemes: string[]
  answers: string[]
  source: string | null
  saidOnTheDay: boolean
  topics: string[]
  position: number
}

export type ReportSource = {
  visit: {
    id: string
    visitedOn: string
    participants: { employeesTotal: number | null; met: { group: string; count: number }[] }
    topics: string[]
    overallImpression: string
    conclusion: string
    points: ReportPoint[]
  }
  /** `unconfirmed`: the facts of a draft that the tilbud has not confirmed. */
  tilbud: { name: string; type: string; centre: string; unconfirmed?: boolean }
  /** Whose report it is: printed on it with colour and logo (a data: address); left out or null where none is set. */
  municipality?: { name: string; colour: string | null; logo: string | null } | null
  consultants: string[]
  model: {
    name: string
    themes: { key: string; name: string; purpose: string }[]
    workAreas: { name: string; text: string }[]
    phrases: { key: string; box: Box; text: string }[]
    readingGuide: string
  }
  /** The course of the hearing in one line, and the leader's remark as it was typed; null where there was no hearing. */
  hearing?: { course: string; remark: { text: string; by: string } | null } | null
  /** The focus points that earlier visits left, and the day of the last of them; null where there were none. */
  since?: { visitedOn: string; threads: EarlierThread[] } | null
  edition: DraftEdition | { kind: 'published'; version: number; publishedOn: string; hash?: string }
}

/** A draft as it stands, or one that was sent to hearing, with its number and the day. */
export type DraftEdition = { kind: 'draft'; sent?: { number: number; on: string } }

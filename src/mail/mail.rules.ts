// Which mails there are, who may do without them, when they go, and what becomes of one that could not be delivered.
import type { MailFrequency } from '../db/tables.ts'
import { danishDay, danishMoment } from '../lib/danish-date.ts'
import { addDays } from '../lib/working-days.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/**
 * The events that a mail tells of. Essential ones carry a deadline or a login and come whatever a person has chosen.
 * One that `gathers` waits some minutes and says once what happened several times.
 */
export const KINDS = {
  invitation: { essential: true, gathers: 0 },
  visitPlanned: { essential: true, gathers: 0 },
  visitMoved: { essential: true, gathers: 0 },
  visitCancelled: { essential: true, gathers: 0 },
  hearingSent: { essential: true, gathers: 0 },
  hearingDeadline: { essential: true, gathers: 0 },
  hearingTakenBack: { essential: true, gathers: 0 },
  hearingHalfTime: { essential: true, gathers: 0 },
  hearingEndsSoon: { essential: true, gathers: 0 },
  hearingComment: { essential: false, gathers: 10 },
  hearingNoRemarks: { essential: false, gathers: 0 },
  hearingAnswered: { essential: false, gathers: 10 },
  published: { essential: false, gathers: 0 },
  staffCanRead: { essential: false, gathers: 0 },
  threadStatus: { essential: true, gathers: 0 },
} as const satisfies Record<string, { essential: boolean; gathers: number }>

export type MailKind = keyof typeof KINDS

/** The hour at which a day's mails come together, on Danish clocks. */
const DIGEST_HOUR = 7

/** When a mail of this kind goes to a person with this setting; null when the person wants none. */
export function dueAt(kind: MailKind, frequency: MailFrequency, now: Date): Date | null {
  const { essential, gathers } = KINDS[kind]
  if (essential || frequency === 'atOnce') return new Date(now.getTime() + gathers * MINUTE)
  if (frequency === 'none') return null
  const today = danishMoment(danishDay(now), DIGEST_HOUR)
  return now < today ? today : danishMoment(addDays(danishDay(now), 1), DIGEST_HOUR)
}

/** Mails that wait are tried after 2 minutes, 4, 8 … at most 4 hours apart. Longer than one attempt may take. */
export const nextTry = (attempts: number, now: Date): Date =>
  new Date(now.getTime() + Math.min(2 ** attempts * MINUTE, 4 * HOUR))

/** A mail that has waited for three days tells of something that people know by now. */
export const isTooLate = (createdAt: Date, now: Date): boolean => now.getTime() - createdAt.getTime() > 3 * DAY

type SendingError = { code?: string; responseCode?: number; response?: string; message: string }

/**
 * What an error of the mail server means. Only a refusal of this address or this message (5xx) is final; a server that
 * is away, busy or does not know us is tried again.
 */
export function outcomeOf({ code, responseCode, response, message }: SendingError): {
  state: 'bounced' | 'waiting'
  failure: string
} {
  const isFinal = (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode !== undefined && responseCode >= 500
  return { state: isFinal ? 'bounced' : 'waiting', failure: (response ?? message).slice(0, 300) }
}

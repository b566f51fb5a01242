// The rules of a hearing: how long the leader has, when people are reminded, and what stands in the way of publishing.
import { danishDate, danishDay } from '../lib/danish-date.ts'
import { addWorkingDays, workingDaysBefore, workingDaysBetween } from '../lib/working-days.ts'

const WORKING_DAYS = 10

/** The deadline that is proposed, and below which a reason is asked for: ten working days after the day of delivery. */
export const proposedDeadline = (sentAt: Date): string => addWorkingDays(danishDay(sentAt), WORKING_DAYS)

/** What is wrong with a deadline, as field → Danish sentence. */
export function deadlineProblems(
  deadline: string,
  reason: string | undefined,
  { sentAt, now }: { sentAt: Date; now: Date },
) {
  if (deadline < danishDay(now))
    return [{ path: '/deadline', message: 'Svarfristen er allerede gået. Vælg en dag, der kommer.' }]
  const proposed = proposedDeadline(sentAt)
  if (deadline < proposed && !reason)
    return [
      {
        path: '/reason',
        message: `Fristen er kortere end 10 arbejdsdage (${danishDate(proposed)}). Skriv hvorfor, eller vælg en senere dag.`,
      },
    ]
  return []
}

export type Reminder = 'hearingHalfTime' | 'hearingEndsSoon'

/**
 * The working days on which people are reminded: when half of the working days have gone, and two working days before
 * the deadline. Where the two meet, only the second is left; where there is no day between, there is none.
 */
export function reminderDays(sentDay: string, deadline: string): { kind: Reminder; day: string }[] {
  const days = workingDaysBetween(sentDay, deadline)
  const soon = workingDaysBefore(deadline, 2)
  const half = addWorkingDays(sentDay, Math.floor(days / 2))
  const all: { kind: Reminder; day: string }[] = [
    ...(half < soon ? [{ kind: 'hearingHalfTime' as const, day: half }] : []),
    { kind: 'hearingEndsSoon', day: soon },
  ]
  return all.filter(({ day }) => day > sentDay)
}

/** The reminder that is due on a day: the newest whose day has come, so that a worker that stood still sends one only. */
export const reminderOn = (today: string, sentDay: string, deadline: string): Reminder | null =>
  today > deadline ? null : (reminderDays(sentDay, deadline).findLast(({ day }) => day <= today)?.kind ?? null)

export type Heard = { deadline: string; closedAt: Date | null }

const countOf = (count: number) => (count === 1 ? 'én bemærkning' : `${count} bemærkninger`)

/** Why the visit cannot be published yet, and what to do; null when the hearing does not stand in the way. */
export function whyNotHeard(
  { hearing, unanswered, skips }: { hearing: Heard | null; unanswered: number; skips: boolean },
  now: Date,
): string | null {
  if (unanswered > 0)
    return `Der er ${countOf(unanswered)} fra høringen, som ikke er besvaret. Besvar ${unanswered === 1 ? 'den' : 'dem'} under Høring, og udgiv så.`
  if (skips || !hearing || hearing.closedAt || danishDay(now) > hearing.deadline) return null
  return `Svarfristen er ${danishDate(hearing.deadline)}, og høringen er ikke lukket. Vent, til fristen er gået, eller luk høringen, når lederen har svaret.`
}

export type Course = {
  sentAt: Date
  comments: number
  unanswered: number
  lastAnsweredAt: Date | null
}

/** The course of the hearing in one line: "Sendt i høring 4. maj 2026, 3 bemærkninger, alle besvaret 18. maj 2026". */
export function courseInWords({ sentAt, comments, unanswered, lastAnsweredAt }: Course): string {
  const sent = `Sendt i høring ${danishDate(danishDay(sentAt))}`
  if (comments === 0) return `${sent}, ingen bemærkninger`
  const many = comments === 1 ? '1 bemærkning' : `${comments} bemærkninger`
  if (unanswered > 0) return `${sent}, ${many}, heraf ${unanswered} ubesvaret`
  const answered = comments === 1 ? 'besvaret' : 'alle besvaret'
  return `${sent}, ${many}, ${answered}${lastAnsweredAt ? ` ${danishDate(danishDay(lastAnsweredAt))}` : ''}`
}

// The consultants' page of a hearing: the form that sends, how it goes, and the comments to answer.
import type { MailState } from '../db/tables.ts'
import { danishDate, danishDateTime, danishDay } from '../lib/danish-date.ts'
import { workingDaysBetween } from '../lib/working-days.ts'
import { commentView, type TriedAnswer } from './comment.view.ts'
import type { HearingRow } from './hearing.queries.ts'
import { courseInWords, proposedDeadline } from './hearing.rules.ts'
import type { Comment } from './hearing.schema.ts'

export type SendTexts = {
  deadline: string
  reason: string
  leaderIds: string[]
  deputyId: string
  deputyName: string
  deputyEmail: string
}

type Person = { id: string; name: string; email: string }

/** The form that sends a draft. `typed` is null before anything was sent. */
export function sendForm(
  leaders: readonly Person[],
  { typed, messages, now }: { typed: SendTexts | null; messages: Record<string, string>; now: Date },
) {
  const proposed = proposedDeadline(now)
  const { deadline, reason, leaderIds, deputyId, deputyName, deputyEmail } = typed ?? {
    ...{ deadline: proposed, reason: '', leaderIds: leaders.map(({ id }) => id) },
    ...{ deputyId: '', deputyName: '', deputyEmail: '' },
  }
  const messageOf = (field: string) => messages[field] ?? null
  return {
    deadline,
    reason,
    deputyName,
    deputyEmail,
    deadlineHelp: `10 arbejdsdage fra i dag er ${danishDate(proposed)}; helligdage er regnet fra. Vælg en senere dag, hvis I har aftalt det.`,
    noLeaders: leaders.length === 0,
    leaders: leaders.map(({ id, name, email }) => ({
      value: id,
      label: `${name} (${email})`,
      checked: leaderIds.includes(id),
      helptext: null,
      disabled: false,
    })),
    deputies: [
      { value: '', text: 'Ingen', isSelected: deputyId === '' },
      ...leaders.map(({ id, name }) => ({ value: id, text: name, isSelected: id === deputyId })),
    ],
    hasDeputies: leaders.length > 1,
    messages: {
      deadline: messageOf('deadline'),
      reason: messageOf('reason'),
      leaderIds: messageOf('leaderIds'),
      deputy: messageOf('deputy'),
    },
    errors: Object.entries(messages).map(([field, text]) => ({ href: field ? `#${field}` : '#main', text })),
  }
}

type Recipient = { name: string; part: 'leader' | 'deputy'; noRemarksAt: Date | null }
type Undelivered = { name: string; state: MailState; failure: string | null }

/** How long is left, in words: "6 arbejdsdage tilbage". */
export function leftInWords(deadline: string, now: Date): string {
  const today = danishDay(now)
  if (today > deadline) return 'fristen er gået'
  const days = workingDaysBetween(today, deadline)
  if (days === 0) return 'sidste dag er i dag'
  return days === 1 ? '1 arbejdsdag tilbage' : `${days} arbejdsdage tilbage`
}

const doneInWords = ({ noRemarksAt }: Recipient, comments: number) => {
  if (!noRemarksAt) return 'har ikke meldt sig færdig'
  return `${comments === 0 ? 'har ingen bemærkninger' : 'har ikke flere bemærkninger'}, ${danishDateTime(noRemarksAt)}`
}

/** How the hearing goes. */
export function courseView(
  hearing: HearingRow,
  recipients: readonly Recipient[],
  { undelivered, now }: { undelivered: readonly Undelivered[]; now: Date },
) {
  const isOpen = !hearing.closedAt && !hearing.takenBackAt
  return {
    draft: `Udkast, version ${hearing.draftNumber}`,
    line: courseInWords(hearing),
    isOpen,
    isClosed: hearing.closedAt !== null && !hearing.takenBackAt,
    isTakenBack: hearing.takenBackAt !== null,
    closed: hearing.closedAt ? danishDate(danishDay(hearing.closedAt)) : '',
    deadline: danishDate(hearing.deadline),
    left: leftInWords(hearing.deadline, now),
    shorterBecause: hearing.shorterBecause,
    recipients: recipients.map(recipient => ({
      name: recipient.name,
      part: recipient.part === 'leader' ? 'Leder' : 'Stedfortræder',
      done: doneInWords(recipient, hearing.comments),
    })),
    undelivered: undelivered.map(({ name, failure }) => ({ name, failure: failure ?? '' })),
    remark: hearing.remark,
    remarkBy: hearing.remarkByName ?? '',
    version: hearing.version,
  }
}

/** The comments that wait, and those that are answered. */
export function commentsView(comments: readonly Comment[], tried: TriedAnswer | null, mayAnswer: boolean) {
  const all = comments.map(comment => ({ ...commentView(comment, tried), mayAnswer }))
  return { waiting: all.filter(({ answered }) => !answered), answered: all.filter(({ answered }) => answered) }
}

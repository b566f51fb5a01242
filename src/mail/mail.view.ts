// Mails as they are sent and as the administrator's page prints them.
import { MAIL_FREQUENCIES, MAIL_STATES, type MailFrequency, type MailState } from '../db/tables.ts'
import { danishDateTime } from '../lib/danish-date.ts'
import type { listMails } from './mail.queries.ts'
import { KINDS, type MailKind } from './mail.rules.ts'
import { FREQUENCY_WORDS, MAIL_WORDS, STATE_WORDS } from './mail.words.ts'

type Told = { kind: string; tilbudName: string; deadline: string | null; url: string }

const isKind = (kind: string): kind is MailKind => kind in KINDS
const wordsOf = (kind: string) => (isKind(kind) ? MAIL_WORDS[kind] : null)

/** One message for one or several mails of the same person: its subject, and a paragraph and a link for each. */
export function messageView(name: string, mails: readonly Told[]) {
  const parts = mails.flatMap(({ kind, tilbudName, deadline, url }) => {
    const words = wordsOf(kind)
    if (!words) return []
    const about = { tilbud: tilbudName, deadline }
    return [{ subject: words.subject(about), text: words.text(about), action: words.action, url }]
  })
  const [first] = parts
  return {
    subject: parts.length === 1 && first ? first.subject : `Kvalitetsbesøg: ${parts.length} beskeder`,
    greeting: `Hej ${name}`,
    parts,
  }
}

type Row = Awaited<ReturnType<typeof listMails>>[number]

const toRow = ({
  id,
  name,
  email,
  kind,
  tilbudName,
  state,
  createdAt,
  dueAt,
  sentAt,
  attempts,
  failure,
  visitId,
  userId,
}: Row) => ({
  id,
  at: danishDateTime(createdAt),
  machineTime: createdAt.toISOString(),
  who: name,
  email,
  userHref: `/user/${userId}`,
  event: wordsOf(kind)?.event ?? kind,
  tilbud: tilbudName,
  visitHref: visitId && `/visit/${visitId}`,
  state,
  stateText: STATE_WORDS[state],
  isTrouble: state === 'bounced' || state === 'givenUp',
  detail: detailOf({ state, sentAt, dueAt, attempts, failure }),
})

function detailOf({
  state,
  sentAt,
  dueAt,
  attempts,
  failure,
}: Pick<Row, 'state' | 'sentAt' | 'dueAt' | 'attempts' | 'failure'>) {
  if (state === 'sent' && sentAt) return danishDateTime(sentAt)
  if (state === 'waiting' && attempts > 0)
    return `Forsøgt ${attempts} gange. Prøves igen ${danishDateTime(dueAt)}. ${failure ?? ''}`
  if (state === 'waiting') return `Sendes ${danishDateTime(dueAt)}`
  return failure ?? ''
}

/** The administrator's page. `rows` hold one more than the page shows when there are older ones. */
export function mailPage(
  rows: Row[],
  counts: readonly { state: MailState; count: number }[],
  {
    state,
    before,
    limit,
    sends,
  }: { state: MailState | undefined; before: string | null; limit: number; sends: boolean },
) {
  const countOf = (wanted: MailState) => counts.find(row => row.state === wanted)?.count ?? 0
  const only = state ? `state=${state}&` : ''
  const shown = rows.slice(0, limit)
  return {
    title: 'Mails',
    sends,
    waiting: countOf('waiting'),
    trouble: countOf('bounced') + countOf('givenUp'),
    rows: shown.map(toRow),
    states: [
      { value: '', text: 'Alle', isSelected: state === undefined },
      ...MAIL_STATES.map(value => ({
        value,
        text: `${STATE_WORDS[value]} (${countOf(value)})`,
        isSelected: value === state,
      })),
    ],
    newest: before === null ? null : `/mail${state ? `?state=${state}` : ''}`,
    older: rows.length > limit ? `/mail?${only}before=${shown.at(-1)?.id}` : null,
  }
}

/** The form of one's own setting. */
export const settingForm = (frequency: MailFrequency, version: number, error: string | null) => ({
  title: 'Mails til dig',
  version,
  error,
  items: MAIL_FREQUENCIES.map(value => ({
    value,
    ...FREQUENCY_WORDS[value],
    checked: value === frequency,
    disabled: false,
  })),
})

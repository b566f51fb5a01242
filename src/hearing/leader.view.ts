// The leader's page: the draft as it was sent, what was corrected since, one's comments with their answers, and the forms.
import type { Box } from '../db/tables.ts'
import { COMMENT_KINDS } from '../db/tables.ts'
import { danishDate } from '../lib/danish-date.ts'
import { type Mark, markdownToHtml } from '../lib/markdown.ts'
import { findPassage } from '../lib/passage.ts'
import { wordDiff } from '../lib/word-diff.ts'
import { boxHeading } from '../visit/box.ts'
import { commentView } from './comment.view.ts'
import type { HearingRow } from './hearing.queries.ts'
import type { Comment } from './hearing.schema.ts'
import { type HearingText, WHOLE } from './hearing.texts.ts'
import { leftInWords } from './hearing.view.ts'
import { KIND_WORDS } from './hearing.words.ts'

export type TypedComment = { textKey: string; quote: string; quoteStart: string; kind: string; body: string }

/** Where comments stand in a stretch of text: each marked with its number, none over another. */
function marksFor(comments: readonly Comment[]) {
  return (run: string): Mark[] => {
    const found = comments.flatMap(({ number, quote }) => {
      const passage = findPassage(run, quote)
      return passage ? [{ ...passage, number }] : []
    })
    const ordered = found.toSorted((one, other) => one.start - other.start)
    return ordered
      .filter(({ start }, i) => i === 0 || start >= (ordered[i - 1]?.end ?? 0))
      .map(({ start, end, number }) => ({
        ...{ start, end, tag: 'mark' as const, note: null },
        attributes: { class: 'commented', 'data-number': String(number) },
      }))
  }
}

function textView(text: HearingText, now: HearingText | undefined, comments: readonly Comment[], href: string) {
  const own = comments.filter(({ textKey }) => textKey === text.key)
  const changed = now?.text !== text.text
  return {
    key: text.key,
    anchor: text.key.replace('/', '-'),
    place: text.place,
    box: text.box,
    heading: text.heading,
    html: text.markdown === null ? null : markdownToHtml(text.markdown, { marksIn: marksFor(own) }),
    lines: text.markdown === null ? text.text : null,
    commentHref: `${href}?text=${encodeURIComponent(text.key)}#comment-form`,
    comments: own.map(({ id, number }) => ({ id, number })),
    changed,
    gone: changed && !now,
    now: (changed && now ? wordDiff(text.text, now.text) : [])
      .filter(({ kind }) => kind !== 'removed')
      .map(({ kind, text }) => ({ added: kind === 'added', text })),
  }
}

type TextView = ReturnType<typeof textView>

const BOXES: readonly Box[] = ['grey', 'purple', 'yellow']

/** What is printed of the draft, in the report's order. */
export function draftView(
  sent: readonly HearingText[],
  now: readonly HearingText[],
  {
    themes,
    comments,
    href,
  }: { themes: readonly { key: string; name: string }[]; comments: readonly Comment[]; href: string },
) {
  const current = new Map(now.map(text => [text.key, text]))
  const view = (text: HearingText): TextView => textView(text, current.get(text.key), comments, href)
  const one = (key: string) => sent.filter(text => text.key === key).map(view)
  return {
    before: [...one('facts'), ...one('overallImpression')],
    themes: themes
      .map(({ key, name }) => ({
        key,
        name,
        boxes: BOXES.map(box => ({
          box,
          heading: boxHeading(box),
          points: sent.filter(text => text.theme === key && text.box === box).map(view),
        })).filter(({ points }) => points.length > 0),
      }))
      .filter(({ boxes }) => boxes.length > 0),
    after: one('conclusion'),
    changes: sent.filter(text => text.key !== WHOLE && current.get(text.key)?.text !== text.text).length,
  }
}

/** The form of a comment. `typed` is what was sent and refused, or what the address asks for. */
export function commentForm(sent: readonly HearingText[], typed: TypedComment, messages: Record<string, string>) {
  const messageOf = (field: string) => messages[field] ?? null
  return {
    texts: [
      { value: '', text: 'Vælg', isSelected: typed.textKey === '' },
      ...sent.map(({ key, place }) => ({ value: key, text: place, isSelected: key === typed.textKey })),
    ],
    quote: typed.quote,
    quoteStart: typed.quoteStart,
    body: typed.body,
    kinds: COMMENT_KINDS.map(value => ({
      value,
      ...KIND_WORDS[value],
      checked: value === typed.kind,
      disabled: false,
    })),
    messages: {
      textKey: messageOf('textKey'),
      quote: messageOf('quote'),
      kind: messageOf('kind'),
      body: messageOf('body'),
    },
    errors: Object.entries(messages).map(([field, text]) => ({ href: field ? `#${field}` : '#comment-form', text })),
  }
}

/** Where the hearing stands for the leader. */
export function leaderState(
  hearing: HearingRow,
  { isDone, inHearing, now }: { isDone: boolean; inHearing: boolean; now: Date },
) {
  const isOpen = inHearing && !hearing.closedAt && !hearing.takenBackAt
  const isLate = leftInWords(hearing.deadline, now) === 'fristen er gået'
  return {
    draft: `Udkast, version ${hearing.draftNumber}`,
    deadline: danishDate(hearing.deadline),
    left: leftInWords(hearing.deadline, now),
    isOpen,
    isLate: isOpen && isLate,
    isDone: isOpen && isDone,
    isClosed: inHearing && !isOpen,
    isOver: !inHearing,
    hasComments: hearing.comments > 0,
  }
}

export const ownComments = (comments: readonly Comment[]) =>
  comments.map(comment => ({ ...commentView(comment), mayAnswer: false }))

// Comments as pages and their PDF print them: what was said about which words, what was answered, and both texts.
import { ANSWERS, type CommentAnswer } from '../db/tables.ts'
import { danishDate, danishDay } from '../lib/danish-date.ts'
import { findPassage } from '../lib/passage.ts'
import { wordDiff } from '../lib/word-diff.ts'
import type { Comment } from './hearing.schema.ts'
import { ANSWER_WORDS, KIND_WORDS } from './hearing.words.ts'

const dayOf = (instant: string) => danishDate(danishDay(new Date(instant)))

/** The text in three: before the marked words, the words, and after them; all of it before when nothing is marked. */
function marked(text: string, quote: string, near: number) {
  const passage = findPassage(text, quote, near)
  if (!passage) return { before: text, quote: '', after: '' }
  return {
    before: text.slice(0, passage.start),
    quote: text.slice(passage.start, passage.end),
    after: text.slice(passage.end),
  }
}

/** What was sent to answer a comment and refused, for the form to show again. */
export type TriedAnswer = { id: string; answer: string; answerText: string; error: string; version: number }

export function commentView(comment: Comment, tried: TriedAnswer | null = null) {
  const { id, number, draftNumber, place, quote, quoteStart, kind, body, answer, answerText, textAsSent, textNow } =
    comment
  const again = tried?.id === id ? tried : null
  const chosen = again?.answer ?? answer ?? ''
  return {
    id,
    number,
    draftNumber,
    place,
    quote,
    kind: KIND_WORDS[kind].label,
    body,
    who: comment.writtenByName,
    on: dayOf(comment.writtenAt),
    answered: answer !== null,
    answer: answer && ANSWER_WORDS[answer].label,
    answerText,
    answeredBy: comment.answeredAt ? `${comment.answeredByName ?? ''}, ${dayOf(comment.answeredAt)}` : '',
    hasText: textAsSent !== '',
    sent: marked(textAsSent, quote, quoteStart),
    changed: comment.changed,
    gone: textNow === null && textAsSent !== '',
    now: (comment.changed && textNow !== null ? wordDiff(textAsSent, textNow) : [])
      .filter(stretch => stretch.kind !== 'removed')
      .map(({ kind: how, text }) => ({ added: how === 'added', text })),
    version: again?.version ?? comment.version,
    error: again?.error ?? null,
    typed: again?.answerText ?? answerText,
    choices: ANSWERS.map((value: CommentAnswer) => ({
      value,
      label: ANSWER_WORDS[value].label,
      helptext: ANSWER_WORDS[value].helptext,
      checked: chosen === value,
      disabled: false,
    })),
  }
}

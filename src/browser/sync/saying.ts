// What is said of a visit on this device: whether the server is there, what it has, what waits and why, and who else is
// here. The tab that talks with the server knows it; the others say what they are told by it.
import type { Records } from '../store/records.ts'
import { subjectOf } from './change.ts'
import type { Changes } from './changes.ts'
import type { Person } from './presence.ts'
import type { Outcome } from './protocol.ts'
import { FACTS, waits } from './subject.ts'
import type { News } from './tabs.ts'
import type { createTexts } from './texts.ts'
import type { Overall, State, TextState } from './words.ts'

type Trouble = Exclude<Outcome, 'saved' | 'same' | 'incomplete'>

/** With these a text is not sent again until something changes. */
const BLOCKING: readonly State[] = ['locked', 'tooLong', 'broken', 'missing']

export type Saying = ReturnType<typeof createSaying>

type Around = {
  texts: Pick<ReturnType<typeof createTexts>, 'waiting' | 'waitsFor' | 'keys'>
  changes: Changes
  records: Records
  isLeading: () => boolean
}

export function createSaying({ texts, changes, records, isLeading }: Around) {
  let connection: Overall['connection'] = navigator.onLine ? 'online' : 'offline'
  let savedAt: string | null = null
  let people: Person[] = []
  let news: News | null = null
  const saved = new Map<string, string>()
  const trouble = new Map<string, Trouble>()

  /** What this tab knows by itself. */
  function ownStateOf(subject: string): TextState {
    const problem = trouble.get(subject)
    if (problem) return { state: problem }
    if (!waits(subject, texts, changes)) {
      const at = saved.get(subject)
      return at ? { state: 'saved', at } : { state: 'nothing' }
    }
    if (connection === 'online') return { state: 'saving' }
    if (connection !== 'offline') return { state: connection }
    const isKept = texts.waiting().every(({ text, stored }) => text !== subject || stored)
    return { state: isKept ? 'kept' : 'unkept' }
  }

  function overall(): Overall {
    if (!isLeading() && news) return { ...news, kept: records.lasting }
    const pending = texts.waiting()
    const waiting = new Set([...pending.map(({ text }) => text), ...changes.list().map(subjectOf)]).size
    return { connection, waiting, kept: records.lasting && pending.every(({ stored }) => stored), savedAt }
  }

  return {
    connection: () => connection,
    connect(next: Overall['connection']) {
      connection = next
    },

    /** The server has it. */
    saved(subject: string, at = new Date().toISOString()) {
      saved.set(subject, at)
      trouble.delete(subject)
      if (subject !== FACTS) savedAt = at
    },
    /** The server would not take it. */
    refused(text: string, why: Trouble) {
      trouble.set(text, why)
    },
    isBlocked: (text: string) => BLOCKING.includes(trouble.get(text) ?? 'nothing'),
    /** Somebody has written on: what was refused may be all right now, unless the visit is closed. */
    writtenOn(text: string) {
      if (trouble.get(text) !== 'locked') trouble.delete(text)
    },
    /** The visit was opened or closed. */
    startAnew: () => trouble.clear(),
    /** What was deleted may have been fetched back. */
    standsAgain(text: string) {
      if (trouble.get(text) === 'deleted') trouble.delete(text)
    },

    people: () => (isLeading() ? people : (news?.people ?? [])),
    meet(change: (people: readonly Person[]) => Person[]) {
      people = change(people)
    },

    stateOf(subject: string): TextState {
      if (isLeading()) return ownStateOf(subject)
      const told = news?.states.find(([key]) => key === subject)?.[1]
      if (!waits(subject, texts, changes)) return told ?? { state: 'nothing' }
      if (told && !['saved', 'nothing'].includes(told.state)) return told
      return { state: 'saving' }
    },
    overall,

    /** What the other tabs are told. */
    news(): News {
      const states = [...texts.keys(), FACTS].map((subject): [string, TextState] => [subject, ownStateOf(subject)])
      return { connection, savedAt, people, waiting: overall().waiting, states }
    },
    /** What the tab that talks with the server tells; answers which texts it has sent. */
    hear(told: News) {
      news = told
      return new Set(told.states.flatMap(([subject, { state }]) => (state === 'saved' ? [subject] : [])))
    },
  }
}

// What a tab does with what the others tell it: all of them show the same, whichever talks with the server.
import * as Y from 'yjs'
import type { Records } from '../store/records.ts'
import type { Changes } from './changes.ts'
import type { Saying } from './saying.ts'
import type { Message } from './tabs.ts'
import type { createTexts } from './texts.ts'
import type { VisitCopy } from './visit-copy.ts'

type Around = {
  texts: ReturnType<typeof createTexts>
  changes: Changes
  copy: VisitCopy
  saying: Saying
  records: Records
  isLeading: () => boolean
  on: { shown: () => void; loggedOut: () => void; destroyed: (byServer: boolean) => void }
  /** There is something to send. */
  wake: () => void
  askAll: () => void
  say: () => void
  tell: (message: Message) => void
  tellNews: () => void
}

type Ears = { [Kind in Message['kind']]: (message: Extract<Message, { kind: Kind }>) => void }

export function earsFor(around: Around) {
  const { texts, changes, copy, saying, records, isLeading, on, wake, askAll, say, tell, tellNews } = around
  const ears: Ears = {
    typed({ text, update, place }) {
      texts.take(text, update)
      if (!isLeading()) return
      texts.addWaiting({ place, text, update, stored: records.lasting })
      saying.writtenOn(text)
      wake()
      say()
    },
    came({ text, update }) {
      const isNew = !texts.has(text)
      texts.take(text, update)
      if (isNew) on.shown()
    },
    changes(message) {
      changes.add(message.changes)
      on.shown()
      if (isLeading()) wake()
    },
    done(message) {
      if (message.copy) copy.takeFromTab(message.copy)
      changes.drop(message.dropped)
      on.shown()
    },
    news({ news }) {
      const sent = saying.hear(news)
      texts.forget(new Set(texts.waiting().flatMap(({ place, text }) => (sent.has(text) ? [place[3]] : []))))
      if (news.connection === 'loggedOut') on.loggedOut()
      say()
    },
    ask() {
      if (isLeading()) askAll()
    },
    hello() {
      if (!isLeading()) return
      for (const text of texts.keys()) tell({ kind: 'came', text, update: Y.encodeStateAsUpdate(texts.open(text)) })
      const now = copy.now()
      if (now) tell({ kind: 'done', copy: now, dropped: [] })
      tellNews()
    },
    destroyed: () => on.destroyed(false),
  }
  return (message: Message) => ears[message.kind](message as never)
}

// One visit on this device: its copy, its texts and its waiting changes. Everything that is done to it on the page goes
// through here, on and offline; the page asks what to show. What each room does stands in the room:
// texts and changes → what is said of them → what is sent, fetched and settled → here.

import { writeText } from '../../text/shared-text.ts'
import type { Copy } from '../../visit/copy.schema.ts'
import type { Owner } from '../store/database.ts'
import { changeOwner } from '../store/owner.ts'
import type { Records } from '../store/records.ts'
import { toBytes } from './bytes.ts'
import type { Change } from './change.ts'
import { createChanges } from './changes.ts'
import { earsFor } from './ears.ts'
import { createFetching } from './fetching.ts'
import { createLine } from './line.ts'
import { createPast } from './past.ts'
import { createPost } from './post.ts'
import { withPerson } from './presence.ts'
import { type Failure, tellPresence } from './protocol.ts'
import { createSaying } from './saying.ts'
import { createSender } from './sender.ts'
import { createSettling } from './settling.ts'
import { joinTabs, type Message } from './tabs.ts'
import { createTexts } from './texts.ts'
import { createVisitCopy, textKeys } from './visit-copy.ts'

export type Lost = { text: string; words: string; byName: string | null; revisionId: string | null }

export type DeskEvents = {
  /** The visit looks different: other points, another order, other links, another status. */
  shown: () => void
  /** What is said about saving, or who is there, has changed. */
  said: () => void
  /** A colleague's change took away what was written here. */
  lost: (lost: Lost) => void
  /** The server would not do this. */
  refused: (change: Change, why: string) => void
  loggedOut: () => void
  /** The server does not understand what is sent: it may be newer than the page. */
  outdated: () => void
  /** Everything of this user on this device is to be destroyed, or has been by another tab. */
  destroyed: (byServer: boolean) => void
}

export type Desk = Awaited<ReturnType<typeof openDesk>>

type Wanted = { visitId: string; owner: Owner; records: Records; on: DeskEvents }

export async function openDesk({ visitId, owner, records, on }: Wanted) {
  /** This tab is the one that talks with the server. */
  let leading = false
  const isLeading = () => leading

  const tell = (message: Message) => tabs.tell(message)

  const copy = createVisitCopy(records, visitId)
  const past = createPast(records, visitId)
  const changes = createChanges(records, visitId)
  const texts = createTexts(records, visitId, {
    typed({ text, update, place }) {
      saying.writtenOn(text)
      tell({ kind: 'typed', text, update, place })
      sender.wake()
      say()
    },
    stored: say,
    changed: text => settling.changed(text),
    lost: (text, words) => on.lost({ text, words, byName: null, revisionId: null }),
  })
  const saying = createSaying({ texts, changes, records, isLeading })
  const settling = createSettling({ records, visitId, texts, isLeading })

  const post = createPost({
    visitId,
    owner,
    texts,
    changes,
    copy,
    saying,
    settling,
    on: {
      came: take,
      answered(dropped) {
        tell({ kind: 'done', copy: copy.now(), dropped: [...dropped] })
        on.shown()
      },
      refused: on.refused,
      stale: () => void fetching.refresh(),
      sent: say,
    },
  })
  const sender = createSender({ work: () => (leading ? post.work() : null), failed: fail })
  const fetching = createFetching({ records, visitId, tag: copy.tag, took: takeCopy, failed: fail })

  const line = createLine(visitId, {
    text: ({ text, update }) => take(text, update),
    stale: () => void fetching.refresh(),
    presence(said) {
      if (said.device === owner.device) return
      saying.meet(people => withPerson(people, said, Date.now()))
      say()
    },
    removed: on.lost,
    open() {
      if (saying.connection() === 'offline') saying.connect('online')
      sender.wake()
      // What happened to the points before the stream was there, it does not tell.
      void fetching.refresh()
    },
    // What it has missed of the texts comes by asking for everything.
    missed: askAll,
    refused: sender.wake,
  })

  const hear = earsFor({
    ...{ texts, changes, copy, saying, records, isLeading, on },
    ...{ wake: sender.wake, askAll, say, tell, tellNews },
  })

  /** From now on this tab talks with the server; what other tabs have left in the records is taken over. */
  async function lead() {
    leading = true
    await texts.loadWaiting()
    await changes.load()
    line.start()
    await fetching.refresh()
    askAll()
    say()
    takeAlong()
  }

  /** What is read of a visit without a network, beside what is written. */
  function takeAlong() {
    if (!leading || !copy.now()) return
    void fetching.takeBriefAlong().catch(() => {})
    void past.takeAlong().catch(() => {})
  }

  /** A text as the server has it. */
  function take(text: string, update: Uint8Array) {
    const isNew = !texts.has(text)
    texts.take(text, update)
    if (isNew) {
      // An empty one is worth keeping, too: without it nobody could write in it without a network.
      settling.changed(text)
      on.shown()
    }
    tell({ kind: 'came', text, update })
  }

  async function takeCopy(fresh: Copy, tag: string) {
    const before = copy.now()?.visit.status
    copy.take(fresh, tag)
    void changeOwner(owner.user, () => ({ lastContact: Date.now(), days: fresh.offlineDays }))
    // What was locked may be written in again, and the other way round.
    if (before !== fresh.visit.status) {
      saying.startAnew()
      post.reopen()
    }
    const keys = allKeys()
    for (const text of keys) saying.standsAgain(text)
    post.ask(keys.filter(text => !texts.has(text)))
    await copy.write([])
    tell({ kind: 'done', copy: fresh, dropped: [] })
    on.shown()
    sender.wake()
  }

  const stands = () => copy.stands(changes.list(), texts, past.now())
  const shown = () => stands()?.copy ?? null
  const allKeys = () => {
    const now = shown()
    return now ? textKeys(now) : []
  }

  /** Asks for everything that the server has and this device has not. */
  function askAll() {
    if (!leading) return tell({ kind: 'ask' })
    post.ask([...allKeys(), ...texts.keys()])
    sender.wake()
  }

  function fail(failure: Failure) {
    if (failure.kind === 'revoked') return on.destroyed(true)
    if (failure.kind === 'loggedOut') {
      saying.connect('loggedOut')
      on.loggedOut()
    } else saying.connect(failure.kind === 'gone' ? 'gone' : 'offline')
    if (failure.kind === 'refused') on.outdated()
    say()
  }

  let told = -1
  function say() {
    const { waiting } = saying.overall()
    if (leading && waiting !== told) {
      told = waiting
      void changeOwner(owner.user, ({ waiting: all }) => ({ waiting: { ...all, [visitId]: waiting } }))
    }
    tellNews()
    on.said()
  }

  let telling = 0
  /** The other tabs are told in one go of all that happens at once. */
  function tellNews() {
    if (!leading || telling !== 0) return
    telling = window.setTimeout(() => {
      telling = 0
      tell({ kind: 'news', news: saying.news() })
    }, 100)
  }

  // Whatever this device already has, before anybody is asked.
  await copy.load()
  await past.load()
  await changes.load()
  await texts.load()
  const tabs = joinTabs(`kvalitetsbesoeg:${owner.user}:${visitId}`, hear, () => void lead())
  tell({ kind: 'hello' })

  return {
    shown,
    /** What is known of the visit's past, and which points were deleted here. */
    past: () => ({ past: past.now(), deleted: stands()?.deleted ?? [] }),
    says: texts.says,
    /** The document of a text. */
    open: texts.open,
    openFresh: texts.openFresh,
    keys: texts.keys,
    has: texts.has,
    stateOf: saying.stateOf,
    overall: saying.overall,
    people: saying.people,

    /** Puts changes, and what belongs to them in the texts, into the outbox: all of it or nothing. */
    async change(list: readonly Change[], write: () => void = () => {}) {
      const fresh = changes.placed(list)
      changes.add(fresh)
      const written = texts.together(write)
      tell({ kind: 'changes', changes: fresh })
      on.shown()
      const put = [
        ...fresh.map(({ place, change }) => ({ place, bytes: toBytes(change) })),
        ...written.map(({ place, update }) => ({ place, bytes: update })),
      ]
      await records
        .write({ put })
        .then(() => texts.areStored(written))
        .catch(() => {})
      sender.wake()
      say()
    },

    /** Somebody has logged in, or the network may be back. */
    retry() {
      if (saying.connection() !== 'online') saying.connect(navigator.onLine ? 'online' : 'offline')
      if (leading) line.start()
      askAll()
      void fetching.refresh()
      takeAlong()
      sender.retry()
      say()
    },

    /** The page may go at any moment: what waits is sent once more, and everything is written down. */
    leave() {
      if (!leading) return
      sender.retry()
      void settling.settle()
    },

    /** Words at the end of a text. */
    append(text: string, words: string) {
      const { body } = texts.says(text)
      writeText(texts.open(text), { body: [body, words.trim()].filter(part => part !== '').join('\n\n') })
    },

    here: (theme: string | null, text: string | null) => tellPresence(visitId, { device: owner.device, theme, text }),
    destroyed: () => tell({ kind: 'destroyed' }),
  }
}

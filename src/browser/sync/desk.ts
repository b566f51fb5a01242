// One visit on this device: its copy, its texts and its waiting changes. Everything that is done to it on the page goes
// through here, on and offline; the page asks what to show.

import * as Y from 'yjs'
import { writeText } from '../../text/shared-text.ts'
import { noteText } from '../../text/text.ts'
import type { Copy } from '../../visit/copy.schema.ts'
import type { Owner } from '../store/database.ts'
import { changeOwner } from '../store/owner.ts'
import type { Place, Records } from '../store/records.ts'
import { fromBytes, toBase64, toBytes } from './bytes.ts'
import { applyChanges, type Change, type Shown, subjectOf } from './change.ts'
import { BRIEF_LASTS, COPY_SHAPE, type KeptBrief, type KeptCopy } from './kept-copy.ts'
import { createLine } from './line.ts'
import { type Part, parcel } from './parcel.ts'
import { type Person, withPerson } from './presence.ts'
import { type Answered, type Failure, fetchBrief, fetchCopy, sync, tellPresence } from './protocol.ts'
import { createSender } from './sender.ts'
import { joinTabs, type Message, type News } from './tabs.ts'
import { createTexts, FROM_ELSEWHERE, inOrder, merged } from './texts.ts'
import type { Overall, TextState } from './words.ts'

const FACTS = 'facts'
const COPY = 'copy'
const CHANGE = 'change'
const BRIEF = 'brief'
/** So long after a change the texts are written whole into the records, and what the server has got is taken out. */
const SETTLE = 500
/** What one request carries of waiting text, well below what the server takes. */
const LOAD = 400_000
const PARTS = 200
const ASKED_AT_ONCE = 80

type WaitingChange = { place: Place; change: Change }

/** In these states a visit is written in. */
const WRITABLE = ['planned', 'draft']

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
  /** Everything of this user on this device is to be destroyed, or has been by another tab. */
  destroyed: (byServer: boolean) => void
}

export type Desk = Awaited<ReturnType<typeof openDesk>>

export async function openDesk({
  visitId,
  owner,
  records,
  on,
}: {
  visitId: string
  owner: Owner
  records: Records
  on: DeskEvents
}) {
  // biome-ignore format: one line
  let kept: KeptCopy | null = null
  let changes: WaitingChange[] = []
  let leading = false
  let connection: Overall['connection'] = navigator.onLine ? 'online' : 'offline'
  let savedAt: string | null = null
  let people: Person[] = []
  let news: News | null = null
  let gone: Shown['gone'] = []
  const savedTexts = new Map<string, string>()
  /** Texts that were too long once: what made them so has not been taken, and goes on with what made them shorter. */
  const whole = new Set<string>()
  const trouble = new Map<string, TextState['state']>()
  const asked = new Set<string>()
  const unsettled = new Set<string>()
  const received = new Set<string | undefined>()
  let settling = 0
  let told = -1
  let closed = false

  const texts = createTexts(records, visitId, {
    typed(entry) {
      // A text that was refused may be all right now.
      if (trouble.get(entry.text) !== 'locked') trouble.delete(entry.text)
      tabs.tell({ kind: 'typed', text: entry.text, update: entry.update, place: entry.place })
      sender.wake()
      say()
    },
    stored: say,
    changed(text) {
      unsettled.add(text)
      settle()
    },
    lost: (text, words) => on.lost({ text, words, byName: null, revisionId: null }),
  })

  const sender = createSender({
    work: () => (leading && hasWork() ? send : null),
    failed: fail,
  })

  const line = createLine(visitId, {
    text({ text, update }) {
      take(text, update)
    },
    stale: () => void refresh(),
    presence(said) {
      if (said.device === owner.device) return
      people = withPerson(people, said, Date.now())
      tellNews()
      say()
    },
    removed: lost => on.lost(lost),
    open() {
      if (connection === 'offline') connection = 'online'
      sender.wake()
      // What happened to the points before the stream was there, it does not tell.
      void refresh()
    },
    // What it has missed of the texts comes by asking for everything.
    missed: () => askAll(),
    refused: () => sender.wake(),
  })

  function hear(message: Message) {
    if (message.kind === 'typed') {
      texts.take(message.text, message.update)
      if (leading) {
        texts.addWaiting({ place: message.place, text: message.text, update: message.update, stored: records.lasting })
        if (trouble.get(message.text) !== 'locked') trouble.delete(message.text)
        sender.wake()
        say()
      }
    } else if (message.kind === 'came') {
      const isNew = !texts.has(message.text)
      texts.take(message.text, message.update)
      if (isNew) on.shown()
    }
    if (message.kind === 'changes') {
      changes = [...changes, ...message.changes]
      on.shown()
      if (leading) sender.wake()
    } else if (message.kind === 'done') {
      if (message.copy && kept) kept = { ...kept, copy: message.copy }
      changes = changes.filter(({ place }) => !message.dropped.includes(place[2] ?? ''))
      on.shown()
    } else if (message.kind === 'news') {
      news = message.news
      texts.forget(new Set(texts.waiting().flatMap(({ place, text }) => news?.states.some(([key, { state }]) => key === text && state === 'saved') ? [place[3]] : []))) // biome-ignore format: one line
      if (news.connection === 'loggedOut') on.loggedOut()
      say()
    } else if (message.kind === 'ask') {
      if (leading) askAll()
    } else if (message.kind === 'hello') {
      if (leading) {
        for (const text of texts.keys())
          tabs.tell({ kind: 'came', text, update: Y.encodeStateAsUpdate(texts.open(text)) })
        if (kept) tabs.tell({ kind: 'done', copy: kept.copy, dropped: [] })
        tellNews()
      }
    } else if (message.kind === 'destroyed') on.destroyed(false)
  }

  /** From now on this tab talks with the server; what other tabs have left in the records is taken over. */
  async function lead() {
    leading = true
    await texts.loadWaiting()
    await loadChanges()
    line.start()
    await refresh()
    askAll()
    say()
    void takeBriefAlong().catch(() => {})
  }

  /** What is read before the day comes along, too. */
  async function takeBriefAlong() {
    const [found] = await records.read([visitId, BRIEF])
    if (!kept || (found && fromBytes<KeptBrief>(found.bytes).at > Date.now() - BRIEF_LASTS)) return
    const answer = await fetchBrief(visitId)
    if (!answer.ok) return
    const brief: KeptBrief = { last: answer.value.last, threads: answer.value.threads, at: Date.now() }
    await records.write({ put: [{ place: [visitId, BRIEF], bytes: toBytes(brief) }] })
  }

  async function loadChanges() {
    const found = await records.read([visitId, CHANGE])
    const known = new Set(changes.map(({ place }) => place[2]))
    const more = found.filter(({ place }) => !known.has(place[2]))
    changes = [...changes, ...more.map(({ place, bytes }) => ({ place, change: fromBytes<Change>(bytes) }))].sort(
      (one, other) => ((one.place[2] ?? '') < (other.place[2] ?? '') ? -1 : 1),
    )
  }

  function take(text: string, update: Uint8Array) {
    const isNew = !texts.has(text)
    texts.take(text, update)
    if (isNew) {
      // An empty one is worth keeping, too: without it nobody could write in it without a network.
      unsettled.add(text)
      settle()
      on.shown()
    }
    tabs.tell({ kind: 'came', text, update })
  }

  const textKeys = () => {
    const { visit, model } = shownNow() ?? {}
    if (!visit || !model) return []
    return [
      'overallImpression',
      'conclusion',
      ...visit.points.map(({ id }) => `point/${id}`),
      ...model.themes.map(({ key }) => `note/${key}`),
    ]
  }

  /** Asks for everything that the server has and this device has not. */
  function askAll() {
    if (!leading) return tabs.tell({ kind: 'ask' })
    for (const text of [...textKeys(), ...texts.keys()]) asked.add(text)
    sender.wake()
  }

  const isBlocked = (text: string) => ['locked', 'tooLong', 'broken', 'missing'].includes(trouble.get(text) ?? '')
  const sendable = () => texts.waiting().filter(({ text, place }) => !isBlocked(text) && !received.has(place[3]))
  const hasWork = () => (changes.length > 0 && !closed) || asked.size > 0 || sendable().length > 0

  /** One request: all changes, and as much text as it carries. Answers what failed, or nothing. */
  async function send(): Promise<Failure | null> {
    const sending = closed ? [] : changes.slice(0, 200)
    const parts = parcel(sendable(), { bytes: LOAD, parts: PARTS, whole })
    const asking = [...asked].slice(0, ASKED_AT_ONCE)
    for (const text of asking) asked.delete(text)
    const answer = await sync(visitId, {
      device: owner.device,
      changes: sending.map(({ change }) => change),
      texts: [
        ...parts.map(({ text, entries }) => ({ text, update: toBase64(merged(entries)) })),
        ...asking.map(text => ({ text, stateVector: texts.vector(text) })),
      ],
    })
    if (!answer.ok) {
      for (const text of asking) asked.add(text)
      return answer.failure
    }
    connection = 'online'
    void changeOwner(owner.user, () => ({ lastContact: Date.now() }))
    await takeChanges(sending, answer.value)
    takeTexts(parts, answer.value)
    if (kept && (sending.length > 0 || answer.value.visit.status !== kept.copy.visit.status)) void refresh()
    say()
    return null
  }

  async function takeChanges(sent: readonly WaitingChange[], { changes: outcomes, visit: { status } }: Answered) {
    if (sent.length === 0) return
    const done = new Set(outcomes.filter(({ outcome }) => outcome === 'done').map(({ id }) => id))
    // Where the visit is closed for writing, what waits goes on waiting.
    const isOpen = WRITABLE.includes(status)
    const answered = sent.filter(({ change }) =>
      outcomes.some(({ id }) => id === change.id && (isOpen || done.has(id))),
    )
    if (!isOpen && answered.length < sent.length) closed = true
    if (answered.some(({ change }) => done.has(change.id) && change.kind === 'changeVisit'))
      savedTexts.set(FACTS, new Date().toISOString())
    for (const { change } of answered.filter(({ change }) => !done.has(change.id))) {
      const { problem } = outcomes.find(({ id }) => id === change.id) ?? {}
      on.refused(change, problem?.errors?.[0]?.message ?? problem?.title ?? '')
    }
    // The copy has them from now on, whether or not a new one can be fetched.
    if (kept) {
      const start = { visit: kept.copy.visit, gone }
      const next = applyChanges(
        start,
        answered.flatMap(({ change }) => (done.has(change.id) ? [change] : [])),
      )
      gone = next.gone
      kept = { ...kept, copy: { ...kept.copy, visit: next.visit }, tag: '' }
    }
    const dropped = answered.map(({ place }) => place)
    changes = changes.filter(({ place }) => !dropped.includes(place))
    await writeCopy(dropped)
    tabs.tell({ kind: 'done', copy: kept?.copy ?? null, dropped: dropped.map(place => place[2] ?? '') })
    on.shown()
  }

  /** The answers come in the order of what was sent: first the parts. */
  function takeTexts(parts: readonly Part[], answer: Answered) {
    for (const [index, { text, outcome, update, savedAt: at }] of answer.texts.entries()) {
      if (update)
        take(
          text,
          Uint8Array.from(atob(update), letter => letter.charCodeAt(0)),
        )
      const part = parts[index]
      if (!part) continue
      if (outcome === 'saved' || outcome === 'same' || outcome === 'deleted') {
        for (const { place } of part.entries) received.add(place[3])
        texts.forget(received)
        unsettled.add(text)
        settle()
      }
      if (outcome === 'saved' || outcome === 'same') {
        savedAt = at ?? new Date().toISOString()
        savedTexts.set(text, savedAt)
        trouble.delete(text)
        whole.delete(text)
      } else if (outcome === 'tooLong' && !whole.has(text)) whole.add(text)
      else if (outcome === 'incomplete') texts.sendWhole(text)
      else trouble.set(text, outcome)
    }
  }

  function fail(failure: Failure) {
    if (failure.kind === 'revoked') return on.destroyed(true)
    if (failure.kind === 'loggedOut') {
      connection = 'loggedOut'
      on.loggedOut()
    } else connection = failure.kind === 'gone' ? 'gone' : 'offline'
    say()
  }

  let refreshing: Promise<void> | null = null
  let again = false

  /** Fetches the visit as the server has it. */
  function refresh(): Promise<void> {
    again = refreshing !== null
    refreshing ??= (async () => {
      const answer = await fetchCopy(visitId, kept?.tag || null)
      if (answer.ok && answer.value) await takeCopy(answer.value)
      if (!answer.ok && answer.failure.kind !== 'unreachable') fail(answer.failure)
      refreshing = null
      if (again) await refresh()
    })()
    return refreshing
  }

  async function takeCopy({ copy, tag }: { copy: Copy; tag: string }) {
    const before = kept?.copy.visit.status
    kept = { copy, tag, shape: COPY_SHAPE }
    void changeOwner(owner.user, () => ({ lastContact: Date.now(), days: copy.offlineDays }))
    // What was locked may be written in again, and the other way round.
    if (before !== copy.visit.status) {
      trouble.clear()
      closed = false
    }
    // What was deleted may have been fetched back.
    for (const text of textKeys()) if (trouble.get(text) === 'deleted') trouble.delete(text)
    for (const text of textKeys()) if (!texts.has(text)) asked.add(text)
    await writeCopy([])
    tabs.tell({ kind: 'done', copy, dropped: [] })
    on.shown()
    sender.wake()
  }

  async function writeCopy(remove: readonly Place[]) {
    const put = kept ? [{ place: [visitId, COPY], bytes: toBytes(kept) }] : []
    await records.write({ put, remove }).catch(() => {})
  }

  function settle() {
    if (!leading || settling !== 0) return
    settling = window.setTimeout(() => void settleNow(), SETTLE)
  }

  /** Writes changed texts whole; what the server has got goes from the records in the same transaction. */
  async function settleNow() {
    clearTimeout(settling)
    settling = 0
    const keys = [...unsettled]
    unsettled.clear()
    const done = [...received]
    const pending = await records.read([visitId, 'update']).catch(() => [])
    const remove = pending.flatMap(({ place }) => (done.includes(place[3]) ? [place] : []))
    await records.write({ put: texts.snapshots(keys), remove }).then(
      () => {
        for (const id of done) received.delete(id)
      },
      () => {},
    )
  }

  /** What the page is printed from: the copy with what waits applied, and the texts as they stand here. */
  function shownNow(): Copy | null {
    if (!kept) return null
    const { copy } = kept
    const start = { visit: copy.visit, gone }
    const { visit } = applyChanges(
      start,
      changes.map(({ change }) => change),
    )
    const points = visit.points.map(point => {
      const text = `point/${point.id}`
      if (!texts.has(text)) return point
      const { heading, body } = texts.says(text)
      return { ...point, heading: heading || null, body }
    })
    const large = (field: 'overallImpression' | 'conclusion') =>
      texts.has(field) ? texts.says(field).body : visit[field]
    const notes = copy.notes?.map(note => {
      const text = noteText(note.theme)
      return texts.has(text) ? { ...note, body: texts.says(text).body } : note
    })
    return {
      ...copy,
      notes: notes ?? null,
      visit: { ...visit, points, overallImpression: large('overallImpression'), conclusion: large('conclusion') },
    }
  }

  /** The facts are no text: what waits of them are changes. */
  const changesFacts = (text: string) => text === FACTS && changes.some(({ change }) => subjectOf(change) === FACTS)

  function ownStateOf(text: string): TextState {
    const problem = trouble.get(text)
    const entries = texts.waiting().filter(entry => entry.text === text)
    if (problem && problem !== 'saved') return { state: problem }
    if (entries.length === 0 && !changesFacts(text)) {
      const at = savedTexts.get(text)
      return at ? { state: 'saved', at } : { state: 'nothing' }
    }
    if (connection === 'online') return { state: 'saving' }
    if (connection !== 'offline') return { state: connection }
    return { state: entries.every(({ stored }) => stored) ? 'kept' : 'unkept' }
  }

  function stateOf(text: string): TextState {
    if (leading) return ownStateOf(text)
    const told = news?.states.find(([key]) => key === text)?.[1]
    if (!texts.waitsFor(text) && !changesFacts(text)) return told ?? { state: 'nothing' }
    if (told && !['saved', 'nothing'].includes(told.state)) return told
    return { state: 'saving' }
  }

  function overall(): Overall {
    if (!leading && news) return { ...news, kept: records.lasting }
    const pending = texts.waiting()
    const waiting = new Set([...pending.map(({ text }) => text), ...changes.map(({ change }) => subjectOf(change))])
      .size
    return { connection, waiting, kept: records.lasting && pending.every(({ stored }) => stored), savedAt }
  }

  function say() {
    const { waiting } = overall()
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
    if (leading && telling === 0) telling = window.setTimeout(tellNow, 100)
  }

  function tellNow() {
    telling = 0
    const states = [...texts.keys(), FACTS].map((text): [string, TextState] => [text, ownStateOf(text)])
    const { waiting } = overall()
    tabs.tell({ kind: 'news', news: { connection, savedAt, people, waiting, states } })
  }

  // Whatever this device already has, before anybody is asked.
  for (const { bytes } of await records.read([visitId, COPY]).catch(() => [])) {
    const found = fromBytes<KeptCopy>(bytes)
    if (found.shape === COPY_SHAPE) kept = found
  }
  await loadChanges()
  await texts.load()
  const tabs = joinTabs(`kvalitetsbesoeg:${owner.user}:${visitId}`, hear, () => void lead())
  tabs.tell({ kind: 'hello' })

  return {
    device: owner.device,
    user: owner.user,
    shown: shownNow,
    says: texts.says,
    /** The document of a text. */
    open: (text: string) => texts.open(text),
    openFresh: texts.openFresh,
    keys: texts.keys,
    has: texts.has,
    stateOf,
    overall,
    people: () => (leading ? people : (news?.people ?? [])),
    lasting: records.lasting,

    /** Puts changes, and what belongs to them in the texts, into the outbox: all of it or nothing. */
    async change(list: readonly Change[], write: () => void = () => {}) {
      const fresh = list.map(change => ({ place: [visitId, CHANGE, inOrder()], change }))
      changes = [...changes, ...fresh]
      const written = texts.together(write)
      tabs.tell({ kind: 'changes', changes: fresh })
      on.shown()
      const put = [...fresh.map(({ place, change }) => ({ place, bytes: toBytes(change) })), ...written.map(({ place, update }) => ({ place, bytes: update }))] // biome-ignore format: one line
      await records
        .write({ put })
        .then(() => texts.areStored(written))
        .catch(() => {})
      sender.wake()
      say()
    },

    /** Somebody has logged in, or the network may be back. */
    retry() {
      if (connection !== 'online') connection = navigator.onLine ? 'online' : 'offline'
      if (leading) line.start()
      askAll()
      void refresh()
      sender.retry()
      say()
    },

    /** The page may go at any moment: what waits is sent once more, and everything is written down. */
    leave() {
      if (leading) {
        sender.retry()
        void settleNow()
      }
    },

    /** Words at the end of a text. */
    append(text: string, words: string) {
      const { body } = texts.says(text)
      writeText(texts.open(text), { body: [body, words.trim()].filter(part => part !== '').join('\n\n') })
    },

    here: (theme: string | null, text: string | null) => tellPresence(visitId, { device: owner.device, theme, text }),
    destroyed: () => tabs.tell({ kind: 'destroyed' }),
    isFromElsewhere: (origin: unknown) => origin === FROM_ELSEWHERE,
  }
}

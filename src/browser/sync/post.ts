// Sends what waits and asks for what is missing, a request at a time, and takes in what the server answers.
import type { Owner } from '../store/database.ts'
import { changeOwner } from '../store/owner.ts'
import { fromBase64, toBase64 } from './bytes.ts'
import type { Change } from './change.ts'
import type { Changes, WaitingChange } from './changes.ts'
import { type Part, parcel } from './parcel.ts'
import { type Answered, type Failure, sync } from './protocol.ts'
import type { Saying } from './saying.ts'
import type { Settling } from './settling.ts'
import { FACTS } from './subject.ts'
import { type createTexts, merged } from './texts.ts'
import type { VisitCopy } from './visit-copy.ts'

/** What one request carries of waiting text, well below what the server takes. */
const LOAD = 400_000
const PARTS = 200
const CHANGES = 200
const ASKED_AT_ONCE = 80

/** In these states a visit is written in. */
const WRITABLE = ['planned', 'draft']

type Around = {
  visitId: string
  owner: Owner
  texts: ReturnType<typeof createTexts>
  changes: Changes
  copy: VisitCopy
  saying: Saying
  settling: Settling
  on: {
    /** Text came in. */
    came: (text: string, update: Uint8Array) => void
    /** These changes have been answered, by the last part of their places. */
    answered: (names: readonly string[]) => void
    refused: (change: Change, why: string) => void
    /** The copy here may be older than the server's. */
    stale: () => void
    sent: () => void
  }
}

export function createPost({ visitId, owner, texts, changes, copy, saying, settling, on }: Around) {
  /** Texts that were too long once: what made them so has not been taken, and goes on with what made them shorter. */
  const whole = new Set<string>()
  const asked = new Set<string>()
  /** The visit takes no changes; they wait until it does. */
  let closed = false

  const sendable = () => texts.waiting().filter(entry => !saying.isBlocked(entry.text) && !settling.isGot(entry))
  const hasWork = () => (changes.waiting().length > 0 && !closed) || asked.size > 0 || sendable().length > 0

  /** One request: all changes, and as much text as it carries. Answers what failed, or nothing. */
  async function send(): Promise<Failure | null> {
    const sending = closed ? [] : changes.waiting().slice(0, CHANGES)
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
    saying.connect('online')
    void changeOwner(owner.user, () => ({ lastContact: Date.now() }))
    await takeChanges(sending, answer.value)
    takeTexts(parts, answer.value)
    const status = copy.now()?.visit.status
    if (status && (sending.length > 0 || answer.value.visit.status !== status)) on.stale()
    on.sent()
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
    const taken = answered.flatMap(({ change }) => (done.has(change.id) ? [change] : []))
    if (taken.some(({ kind }) => kind === 'changeVisit')) saying.saved(FACTS)
    for (const { change } of answered.filter(({ change }) => !done.has(change.id))) {
      const { problem } = outcomes.find(({ id }) => id === change.id) ?? {}
      on.refused(change, problem?.errors?.[0]?.message ?? problem?.title ?? '')
    }
    copy.apply(taken)
    const places = answered.map(({ place }) => place)
    const names = places.map(place => place[2] ?? '')
    changes.drop(names)
    await copy.write(places)
    on.answered(names)
  }

  /** The answers come in the order of what was sent: first the parts. */
  function takeTexts(parts: readonly Part[], answer: Answered) {
    for (const [index, { text, outcome, update, savedAt }] of answer.texts.entries()) {
      if (update) on.came(text, fromBase64(update))
      const part = parts[index]
      if (!part) continue
      if (outcome === 'saved' || outcome === 'same' || outcome === 'deleted') settling.got(text, part.entries)
      if (outcome === 'saved' || outcome === 'same') {
        saying.saved(text, savedAt)
        whole.delete(text)
      } else if (outcome === 'tooLong' && !whole.has(text)) whole.add(text)
      else if (outcome === 'incomplete') texts.sendWhole(text)
      else saying.refused(text, outcome)
    }
  }

  return {
    /** What sends once, or null when there is nothing to send. */
    work: () => (hasWork() ? send : null),
    /** These are asked for with the next request. */
    ask(keys: Iterable<string>) {
      for (const text of keys) asked.add(text)
    },
    /** The visit may take changes again. */
    reopen() {
      closed = false
    },
  }
}

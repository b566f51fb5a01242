// A device that writes in a visit's texts as a browser does: Yjs documents, POST …/sync and the stream of events.
import { v7 as uuidv7 } from 'uuid'
import * as Y from 'yjs'
import { readText, writeText } from '../../src/text/shared-text.ts'

type Person = {
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of an answer
  post: (path: string, body?: unknown) => Promise<{ status: number; body: any }>
  cookie: () => string
}

export const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))

export type Told = { event: string; id: string | null; data: Record<string, unknown> }

/** The events of a visit as they come, until `end`; `ended` is there when the server ends it. */
export async function watch(url: string, cookie: string, path: string, headers: Record<string, string> = {}) {
  const abort = new AbortController()
  const response = await fetch(url + path, { headers: { cookie, ...headers }, signal: abort.signal })
  const told: Told[] = []
  const listeners = new Set<() => void>()
  const reading = (async () => {
    let unread = ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      unread += decoder.decode(chunk, { stream: true })
      const blocks = unread.split('\n\n')
      unread = blocks.pop() ?? ''
      for (const block of blocks) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? null
        const event = field('event')
        if (event) told.push({ event, id: field('id'), data: JSON.parse(field('data') ?? '{}') })
      }
      for (const listener of listeners) listener()
    }
  })().catch(() => {})
  const until = async (holds: (told: Told[]) => boolean, ms = 10_000) => {
    const end = Date.now() + ms
    while (!holds(told) && Date.now() < end) await new Promise(resolve => setTimeout(resolve, 5))
    return told
  }
  return { response, told, until, listeners, ended: reading, end: () => abort.abort() }
}

export function createWriter(person: Person, visitId: string, device = uuidv7()) {
  const docs = new Map<string, { doc: Y.Doc; known: Uint8Array }>()
  const path = `/api/v1/visits/${visitId}/sync`
  const send = (body: object) => person.post(path, { device, ...body })

  /** Fetches a text, so that it can be written in. */
  async function open(text: string) {
    const doc = new Y.Doc()
    const answer = await send({ texts: [{ text }] })
    const { update } = answer.body.texts[0]
    if (update) Y.applyUpdate(doc, bytes(update))
    docs.set(text, { doc, known: Y.encodeStateVector(doc) })
    return doc
  }
  const at = (text: string) => {
    const found = docs.get(text)
    if (!found) throw new Error(`${text} is not open`)
    return found
  }
  /** What was written since the server last had everything. */
  const waiting = (text: string) => Y.encodeStateAsUpdate(at(text).doc, at(text).known)

  async function push(text: string, update = waiting(text)) {
    const { doc } = at(text)
    const answer = await send({
      texts: [{ text, update: base64(update), stateVector: base64(Y.encodeStateVector(doc)) }],
    })
    const [done] = answer.body.texts ?? []
    if (done?.update) Y.applyUpdate(doc, bytes(done.update))
    if (done?.stateVector && ['saved', 'same', 'deleted'].includes(done.outcome))
      at(text).known = bytes(done.stateVector)
    return { status: answer.status, ...done }
  }

  return {
    device,
    send,
    open,
    push,
    waiting,
    doc: (text: string) => at(text).doc,
    read: (text: string) => readText(at(text).doc),
    /** Makes the text say this, on the device only. */
    write: (text: string, to: { heading?: string; body?: string }) => writeText(at(text).doc, to),
    /** Writes at the end, on the device only. */
    add: (text: string, words: string) => writeText(at(text).doc, { body: readText(at(text).doc).body + words }),
    hear: (text: string, update: string) => Y.applyUpdate(at(text).doc, bytes(update)),
  }
}

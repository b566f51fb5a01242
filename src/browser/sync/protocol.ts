// Talking with the server: what goes over the line, and the few ways in which it can fail.
import type { Copy } from '../../visit/copy.schema.ts'
import type { Past } from '../../visit/past.schema.ts'
import type { Change } from './change.ts'
import type { Brief } from './kept-copy.ts'

const TIME_LIMIT = 15_000
// What a browser still sends for a page that is going away.
const KEEPALIVE_LIMIT = 60_000
const REVOKED = 'urn:kvalitetsbesoeg:device-revoked'

const OUTCOMES = ['saved', 'same', 'deleted', 'locked', 'missing', 'incomplete', 'tooLong', 'broken'] as const
export type Outcome = (typeof OUTCOMES)[number]

export type SentText = { text: string; update?: string; stateVector?: string }
export type Sent = { device: string; changes: Change[]; texts: SentText[] }
export type Answered = {
  visit: { version: number; status: string }
  changes: {
    id: string
    outcome: 'done' | 'refused'
    problem?: { title: string; status: number; errors?: { message: string }[] }
  }[]
  texts: { text: string; outcome: Outcome; update?: string; stateVector?: string; savedAt?: string; seq?: number }[]
}

/** unreachable: try again later · loggedOut, revoked: only a person can go on · gone: no longer ours · refused: it is no use */
export type Failure = { kind: 'unreachable' | 'loggedOut' | 'revoked' | 'gone' | 'tooLarge' | 'refused'; why?: string }
export type Result<Value> = { ok: true; value: Value } | { ok: false; failure: Failure }

const failed = (kind: Failure['kind'], why?: string) => ({ ok: false, failure: { kind, ...(why && { why }) } }) as const

async function failureOf(response: Response): Promise<{ ok: false; failure: Failure }> {
  const { status } = response
  if (status === 408 || status === 425 || status === 429 || status >= 500) return failed('unreachable')
  const problem = (await response.json().catch(() => ({}))) as { type?: string; title?: string }
  if (status === 401) return failed(problem.type === REVOKED ? 'revoked' : 'loggedOut')
  if (status === 413) return failed('tooLarge')
  return failed(status === 404 || status === 403 ? 'gone' : 'refused', problem.title)
}

/** Asks the server, and waits no longer than a person would. A connection that breaks in the middle is no answer. */
async function ask<Value>(
  path: string,
  init: RequestInit,
  read: (response: Response) => Promise<Value>,
): Promise<Result<Value>> {
  try {
    const response = await fetch(`/api/v1${path}`, { signal: AbortSignal.timeout(TIME_LIMIT), ...init })
    if (!response.ok && response.status !== 304) return await failureOf(response)
    return { ok: true, value: await read(response) }
  } catch {
    return failed('unreachable')
  }
}

const json = (method: string, content: unknown): RequestInit => {
  const body = JSON.stringify(content)
  return { method, headers: { 'content-type': 'application/json' }, body, keepalive: body.length < KEEPALIVE_LIMIT }
}

export const sync = (visitId: string, sent: Sent) =>
  ask(`/visits/${visitId}/sync`, json('POST', sent), response => response.json() as Promise<Answered>)

/** The visit's copy and its tag; null when it is still the one of `tag`. */
export const fetchCopy = (visitId: string, tag: string | null) =>
  ask(`/visits/${visitId}/copy`, { headers: tag ? { 'if-none-match': tag } : {} }, async response =>
    response.status === 304 ? null : { copy: (await response.json()) as Copy, tag: response.headers.get('etag') ?? '' },
  )

/** The visit's past and its tag; null when it is still the one of `tag`. */
export const fetchPast = (visitId: string, tag: string | null) =>
  ask(`/visits/${visitId}/past`, { headers: tag ? { 'if-none-match': tag } : {} }, async response =>
    response.status === 304 ? null : { past: (await response.json()) as Past, tag: response.headers.get('etag') ?? '' },
  )

/** What to read before the visit. */
export const fetchBrief = (visitId: string) =>
  ask(`/visits/${visitId}/brief`, {}, response => response.json() as Promise<Brief>)

export type Presence = { device: string; theme: string | null; text: string | null }

export const tellPresence = (visitId: string, presence: Presence) =>
  ask(`/visits/${visitId}/presence`, json('POST', presence), async () => null)

export const saveDevice = (id: string) => ask(`/devices/${id}`, json('PUT', {}), async () => null)

export const logIn = (email: string, password: string) =>
  ask('/session', json('POST', { email, password }), async () => null)

export const restoreRevision = (visitId: string, revisionId: string) =>
  ask(`/visits/${visitId}/history/${revisionId}/restore`, json('POST', {}), async () => null)

// The stream on which the server tells what colleagues do. The browser reconnects it and names the last it has heard.
import { fromBase64 } from './bytes.ts'
import type { Said } from './presence.ts'

type Hears = {
  text: (message: { text: string; update: Uint8Array }) => void
  /** Points, links or the status have changed: the visit's copy is old. */
  stale: () => void
  presence: (said: Said) => void
  removed: (lost: { text: string; words: string; byName: string | null; revisionId: string | null }) => void
  open: () => void
  /** The stream was away for a while. */
  missed: () => void
  /** The server closed it for good. */
  refused: () => void
}

const AGAIN_AFTER = 5_000

export function createLine(visitId: string, hears: Hears) {
  let source: EventSource | null = null
  let broken = false
  let timer: ReturnType<typeof setTimeout> | undefined

  function start() {
    if (source && source.readyState !== EventSource.CLOSED) return
    clearTimeout(timer)
    source = new EventSource(`/api/v1/visits/${visitId}/events`)
    source.onopen = () => {
      hears.open()
      if (broken) hears.missed()
      broken = false
    }
    source.onerror = () => {
      broken = true
      if (source?.readyState !== EventSource.CLOSED) return
      hears.refused()
      timer = setTimeout(start, AGAIN_AFTER)
    }
    const on = <Content>(name: string, hear: (content: Content) => void) =>
      source?.addEventListener(name, event => hear(JSON.parse((event as MessageEvent<string>).data) as Content))
    on<{ text: string; update: string }>('text', ({ text, update }) => hears.text({ text, update: fromBase64(update) }))
    on('points', hears.stale)
    on('visit', hears.stale)
    on('presence', hears.presence)
    on<{ text: string; byName?: string | null; revisionId?: string | null; words?: string }>(
      'removed',
      removed =>
      hears.removed({ text: removed.text, words: removed.words ?? '', byName: removed.byName ?? null, revisionId: removed.revisionId ?? null }), // biome-ignore format: one line
    )
  }

  return { start }
}

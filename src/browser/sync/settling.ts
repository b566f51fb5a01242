// Puts changed texts whole onto the device, some time after they have changed, and takes off it what the server has got:
// both in one transaction, so that nothing is ever in neither.
import type { Records } from '../store/records.ts'
import type { createTexts, Waiting } from './texts.ts'

/** So long after a change. */
const SETTLE = 500

export type Settling = ReturnType<typeof createSettling>

type Around = {
  records: Records
  visitId: string
  texts: Pick<ReturnType<typeof createTexts>, 'snapshots' | 'forget'>
  isLeading: () => boolean
}

export function createSettling({ records, visitId, texts, isLeading }: Around) {
  const unsettled = new Set<string>()
  /** The server has these updates, and the device has them still. */
  const received = new Set<string | undefined>()
  let timer = 0

  async function settle() {
    clearTimeout(timer)
    timer = 0
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

  function changed(text: string) {
    unsettled.add(text)
    if (isLeading() && timer === 0) timer = window.setTimeout(() => void settle(), SETTLE)
  }

  return {
    /** A text says something else than before, or is there for the first time. */
    changed,
    /** The server has these. */
    got(text: string, entries: readonly Waiting[]) {
      for (const { place } of entries) received.add(place[3])
      texts.forget(received)
      changed(text)
    },
    isGot: ({ place }: Waiting) => received.has(place[3]),
    /** At once, for the page may go. */
    settle,
  }
}

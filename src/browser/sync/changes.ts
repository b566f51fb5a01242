// The changes of a visit's structure and facts that wait on this device, in the order in which they were made.
import type { Place, Records } from '../store/records.ts'
import { fromBytes } from './bytes.ts'
import { type Change, subjectOf } from './change.ts'
import { inOrder } from './texts.ts'

const CHANGE = 'change'

export type WaitingChange = { place: Place; change: Change }

export type Changes = ReturnType<typeof createChanges>

export function createChanges(records: Records, visitId: string) {
  let waiting: WaitingChange[] = []

  return {
    waiting: () => waiting,
    list: () => waiting.map(({ change }) => change),
    waitsFor: (subject: string) => waiting.some(({ change }) => subjectOf(change) === subject),

    /** Those that wait on the device and are not known yet: another tab has put them there. */
    async load() {
      const found = await records.read([visitId, CHANGE])
      const known = new Set(waiting.map(({ place }) => place[2]))
      const more = found.filter(({ place }) => !known.has(place[2]))
      waiting = [...waiting, ...more.map(({ place, bytes }) => ({ place, change: fromBytes<Change>(bytes) }))].sort(
        (one, other) => ((one.place[2] ?? '') < (other.place[2] ?? '') ? -1 : 1),
      )
    },

    /** The changes with the places where they are to lie on the device. */
    placed: (list: readonly Change[]): WaitingChange[] =>
      list.map(change => ({ place: [visitId, CHANGE, inOrder()], change })),

    add(list: readonly WaitingChange[]) {
      waiting = [...waiting, ...list]
    },

    /** The server has answered these, by the last part of their places. */
    drop(names: readonly string[]) {
      waiting = waiting.filter(({ place }) => !names.includes(place[2] ?? ''))
    },
  }
}

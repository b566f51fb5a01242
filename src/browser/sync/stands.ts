// A visit as it stands on a device: the server's copy with what waits applied, and the texts as they are here.
import type { Text } from '../../text/shared-text.ts'
import { noteText } from '../../text/text.ts'
import type { Copy } from '../../visit/copy.schema.ts'
import type { Point } from '../../visit/visit.schema.ts'
import { applyChanges, type Change } from './change.ts'
import type { KeptPast } from './kept-copy.ts'
import { binned } from './past.ts'

type Here = {
  /** Points that were deleted here, and may come back. */
  gone: readonly Point[]
  past: KeptPast | null
  changes: readonly Change[]
  /** What a text says here; undefined where the device has none of it. */
  says: (text: string) => Text | undefined
}

/** `deleted` are the points deleted here of which the server has told nothing yet. */
export type Stands = { copy: Copy; deleted: Point[] }

export function stands(copy: Copy, { gone, past, changes, says }: Here): Stands {
  const inBin = binned(copy.visit, past)
  const onlyThere = inBin.filter(({ id }) => gone.every(other => other.id !== id))
  const { visit, gone: left } = applyChanges({ visit: copy.visit, gone: [...gone, ...onlyThere] }, changes)
  const points = visit.points.map(point => {
    const text = says(`point/${point.id}`)
    return text ? { ...point, heading: text.heading || null, body: text.body } : point
  })
  const large = (field: 'overallImpression' | 'conclusion') => says(field)?.body ?? visit[field]
  const notes = copy.notes?.map(note => ({ ...note, body: says(noteText(note.theme))?.body ?? note.body }))
  const whole = { ...visit, points, overallImpression: large('overallImpression'), conclusion: large('conclusion') }
  const told = new Set([...visit.points, ...inBin].map(({ id }) => id))
  const deleted = left.flatMap(point => {
    if (told.has(point.id)) return []
    const text = says(`point/${point.id}`)
    return [text ? { ...point, heading: text.heading || null, body: text.body } : point]
  })
  return { copy: { ...copy, notes: notes ?? null, visit: whole }, deleted }
}

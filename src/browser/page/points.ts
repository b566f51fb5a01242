// What people do to the points of a theme's page, as changes: boxes ticked, points moved, deleted, split and joined.
import { writeText } from '../../text/shared-text.ts'
import { noteText, pointText } from '../../text/text.ts'
import { joinTexts } from '../../visit/structure.rules.ts'
import type { Point } from '../../visit/visit.schema.ts'
import type { Change } from '../sync/change.ts'
import type { Desk } from '../sync/desk.ts'

type Box = Point['box']
type Undone<Kind> = Kind extends Change ? Omit<Kind, 'id'> : never
type Wanted = Undone<Change>

const made = (change: Wanted): Change => ({ id: crypto.randomUUID(), ...change }) as Change

export type Points = ReturnType<typeof createPoints>

export function createPoints(desk: Desk) {
  const all = () => desk.shown()?.visit.points ?? []
  const find = (id: string) => all().find(point => point.id === id)
  const boxOf = ({ theme, box }: { theme: string; box: Box }) =>
    all()
      .filter(point => point.theme === theme && point.box === box)
      .sort((one, other) => one.position - other.position)

  /** The point before this one in its box; null where it is the first. */
  const before = (point: Point) => {
    const box = boxOf(point)
    return box[box.findIndex(({ id }) => id === point.id) - 1] ?? null
  }

  const move = (id: string, to: { theme: string; box: Box; after: string | null }) =>
    desk.change([made({ kind: 'movePoint', pointId: id, ...to })])

  /** Points that were deleted or joined on this page. */
  const removed = new Set<string>()
  const removal = (id: string) => {
    removed.add(id)
    return made({ kind: 'deletePoint', pointId: id })
  }

  /** One place up or down in the box. */
  function step(id: string, by: -1 | 1) {
    const point = find(id)
    if (!point) return
    const box = boxOf(point)
    const at = box.findIndex(other => other.id === id)
    const after = by < 0 ? box[at - 2] : box[at + 1]
    if (box[at + by]) void move(id, { theme: point.theme, box: point.box, after: after?.id ?? null })
  }

  return {
    find,
    says: (id: string) => desk.says(`point/${id}`).body,
    before,
    move,
    step,

    /** To the end of another box. */
    moveTo(id: string, theme: string, box: Box) {
      const last = boxOf({ theme, box })
        .filter(point => point.id !== id)
        .at(-1)
      return move(id, { theme, box, after: last?.id ?? null })
    },

    create: (id: string, theme: string, box: Box, answers: string[]) =>
      desk.change([made({ kind: 'createPoint', point: { id, theme, box, ...(answers.length > 0 && { answers }) } })]),

    remove: (id: string) => desk.change([removal(id)]),
    wasRemoved: (id: string) => removed.has(id),
    restore(id: string) {
      removed.delete(id)
      return desk.change([made({ kind: 'restorePoint', pointId: id })])
    },

    tick(id: string, set: 'answers' | 'alsoThemes', value: string, on: boolean) {
      const ops = on ? { add: [value] } : { remove: [value] }
      return desk.change([made({ kind: 'changePoint', pointId: id, [set]: ops })])
    },

    set: (id: string, fields: Partial<Pick<Point, 'source' | 'saidOnTheDay'>>) =>
      desk.change([made({ kind: 'changePoint', pointId: id, ...fields })]),

    setTopics(id: string, topics: string[]) {
      const now = find(id)?.topics ?? []
      const [add, remove] = [topics.filter(one => !now.includes(one)), now.filter(one => !topics.includes(one))]
      if (add.length + remove.length > 0)
        void desk.change([made({ kind: 'changePoint', pointId: id, topics: { add, remove } })])
    },

    /** A piece of a raw note becomes a point at the end of a box, and goes out of the note: both or neither. */
    fromNote: (theme: string, box: Box, body: string, rest: string) => {
      const id = crypto.randomUUID()
      return desk.change([made({ kind: 'createPoint', point: { id, theme, box } })], () => {
        writeText(desk.open(pointText(id)), { body })
        writeText(desk.open(noteText(theme)), { body: rest })
      })
    },

    /** The text after the caret becomes a point of its own, below. Answers its id. */
    async split(id: string, first: string, second: string) {
      const point = find(id)
      if (!point || second.trim() === '') return null
      const fresh = crypto.randomUUID()
      const { theme, box, alsoThemes, answers, topics } = point
      const links = { alsoThemes, topics, ...(box === 'yellow' && { answers }) }
      await desk.change([made({ kind: 'createPoint', point: { id: fresh, theme, box, after: id, ...links } })], () => {
        writeText(desk.open(`point/${fresh}`), { body: second.trim() })
        writeText(desk.open(`point/${id}`), { body: first.trimEnd() })
      })
      return fresh
    },

    /** The point's text goes to the end of the one above, and its links with it; the point itself goes to the bin. */
    async join(id: string) {
      const point = find(id)
      const above = point && before(point)
      if (!point || !above) return null
      const [own, other] = [desk.says(`point/${id}`), desk.says(`point/${above.id}`)]
      const joined = joinTexts({ ...other, heading: other.heading || null }, { ...own, heading: own.heading || null })
      const links = {
        alsoThemes: { add: point.alsoThemes },
        topics: { add: point.topics },
        ...(point.box === 'yellow' && { answers: { add: point.answers } }),
      }
      await desk.change(
        [
          made({ kind: 'changePoint', pointId: above.id, ...links }),
          // Suggestions that answered it answer the one that it has become part of.
          ...all().flatMap(({ id: yellow, answers }) =>
            answers.includes(id)
              ? [made({ kind: 'changePoint', pointId: yellow, answers: { add: [above.id], remove: [id] } })]
              : [],
          ),
          removal(id),
        ],
        () => writeText(desk.open(`point/${above.id}`), { heading: joined.heading ?? '', body: joined.body }),
      )
      return above.id
    },
  }
}

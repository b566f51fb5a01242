// One point becomes two, two become one: in one transaction, with all links, and every text in the history.
import { v7 as uuidv7 } from 'uuid'
import type { Db } from '../db/tables.ts'
import { conflict, invalid, notFound, stale } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { type At, atVisit } from './at-visit.ts'
import { applyChange } from './change.actions.ts'
import { asFieldErrors } from './form.ts'
import { pointAfter } from './point.change.ts'
import { selectPoints } from './point.queries.ts'
import { both, joinTexts, splitText } from './structure.rules.ts'
import { type Point, PointChange } from './visit.schema.ts'

type Place = { visitId: string; id: string }

/** The points of the box in which this one stands, and its index there. */
async function boxOf({ trx, visit }: At, id: string, version: number | null) {
  const all = await selectPoints(trx, visit.id)
  const point = all.find(candidate => candidate.id === id)
  if (!point) throw notFound('Punktet')
  if (point.version !== version) throw stale(point)
  const box = all.filter(({ theme, box }) => theme === point.theme && box === point.box)
  const answering = all.filter(({ answers }) => answers.includes(id))
  return { point, box, index: box.indexOf(point), answering }
}

async function answer(at: At, suggestions: readonly Point[], answersOf: (suggestion: Point) => string[]) {
  for (const suggestion of suggestions)
    await applyChange(at, {
      kind: 'changePoint',
      pointId: suggestion.id,
      change: { answers: answersOf(suggestion) },
    })
}

/**
 * Divides a point: from its n-th paragraph on the text becomes a point of its own, right after it and with the same
 * links. What answered the one answers both. Answers the two points.
 */
export function splitPoint(
  db: Db,
  user: RequestUser,
  { visitId, id }: Place,
  version: number | null,
  { paragraph, newId = uuidv7() }: { paragraph: number; newId?: string },
): Promise<[Point, Point]> {
  return atVisit(db, user, visitId, { step: 'write' }, async at => {
    const { point, index, answering } = await boxOf(at, id, version)
    const parts = splitText(point.body, paragraph)
    if (!parts)
      throw invalid([{ path: '/paragraph', message: 'Sæt en tom linje dér, hvor punktet skal deles, og prøv igen.' }])
    await applyChange(at, { kind: 'changePoint', pointId: id, change: { body: parts.before } })
    const { theme, box, alsoThemes, answers, source, saidOnTheDay, topics, goalKeys } = point
    const links = { theme, box, alsoThemes, answers, source, saidOnTheDay, topics, goalKeys }
    const fresh = { ...links, id: newId, heading: null, body: parts.after, position: index + 2 }
    await applyChange(at, { kind: 'createPoint', point: fresh })
    await answer(at, answering, suggestion => [...suggestion.answers, newId])
    return [await pointAfter(at, id), await pointAfter(at, newId)]
  })
}

/**
 * Joins a point with the one above it in its box, which then says and answers what both did. The lower one goes to the
 * bin, from where it can come back. Answers the point that is left.
 */
export function joinPoint(db: Db, user: RequestUser, { visitId, id }: Place, version: number | null): Promise<Point> {
  return atVisit(db, user, visitId, { step: 'write' }, async at => {
    const { point: below, box, index, answering } = await boxOf(at, id, version)
    const above = box[index - 1]
    if (!above) throw conflict('Der står ikke noget punkt over det i boksen.')
    const change = PointChange.safeParse({
      ...joinTexts(above, below),
      alsoThemes: both(above.alsoThemes, below.alsoThemes),
      answers: both(above.answers, below.answers),
      topics: both(above.topics, below.topics),
      goalKeys: both(above.goalKeys, below.goalKeys),
      source: above.source ?? below.source,
      // What holds something that was added after the day was not all said on it.
      saidOnTheDay: above.saidOnTheDay && below.saidOnTheDay,
    })
    if (!change.success) throw invalid(asFieldErrors(change.error.issues))
    // Deleted first: its own links then stay with it in the bin.
    await applyChange(at, { kind: 'deletePoint', pointId: id })
    await applyChange(at, { kind: 'changePoint', pointId: above.id, change: change.data })
    await answer(at, answering, ({ answers }) =>
      both(
        answers.filter(answered => answered !== id),
        [above.id],
      ),
    )
    return pointAfter(at, above.id)
  })
}

// Threads as programs and pages read them.
import type { Db, Trx } from '../db/tables.ts'
import { notFound } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { writeLog } from '../log/log.queries.ts'
import { findModel } from '../model/model.queries.ts'
import { findEarlierDay, listEarlier } from './mark.queries.ts'
import { findThread, type ThreadRow } from './thread.queries.ts'
import { decisionOf, themeNow } from './thread.rules.ts'
import type { EarlierThread, Thread } from './thread.schema.ts'

/** The thread as the API answers it. */
export const toThread = (row: ThreadRow): Thread => ({ ...row, suggestions: onceEach(row.suggestions) })

// A suggestion may answer several focus points of one thread's visits.
const onceEach = <Item extends { pointId: string }>(items: readonly Item[]) => [
  ...new Map(items.map(item => [item.pointId, item])).values(),
]

/** The thread, for who may read it, told to the log. Refuses with 404. */
export async function readThread(db: Db, user: RequestUser, id: string): Promise<Thread> {
  const thread = await findThread(db, user, id)
  if (!thread) throw notFound('Opfølgningen')
  const of = { subject: 'thread', subjectId: id, tilbudId: thread.tilbudId } as const
  await writeLog(db, { userId: user.id, action: 'read', ...of })
  return toThread(thread)
}

type Model = { themes: { key: string; successorOf: string | null }[] }
type Visit = { id: string; tilbudId: string; modelId: string; visitedOn: string }

/** The threads that were open when the visit came, under the themes of its model (`known`, when that was read before). */
export async function readEarlier(db: Db | Trx, visit: Visit, known?: Model): Promise<EarlierThread[]> {
  const rows = await listEarlier(db, visit)
  if (rows.length === 0) return []
  const model = known ?? (await findModel(db, visit.modelId))
  const order = new Map(model?.themes.map(({ key }, index) => [key, index]))
  const placeOf = (theme: string) => order.get(theme) ?? order.size
  const earlier = rows.map(row => ({
    id: row.id,
    theme: themeNow(row.theme, model?.themes ?? []),
    began: {
      ...{ pointId: row.pointId, visitId: row.visitId, visitedOn: row.visitedOn, number: row.number },
      ...{ heading: row.heading, body: row.body },
    },
    status: row.status ?? 'open',
    lastUpdate: row.on && row.status ? { on: row.on, status: row.status, note: row.note ?? '' } : null,
    ...{ handling: row.handling, role: row.role, due: row.due },
    decision: decisionOf({ mark: row.mark, pointId: row.carriedBy }),
    because: row.because ?? '',
    pointId: row.carriedBy,
    version: row.markVersion ?? 0,
  }))
  return earlier.sort((one, other) => placeOf(one.theme) - placeOf(other.theme))
}

export type Since = { visitedOn: string; threads: EarlierThread[] }

/** What a visit has from the visits before it; null when no focus point of the tilbud was published before. */
export async function readSince(db: Db | Trx, visit: Visit, known?: Model): Promise<Since | null> {
  const visitedOn = await findEarlierDay(db, visit)
  return visitedOn === null ? null : { visitedOn, threads: await readEarlier(db, visit, known) }
}

// The writes of a tilbud's leader: what is done about a focus point, how it goes, and whether its suggestions are shared.
import { v7 as uuidv7 } from 'uuid'
import type { Db, ThreadProgress, Trx } from '../db/tables.ts'
import { conflict, forbidden, invalid, notFound, stale } from '../http/errors.ts'
import { requireNoCpr } from '../http/no-cpr.ts'
import type { RequestUser } from '../http/request-user.ts'
import { danishDay } from '../lib/danish-date.ts'
import { writeLog } from '../log/log.queries.ts'
import { findGoals } from '../visit/point.queries.ts'
import {
  findThread,
  insertThreadUpdate,
  listNamesOfPeople,
  lockThread,
  setThreadGoals,
  updateThread,
} from './thread.queries.ts'
import { toThread } from './thread.reading.ts'
import { isThreadStepOf, mayFollow, mayReadThread, type ThreadStep } from './thread.rules.ts'
import type { NewThreadUpdate, Thread, ThreadChange } from './thread.schema.ts'

export type ThreadDeps = { db: Db; now: () => Date }

export async function threadAfter(trx: Trx, id: string): Promise<Thread> {
  const thread = await findThread(trx, null, id)
  if (!thread) throw notFound('Opfølgningen')
  return toThread(thread)
}

/** Locks the thread and makes sure that `user` may take `step` with it: else 404, 403 or 409. */
export async function lockForStep(trx: Trx, user: RequestUser, id: string, step: ThreadStep) {
  const thread = await lockThread(trx, id)
  if (!thread || !mayReadThread(user, thread)) throw notFound('Opfølgningen')
  if (mayFollow(user, step, thread)) return thread
  if (!isThreadStepOf(user.role, step)) throw forbidden('Kun tilbuddets leder kan gøre det. Bed lederen om det.')
  throw conflict('Der er ikke mere at følge op på: et senere besøg har lukket det. Du kan stadig læse det.')
}

/** Refuses a role with the name of somebody in it. */
async function requireNoName(trx: Trx, role: string) {
  const said = role.toLocaleLowerCase('da')
  if ((await listNamesOfPeople(trx)).some(({ name }) => said.includes(name.toLocaleLowerCase('da'))))
    throw invalid([{ path: '/role', message: 'Skriv en rolle, for eksempel »teamkoordinator«, ikke et navn.' }])
}

async function requireGoals(trx: Trx, goalKeys: readonly string[]) {
  const known = (await findGoals(trx, [...goalKeys])).map(({ goalKey }) => goalKey)
  const wrong = goalKeys.flatMap((goal, i) =>
    known.includes(goal) ? [] : [{ path: `/goalKeys/${i}`, message: `Målet ${goal} findes ikke.` }],
  )
  if (wrong.length > 0) throw invalid(wrong)
}

const logThread = (trx: Trx, user: RequestUser, thread: { id: string; tilbudId: string }, fields: string[]) =>
  writeLog(trx, {
    ...{ userId: user.id, action: 'change', subject: 'thread', subjectId: thread.id, tilbudId: thread.tilbudId },
    detail: { fields },
  })

type Report = { status: ThreadProgress; note: string }

const addUpdate = (trx: Trx, user: RequestUser, threadId: string, { status, note }: Report, now: Date) =>
  insertThreadUpdate(trx, {
    ...{ id: uuidv7(), threadId, on: danishDay(now), status, note },
    ...{ writtenBy: user.id, writtenAt: now },
  })

/** Changes what the tilbud does about a focus point. `version` null matches nothing. */
export function changeThread(
  { db, now }: ThreadDeps,
  user: RequestUser,
  id: string,
  version: number | null,
  { goalKeys, status, ...change }: ThreadChange,
) {
  return db.transaction().execute(async trx => {
    const thread = await lockForStep(trx, user, id, 'plan')
    const before = await threadAfter(trx, id)
    if (thread.version !== version) throw stale(before)
    requireNoCpr({ '/handling': change.handling, '/role': change.role })
    if (change.role !== undefined) await requireNoName(trx, change.role)
    if (goalKeys) {
      await requireGoals(trx, goalKeys)
      await setThreadGoals(trx, id, goalKeys)
    }
    if (status && status !== before.status) await addUpdate(trx, user, id, { status, note: '' }, now())
    await updateThread(trx, id, { ...change, ...(status && { status }) })
    const fields = [...Object.keys(change), ...(goalKeys ? ['goals'] : []), ...(status ? ['status'] : [])]
    await logThread(
      trx,
      user,
      thread,
      fields.map(field => (field === 'role' ? 'responsible' : field)),
    )
    return threadAfter(trx, id)
  })
}

/** Says how it goes with one focus point; the newest status counts. */
export function reportStatus(
  { db, now }: ThreadDeps,
  user: RequestUser,
  id: string,
  { status, note }: NewThreadUpdate,
): Promise<Thread> {
  return db.transaction().execute(async trx => {
    const thread = await lockForStep(trx, user, id, 'report')
    requireNoCpr({ '/note': note })
    await addUpdate(trx, user, id, { status, note }, now())
    await updateThread(trx, id, { status })
    await logThread(trx, user, thread, ['status'])
    return threadAfter(trx, id)
  })
}

export type StatusLine = NewThreadUpdate & { id: string; version: number }

/** Says how it goes with many at once: all or none. Refuses with 412 when a colleague wrote about one of them meanwhile. */
export function reportStatuses({ db, now }: ThreadDeps, user: RequestUser, lines: readonly StatusLine[]) {
  return db.transaction().execute(async trx => {
    // In one order, so that two who save at once do not wait for each other.
    for (const { id, version, status, note } of lines.toSorted((one, other) => (one.id < other.id ? -1 : 1))) {
      const thread = await lockForStep(trx, user, id, 'report')
      if (thread.version !== version) throw stale(await threadAfter(trx, id))
      requireNoCpr({ [`/note-${id}`]: note })
      await addUpdate(trx, user, id, { status, note }, now())
      await updateThread(trx, id, { status })
      await logThread(trx, user, thread, ['status'])
    }
  })
}

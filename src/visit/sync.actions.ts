// What a device has written since it was last heard of, all in one transaction: an answer "saved" means that it is committed.
import { sql } from 'kysely'
import * as Y from 'yjs'
import type { Db } from '../db/tables.ts'
import { conflict, notFound, Refusal } from '../http/errors.ts'
import { asRefusal } from '../http/problems.ts'
import type { RequestUser } from '../http/request-user.ts'
import { danishDate } from '../lib/danish-date.ts'
import type { OpenText } from '../text/shelf.ts'
import { newestSeq } from '../text/text.queries.ts'
import { type At, atVisit } from './at-visit.ts'
import { applyChange } from './change.actions.ts'
import { changedFacts, type Facts, overtaken, withOps } from './facts.rules.ts'
import { positionAfter } from './point.change.ts'
import { findPoint, locatePoint } from './point.queries.ts'
import { writeQuickly } from './quick.actions.ts'
import type { Sync, SyncChange, Synced, SyncOutcome } from './sync.schema.ts'
import { lackOf } from './text.change.ts'
import { type TextRow, textRows } from './text.rows.ts'
import { findVisit } from './visit.queries.ts'
import { may, WHY_NOT } from './visit.rules.ts'

type TextAnswer = Synced['texts'][number]
type ChangeAnswer = Synced['changes'][number]

/** Takes what a device sends and answers what it lacks. Only for those who work on the visit, in whatever state it is. */
export async function sync(db: Db, user: RequestUser, visitId: string, sent: Sync): Promise<Synced> {
  return (await syncQuickly(db, user, visitId, sent)) ?? syncAll(db, user, visitId, sent)
}

/** One update of one text, and nothing else, as it comes several times a second from whoever writes. */
async function syncQuickly(db: Db, user: RequestUser, visitId: string, { device, changes, texts }: Sync) {
  const [item, ...others] = texts
  if (item?.update === undefined || others.length > 0 || changes.length > 0) return null
  const { text, stateVector } = item
  const done = await writeQuickly(db, user, visitId, { device, text, update: Buffer.from(item.update, 'base64') })
  if (!done) return null
  const { visit, written, open } = done
  const known = stateVector === undefined ? undefined : Buffer.from(stateVector, 'base64')
  const answer = withLack(open, written, { text, outcome: 'saved' as const, savedAt: written.savedAt }, { known })
  return { at: written.seq, visit, changes: [], texts: [answer] }
}

function syncAll(db: Db, user: RequestUser, visitId: string, sent: Sync): Promise<Synced> {
  return atVisit(db, user, visitId, { step: 'work', device: sent.device }, async at => {
    const changes: ChangeAnswer[] = []
    for (const change of sent.changes) changes.push({ id: change.id, ...(await attempt(at, change)) })
    await openAll(at, sent.texts)
    const texts: TextAnswer[] = []
    for (const item of sent.texts) texts.push(await syncText(at, item))
    const { version, status } = at.visit
    return { at: at.news.at ?? (await newestSeq(at.trx, visitId)), visit: { version, status }, changes, texts }
  })
}

/** One change; what is refused leaves nothing behind, and the others stand. */
async function attempt(at: At, change: SyncChange): Promise<Omit<ChangeAnswer, 'id'>> {
  const before = { ...at.visit }
  await sql`savepoint change`.execute(at.trx)
  try {
    if (!may(at.user, 'write', at.visit)) throw conflict(WHY_NOT[at.visit.status])
    await take(at, change)
    await sql`release savepoint change`.execute(at.trx)
    return { outcome: 'done' }
  } catch (error) {
    const refusal = error instanceof Refusal ? error : asRefusal(error as never)
    if (!refusal) throw error
    await sql`rollback to savepoint change`.execute(at.trx)
    Object.assign(at.visit, before)
    const { message: title, status, errors } = refusal
    return { outcome: 'refused', problem: { title, status, ...(errors.length > 0 && { errors }) } }
  }
}

const OVERTAKEN: Record<NonNullable<ReturnType<typeof overtaken>>, (now: Facts) => string> = {
  visitedOn: ({ visitedOn }) => `En kollega har sat besøgsdatoen til ${danishDate(visitedOn)} imens.`,
  employeesTotal: ({ participants: { employeesTotal } }) =>
    `En kollega har rettet antal ansatte til ${employeesTotal ?? 'ikke oplyst'} imens.`,
}

/** Only what is given. */
const given = <Fields extends object>(fields: Fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Fields>

async function take(at: At, change: SyncChange): Promise<void> {
  const { trx, visit } = at
  switch (change.kind) {
    case 'createPoint': {
      const { after, ...point } = change.point
      // Sent again: it is there, whatever became of it since.
      if ((await locatePoint(trx, point.id))?.visitId === visit.id) return
      const position = after === undefined ? point.position : await positionAfter(at, point.id, point, after)
      await applyChange(at, { kind: 'createPoint', point: { ...point, position } })
      return
    }
    case 'changePoint': {
      const { pointId, source, saidOnTheDay, alsoThemes, answers, topics, goalKeys } = change
      const now = await findPoint(trx, visit.id, pointId)
      const wanted = given({
        source,
        saidOnTheDay,
        alsoThemes: alsoThemes && withOps(now?.alsoThemes ?? [], alsoThemes),
        answers: answers && withOps(now?.answers ?? [], answers),
        topics: topics && withOps(now?.topics ?? [], topics),
        goalKeys: goalKeys && withOps(now?.goalKeys ?? [], goalKeys),
      })
      await applyChange(at, { kind: 'changePoint', pointId, change: wanted })
      return
    }
    case 'changeVisit': {
      const { id: _id, kind: _kind, ...facts } = change
      const now = await findVisit(trx, null, visit.id)
      if (!now) throw notFound('Besøget')
      const field = overtaken(now, facts)
      if (field) throw conflict(OVERTAKEN[field](now))
      await applyChange(at, { kind: 'changeVisit', change: changedFacts(now, facts) })
      return
    }
    default: {
      await applyChange(at, change)
    }
  }
}

/** Opens all that is asked for in one go: a page asks for all texts of a visit at once. */
async function openAll(at: At, items: Sync['texts']) {
  if (items.length < 2) return
  const texts = [...new Set(items.map(({ text }) => text))]
  const rows = await textRows(at, texts)
  await at.texts.open(texts, text => rows.get(text))
}

async function syncText(at: At, { text, update, stateVector }: Sync['texts'][number]): Promise<TextAnswer> {
  const known = stateVector === undefined ? undefined : Buffer.from(stateVector, 'base64')
  const wantsAll = update === undefined && stateVector === undefined
  if (update === undefined) return answerText(at, text, 'same', { known, wantsAll })
  if (!may(at.user, 'write', at.visit)) return answerText(at, text, 'locked', { known, wantsAll })
  const written = await applyChange(at, { kind: 'write', text, update: Buffer.from(update, 'base64') })
  const savedAt = written.kind === 'saved' ? written.savedAt : written.kind === 'same' ? new Date() : undefined
  const row = written.kind === 'saved' ? written : undefined
  return answerText(at, text, written.kind, { known, wantsAll, savedAt, row })
}

type Lacking = {
  known: Uint8Array | undefined
  wantsAll: boolean
  savedAt?: Date
  row?: Pick<TextRow, 'version' | 'deleted'>
}

async function answerText(at: At, text: string, happened: SyncOutcome, lacking: Lacking): Promise<TextAnswer> {
  const { known, wantsAll, savedAt } = lacking
  const seen = lacking.row ? undefined : (await textRows(at, [text])).get(text)
  const row = lacking.row ?? seen
  const open = row && (await at.texts.open([text], () => seen)).get(text)
  if (!row || !open) return { text, outcome: 'missing' }
  const outcome = row.deleted && (happened === 'saved' || happened === 'same') ? 'deleted' : happened
  return withLack(open, row, { text, outcome, savedAt }, { known, wantsAll })
}

function withLack(
  open: OpenText,
  row: Pick<TextRow, 'version'>,
  { text, outcome, savedAt }: { text: string; outcome: SyncOutcome; savedAt?: Date },
  { known, wantsAll = false }: { known: Uint8Array | undefined; wantsAll?: boolean },
): TextAnswer {
  const answer = { text, outcome, ...state(open, row), ...(savedAt && { savedAt: savedAt.toISOString() }) }
  try {
    return known || wantsAll ? { ...answer, update: base64(lackOf(open, known)) } : answer
  } catch {
    return { ...answer, outcome: 'broken' }
  }
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

const state = (open: OpenText, row: Pick<TextRow, 'version'>) => ({
  stateVector: base64(Y.encodeStateVector(open.doc)),
  seq: open.seq,
  version: row.version,
})

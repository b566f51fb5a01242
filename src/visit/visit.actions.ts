// The writes that decide something about a visit: lock, ask the rules, write, log, in one transaction.
import { v7 as uuidv7 } from 'uuid'
import type { Db, Trx } from '../db/tables.ts'
import { conflict, invalid, notFound, stale } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { isSame } from '../lib/same.ts'
import { findModel, findModelOn } from '../model/model.queries.ts'
import { findTilbud } from '../tilbud/tilbud.queries.ts'
import { atVisit, changeRow, isSeen, logVisit, visitAfter } from './at-visit.ts'
import { applyChange } from './change.actions.ts'
import { revise } from './history.ts'
import { requireConsultants, TEXT_FIELDS, tellLeaders } from './visit.change.ts'
import { findVisit, insertVisit, isTaken, lockCancelled, setConsultants, updateVisit } from './visit.queries.ts'
import type { NewVisit, Visit, VisitChange } from './visit.schema.ts'

/**
 * Plans a visit; with texts in it, it is a draft. The model is the one in force on the day unless another is named.
 * An id that is taken by the same content answers what is there (`created: false`), so that a retry is safe.
 */
export const createVisit = (db: Db, user: RequestUser, input: NewVisit, now: Date) =>
  db.transaction().execute(trx => planVisit(trx, user, input, now))

/** The same inside a transaction that may plan many. */
export async function planVisit(trx: Trx, user: RequestUser, input: NewVisit, now: Date) {
  const id = input.id ?? uuidv7()
  const consultantIds = input.consultantIds ?? (user.role === 'consultant' ? [user.id] : [])
  if (input.id) {
    const there = await findVisit(trx, user, input.id)
    if (there && isSame(there, { ...input, consultantIds })) return { visit: there, created: false }
    if (there || (await isTaken(trx, input.id))) throw conflict('Der er allerede et besøg med det id.')
  }
  const tilbud = await findTilbud(trx, user, input.tilbudId)
  if (!tilbud) throw invalid([{ path: '/tilbudId', message: 'Vælg et tilbud fra listen.' }])
  if (consultantIds.length === 0) throw invalid([{ path: '/consultantIds', message: 'Vælg mindst én konsulent.' }])
  await requireConsultants(trx, user, consultantIds)
  const model = input.modelId ? await findModel(trx, input.modelId) : await findModelOn(trx, input.visitedOn)
  if (!model && input.modelId) throw invalid([{ path: '/modelId', message: 'Kvalitetsmodellen findes ikke.' }])
  if (!model) throw invalid([{ path: '/visitedOn', message: 'Der er ingen kvalitetsmodel, der gælder den dag.' }])
  const written = TEXT_FIELDS.filter(field => input[field] !== '')
  await insertVisit(trx, {
    id,
    tilbudId: input.tilbudId,
    modelId: model.id,
    visitedOn: input.visitedOn,
    employeesTotal: input.participants.employeesTotal,
    met: JSON.stringify(input.participants.met),
    topics: input.topics,
    overallImpression: input.overallImpression,
    conclusion: input.conclusion,
    status: written.length > 0 ? 'draft' : 'planned',
    updatedBy: user.id,
  })
  await setConsultants(trx, id, consultantIds)
  for (const field of written)
    await revise(trx, id, field, { heading: '', body: input[field], version: 1, writtenBy: user.id })
  await logVisit(trx, user, { id, tilbudId: input.tilbudId }, { action: 'create', subjectId: id })
  await tellLeaders(trx, user, { id, tilbudId: input.tilbudId, visitedOn: input.visitedOn }, 'visitPlanned', now)
  return { visit: await visitAfter(trx, id), created: true }
}

/** Calls a planned visit off, with a reason. It is kept, and calendars are told; the leader gets a mail. */
export function cancelVisit(db: Db, user: RequestUser, id: string, reason: string, now: Date) {
  return atVisit(db, user, id, { step: 'cancel' }, async at => {
    const { trx, visit } = at
    await changeRow(at, {
      cancelledAt: now,
      cancelledBy: user.id,
      cancelledBecause: reason,
      calendarSequence: visit.calendarSequence + 1,
    })
    await tellLeaders(trx, user, visit, 'visitCancelled', now)
    await logVisit(trx, user, visit, { action: 'cancel', subjectId: id })
    return visitAfter(trx, id)
  })
}

/** Plans a visit again that was called off, as it was. */
export function reinstateVisit(db: Db, user: RequestUser, id: string, now: Date) {
  return db.transaction().execute(async trx => {
    const visit = await lockCancelled(trx, id)
    if (!visit) throw notFound('Det aflyste besøg')
    const restored = { cancelledAt: null, cancelledBy: null, cancelledBecause: null }
    await updateVisit(trx, id, { ...restored, calendarSequence: visit.calendarSequence + 1, updatedBy: user.id })
    await tellLeaders(trx, user, visit, 'visitPlanned', now)
    await logVisit(trx, user, visit, { action: 'restore', subjectId: id })
    return visitAfter(trx, id)
  })
}

/** Changes a visit's own fields. `version` null matches nothing. Every changed text leaves a revision. */
export function changeVisit(db: Db, user: RequestUser, id: string, version: number | null, change: VisitChange) {
  return atVisit(db, user, id, { step: 'write' }, async at => {
    const before = await visitAfter(at.trx, id)
    if (before.version !== version) throw stale(before)
    if (!(await applyChange(at, { kind: 'changeVisit', change }))) throw stale(before)
    return visitAfter(at.trx, id)
  })
}

/**
 * Changes a visit's own fields from a form that may show an older version: of the fields only those are written that
 * `fieldsOf` says the form changed, and texts are merged. Refused as stale only when an older text is not known any more.
 */
export function mergeVisit(
  db: Db,
  user: RequestUser,
  id: string,
  version: number,
  fieldsOf: (now: Visit) => VisitChange,
) {
  return atVisit(db, user, id, { step: 'write' }, async at => {
    const before = await visitAfter(at.trx, id)
    if (!isSeen(version, before.version)) throw stale(before)
    const done = await applyChange(at, { kind: 'changeVisit', change: fieldsOf(before), basedOn: version })
    if (!done) throw stale(before)
    return done
  })
}

/** Marks a published visit as replaced by another visit to the same tilbud; nothing of it is lost. */
export function replaceVisit(db: Db, user: RequestUser, id: string, { replacedBy }: { replacedBy: string }) {
  return atVisit(db, user, id, { step: 'replace' }, async at => {
    const other = await findVisit(at.trx, user, replacedBy)
    if (!other || other.id === id || other.tilbudId !== at.visit.tilbudId || other.status !== 'published')
      throw invalid([{ path: '/replacedBy', message: 'Vælg et andet udgivet besøg i det samme tilbud.' }])
    await changeRow(at, { status: 'superseded', replacedBy })
    await logVisit(at.trx, user, at.visit, { action: 'replace', subjectId: id })
    return visitAfter(at.trx, id)
  })
}

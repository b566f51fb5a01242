// The writes that decide something about a visit: lock, ask the rules, write, log, in one transaction.
import { v7 as uuidv7 } from 'uuid'
import type { Db, Trx } from '../db/tables.ts'
import { conflict, forbidden, invalid, notFound, stale } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { isSame } from '../lib/same.ts'
import { type LogEntry, writeLog } from '../log/log.queries.ts'
import { findModel, findModelOn } from '../model/model.queries.ts'
import { findTilbud } from '../tilbud/tilbud.queries.ts'
import { insertRevision } from './revision.queries.ts'
import {
  findVisit,
  insertVisit,
  listPossibleConsultants,
  lockVisit,
  setConsultants,
  updateVisit,
} from './visit.queries.ts'
import { afterWriting, isStepOf, may, mayRead, type ProofreadStep, type Step, WHY_NOT } from './visit.rules.ts'
import type { NewVisit, Visit, VisitChange } from './visit.schema.ts'

type Locked = NonNullable<Awaited<ReturnType<typeof lockVisit>>>

/**
 * Locks the visit and makes sure that `user` may take `step` now. Refuses with 404 what is not the user's to see,
 * 403 what is but is not the user's to change, and 409 what the state does not allow.
 */
export async function lockForStep(trx: Trx, user: RequestUser, visitId: string, step: Step): Promise<Locked> {
  const visit = await lockVisit(trx, visitId)
  if (!visit || !mayRead(user, visit)) throw notFound('Besøget')
  if (may(user, step, visit)) return visit
  if (isStepOf('leader', step) && user.role !== 'leader')
    throw forbidden('Kun tilbuddets leder kan gøre det. Bed lederen om det.')
  if (!isStepOf(user.role, step) || (user.role === 'consultant' && !visit.consultantIds.includes(user.id)))
    throw forbidden('Kun besøgets konsulenter kan gøre det. Bed en af dem om det.')
  throw conflict(WHY_NOT[visit.status])
}

/** The visit as it stands after a write in this transaction. */
export async function visitAfter(trx: Trx, visitId: string): Promise<Visit> {
  const visit = await findVisit(trx, null, visitId)
  if (!visit) throw notFound('Besøget')
  return visit
}

export const logVisit = (
  trx: Trx,
  user: RequestUser,
  visit: { id: string; tilbudId: string },
  entry: Pick<LogEntry, 'action' | 'detail'> & Partial<Pick<LogEntry, 'subject' | 'subjectId'>>,
) => writeLog(trx, { userId: user.id, subject: 'visit', visitId: visit.id, tilbudId: visit.tilbudId, ...entry })

// Whoever is on the visit already stays, also after leaving the house.
async function requireConsultants(trx: Trx, user: RequestUser, consultantIds: string[], already: string[] = []) {
  const possible = [...(await listPossibleConsultants(trx)).map(consultant => consultant.id), ...already]
  const errors = consultantIds.flatMap((id, i) =>
    possible.includes(id) ? [] : [{ path: `/consultantIds/${i}`, message: 'Vælg en konsulent fra listen.' }],
  )
  if (user.role === 'consultant' && !consultantIds.includes(user.id))
    errors.push({ path: '/consultantIds', message: 'Sæt dig selv på besøget, så du kan skrive i det.' })
  if (errors.length > 0) throw invalid(errors)
}

export const TEXT_FIELDS = ['overallImpression', 'conclusion'] as const
type TextField = (typeof TEXT_FIELDS)[number]

/** Leaves a text of the visit, as it stands in this version, in the history. */
export const reviseText = (
  trx: Trx,
  user: RequestUser,
  { id, version }: { id: string; version: number },
  field: TextField,
  body: string,
) => insertRevision(trx, { visitId: id, pointId: null, field, version, heading: null, body, writtenBy: user.id })

/**
 * Plans a visit; with texts in it, it is a draft. The model is the one in force on the day unless another is named.
 * An id that is taken by the same content answers what is there (`created: false`), so that a retry is safe.
 */
export function createVisit(db: Db, user: RequestUser, input: NewVisit) {
  return db.transaction().execute(async trx => {
    const id = input.id ?? uuidv7()
    const consultantIds = input.consultantIds ?? (user.role === 'consultant' ? [user.id] : [])
    if (input.id) {
      const there = await findVisit(trx, user, input.id)
      if (there && isSame(there, { ...input, consultantIds })) return { visit: there, created: false }
      if (there || (await lockVisit(trx, input.id))) throw conflict('Der er allerede et besøg med det id.')
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
    for (const field of written) await reviseText(trx, user, { id, version: 1 }, field, input[field])
    await logVisit(trx, user, { id, tilbudId: input.tilbudId }, { action: 'create', subjectId: id })
    return { visit: await visitAfter(trx, id), created: true }
  })
}

/** Changes a visit's own fields. `version` null matches nothing. Every changed text leaves a revision. */
export function changeVisit(db: Db, user: RequestUser, id: string, version: number | null, change: VisitChange) {
  return db.transaction().execute(async trx => {
    const locked = await lockForStep(trx, user, id, 'write')
    const before = await visitAfter(trx, id)
    if (locked.version !== version) throw stale(before)
    const { consultantIds, participants, ...fields } = change
    if (consultantIds) {
      await requireConsultants(trx, user, consultantIds, locked.consultantIds)
      await setConsultants(trx, id, consultantIds)
    }
    const written = TEXT_FIELDS.filter(field => change[field] !== undefined && change[field] !== before[field])
    await updateVisit(trx, id, {
      ...fields,
      ...(participants && { employeesTotal: participants.employeesTotal, met: JSON.stringify(participants.met) }),
      ...(written.length > 0 && { status: afterWriting(locked.status) }),
      updatedBy: user.id,
    })
    const after = { id, version: locked.version + 1 }
    for (const field of written) await reviseText(trx, user, after, field, change[field] ?? '')
    await logVisit(trx, user, locked, { action: 'change', subjectId: id, detail: { fields: Object.keys(change) } })
    return visitAfter(trx, id)
  })
}

/** Refuses with 409 when a visit must be corrected before it leaves the house. The proof-reader gives it. */
export type RequireProofread = (trx: Trx, visitId: string, step: ProofreadStep) => Promise<void>

/** Sends the draft to the leader. The deadline is a day in Denmark; the hearing's course is a matter of its own. */
export function sendToHearing(
  db: Db,
  requireProofread: RequireProofread,
  user: RequestUser,
  id: string,
  { deadline }: { deadline?: string },
) {
  return db.transaction().execute(async trx => {
    const visit = await lockForStep(trx, user, id, 'sendToHearing')
    await requireProofread(trx, id, 'sendToHearing')
    await updateVisit(trx, id, { status: 'hearing', hearingSentAt: new Date(), hearingDeadline: deadline ?? null })
    await logVisit(trx, user, visit, { action: 'sendToHearing', subjectId: id })
    return visitAfter(trx, id)
  })
}

/** Takes the draft back from hearing, so that it can be written again. */
export function takeBack(db: Db, user: RequestUser, id: string) {
  return db.transaction().execute(async trx => {
    const visit = await lockForStep(trx, user, id, 'takeBack')
    await updateVisit(trx, id, {
      status: 'draft',
      hearingSentAt: null,
      hearingDeadline: null,
      hearingCommentedAt: null,
    })
    await logVisit(trx, user, visit, { action: 'takeBack', subjectId: id })
    return visitAfter(trx, id)
  })
}

/** Marks a published visit as replaced by another visit to the same tilbud; nothing of it is lost. */
export function replaceVisit(db: Db, user: RequestUser, id: string, { replacedBy }: { replacedBy: string }) {
  return db.transaction().execute(async trx => {
    const visit = await lockForStep(trx, user, id, 'replace')
    const other = await findVisit(trx, user, replacedBy)
    if (!other || other.id === id || other.tilbudId !== visit.tilbudId || other.status !== 'published')
      throw invalid([{ path: '/replacedBy', message: 'Vælg et andet udgivet besøg i det samme tilbud.' }])
    await updateVisit(trx, id, { status: 'superseded', replacedBy })
    await logVisit(trx, user, visit, { action: 'replace', subjectId: id })
    return visitAfter(trx, id)
  })
}

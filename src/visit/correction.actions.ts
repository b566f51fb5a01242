// A correction of what was published: begun with a reason, and given up when it is not wanted after all.
import type { Db, Trx } from '../db/tables.ts'
import { conflict } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { isSame } from '../lib/same.ts'
import { revisePoint } from './point.actions.ts'
import {
  dropAnswersOf,
  dropAnswersTo,
  findPoint,
  placePoint,
  selectPoints,
  setAlsoThemes,
  setAnswers,
  setGoals,
  updatePoint,
} from './point.queries.ts'
import { lockForStep, logVisit, reviseText, TEXT_FIELDS, visitAfter } from './visit.actions.ts'
import { findBeforeCorrection, setConsultants, updateVisit } from './visit.queries.ts'
import type { Point, Visit } from './visit.schema.ts'

/** Opens a published visit for a correction; its published report stands until the next version is published. */
export function correctVisit(db: Db, user: RequestUser, id: string, { reason }: { reason: string }) {
  return db.transaction().execute(async trx => {
    const visit = await lockForStep(trx, user, id, 'correct')
    const beforeCorrection = JSON.stringify(await visitAfter(trx, id))
    await updateVisit(trx, id, { status: 'draft', correctionReason: reason, beforeCorrection })
    await logVisit(trx, user, visit, { action: 'correct', subjectId: id })
    return visitAfter(trx, id)
  })
}

/**
 * Gives a correction up: the visit says again what was published, and is published again. Every text that was written
 * meanwhile stays in the history.
 */
export function giveUpCorrection(db: Db, user: RequestUser, id: string) {
  return db.transaction().execute(async trx => {
    const visit = await lockForStep(trx, user, id, 'giveUpCorrection')
    const published = (await findBeforeCorrection(trx, id)) as Visit | null
    if (!published) throw conflict('Besøget er ikke åbnet for en rettelse, så der er ingen at fortryde.')
    const now = await visitAfter(trx, id)
    await putBackPoints(trx, user, { visitId: id, modelId: visit.modelId }, published.points)
    await setConsultants(trx, id, published.consultantIds)
    await updateVisit(trx, id, {
      status: 'published',
      correctionReason: null,
      beforeCorrection: null,
      visitedOn: published.visitedOn,
      employeesTotal: published.participants.employeesTotal,
      met: JSON.stringify(published.participants.met),
      topics: published.topics,
      overallImpression: published.overallImpression,
      conclusion: published.conclusion,
      updatedBy: user.id,
    })
    for (const field of TEXT_FIELDS.filter(field => published[field] !== now[field]))
      await reviseText(trx, user, { id, version: visit.version + 1 }, field, published[field])
    await logVisit(trx, user, visit, { action: 'giveUpCorrection', subjectId: id })
    return visitAfter(trx, id)
  })
}

const contentOf = ({ version: _, updatedAt: _at, updatedBy: _by, ...content }: Point) => content

async function putBackPoints(
  trx: Trx,
  user: RequestUser,
  { visitId, modelId }: { visitId: string; modelId: string },
  published: Point[],
) {
  const now = await selectPoints(trx, visitId)
  for (const point of now.filter(({ id }) => !published.some(there => there.id === id))) {
    await updatePoint(trx, point.id, { deletedAt: new Date(), updatedBy: user.id })
    await revisePoint(trx, user, point, true)
  }
  const changed = published.filter(point => {
    const there = now.find(({ id }) => id === point.id)
    return !there || !isSame(there, contentOf(point))
  })
  // The database keeps answers true box by box: those of a point that changes its box go before it.
  for (const { id } of changed) {
    await dropAnswersOf(trx, id)
    await dropAnswersTo(trx, id)
  }
  for (const { id, theme, box, heading, body, source, saidOnTheDay, topics } of changed) {
    const content = { theme, box, heading, body, source, saidOnTheDay, topics }
    await updatePoint(trx, id, { ...content, deletedAt: null, updatedBy: user.id })
  }
  for (const { id, alsoThemes, goalKeys } of changed) {
    await setAlsoThemes(trx, { id, modelId }, alsoThemes)
    await setGoals(trx, id, goalKeys)
  }
  for (const { id, position, answers } of published) {
    await placePoint(trx, id, position)
    await setAnswers(trx, { id, visitId }, answers)
  }
  for (const { id } of changed) {
    const before = now.find(point => point.id === id)
    const after = await findPoint(trx, visitId, id)
    if (after && (before?.heading !== after.heading || before?.body !== after.body)) await revisePoint(trx, user, after)
  }
}

// A correction of what was published: begun with a reason, and given up when it is not wanted after all.
import type { Db, Trx } from '../db/tables.ts'
import { conflict } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { isSame } from '../lib/same.ts'
import { pointText } from '../text/text.ts'
import { type At, atVisit, changeRow, logVisit, visitAfter } from './at-visit.ts'
import { revise } from './history.ts'
import { revisePoint } from './point.change.ts'
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
import { putBackText } from './text.change.ts'
import { TEXT_FIELDS } from './visit.change.ts'
import { findBeforeCorrection, setConsultants } from './visit.queries.ts'
import type { Point, Visit } from './visit.schema.ts'

/** Opens a published visit for a correction; its published report stands until the next version is published. */
export function correctVisit(db: Db, user: RequestUser, id: string, { reason }: { reason: string }) {
  return atVisit(db, user, id, { step: 'correct' }, async at => {
    const beforeCorrection = JSON.stringify(await visitAfter(at.trx, id))
    await changeRow(at, { status: 'draft', correctionReason: reason, beforeCorrection })
    await logVisit(at.trx, user, at.visit, { action: 'correct', subjectId: id })
    return visitAfter(at.trx, id)
  })
}

/** What else was written for the next version is forgotten by rooms that are not reached from here. */
export type GiveUpDeps = { db: Db; forgetDraft: (trx: Trx, visitId: string) => Promise<void> }

/**
 * Gives a correction up: the visit says again what was published, and is published again. Every text that was written
 * meanwhile stays in the history.
 */
export function giveUpCorrection({ db, forgetDraft }: GiveUpDeps, user: RequestUser, id: string) {
  return atVisit(db, user, id, { step: 'giveUpCorrection' }, async at => {
    const { trx, visit } = at
    const published = (await findBeforeCorrection(trx, id)) as Visit | null
    if (!published) throw conflict('Besøget er ikke åbnet for en rettelse, så der er ingen at fortryde.')
    const now = await visitAfter(trx, id)
    await putBackPoints(at, published.points)
    await forgetDraft(trx, id)
    await setConsultants(trx, id, published.consultantIds)
    const isMoved = published.visitedOn !== now.visitedOn
    const isRemanned = !isSame({ consultantIds: now.consultantIds }, { consultantIds: published.consultantIds })
    const fields = TEXT_FIELDS.filter(field => published[field] !== now[field])
    for (const field of fields) await putBackText(at, field, { heading: '', body: published[field] })
    await changeRow(at, {
      status: 'published',
      correctionReason: null,
      beforeCorrection: null,
      visitedOn: published.visitedOn,
      ...((isMoved || isRemanned) && { calendarSequence: at.visit.calendarSequence + 1 }),
      employeesTotal: published.participants.employeesTotal,
      met: JSON.stringify(published.participants.met),
      topics: published.topics,
      // A correction that was begun before there were marks kept none.
      ...(published.descriptionMarks && {
        descriptionMarks: JSON.stringify(
          Object.fromEntries(published.descriptionMarks.map(({ theme, mark }) => [theme, mark])),
        ),
      }),
      overallImpression: published.overallImpression,
      conclusion: published.conclusion,
    })
    for (const field of fields)
      await revise(trx, id, field, {
        heading: '',
        body: published[field],
        version: visit.version,
        writtenBy: user.id,
      })
    await logVisit(trx, user, visit, { action: 'giveUpCorrection', subjectId: id })
    return visitAfter(trx, id)
  })
}

const contentOf = ({ version: _, updatedAt: _at, updatedBy: _by, ...content }: Point) => content

async function putBackPoints(at: At, published: Point[]) {
  const { trx, user } = at
  const { id: visitId, modelId } = at.visit
  const now = await selectPoints(trx, visitId)
  at.news.points = true
  for (const point of now.filter(({ id }) => !published.some(there => there.id === id))) {
    await updatePoint(trx, point.id, { deletedAt: new Date(), updatedBy: user.id })
    await revisePoint(at, point, true)
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
    await putBackText(at, pointText(id), { heading: heading ?? '', body })
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
    if (after && (before?.heading !== after.heading || before?.body !== after.body)) await revisePoint(at, after)
  }
}

// The changes that a visit's own fields go through, inside a transaction that has the visit locked.
import type { Trx, VisitStatus } from '../db/tables.ts'
import { invalid } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { danishDay } from '../lib/danish-date.ts'
import { queueMail } from '../mail/mail.actions.ts'
import { findModel } from '../model/model.queries.ts'
import { findTilbudName, listLeadersOf } from '../tilbud/tilbud.queries.ts'
import { prepareBy } from '../tilbud/tilbud.rules.ts'
import { type At, changeRow, logVisit } from './at-visit.ts'
import { revise } from './history.ts'
import { writeWhole } from './text.change.ts'
import { textRows } from './text.rows.ts'
import { listPossibleConsultants, setConsultants } from './visit.queries.ts'
import { afterWriting } from './visit.rules.ts'
import type { VisitChange } from './visit.schema.ts'

export const TEXT_FIELDS = ['overallImpression', 'conclusion'] as const
/** A visit that has not been held: who prepares it is told of another day. */
const MOVABLE: readonly VisitStatus[] = ['planned', 'draft']

export type TextField = (typeof TEXT_FIELDS)[number]

/** Refuses whom the visit cannot have. Whoever is on it already stays, also after leaving the house. */
export async function requireConsultants(trx: Trx, user: RequestUser, consultantIds: string[], already: string[] = []) {
  const possible = [...(await listPossibleConsultants(trx)).map(consultant => consultant.id), ...already]
  const errors = consultantIds.flatMap((id, i) =>
    possible.includes(id) ? [] : [{ path: `/consultantIds/${i}`, message: 'Vælg en konsulent fra listen.' }],
  )
  if (user.role === 'consultant' && !consultantIds.includes(user.id))
    errors.push({ path: '/consultantIds', message: 'Sæt dig selv på besøget, så du kan skrive i det.' })
  if (errors.length > 0) throw invalid(errors)
}

type Appointment = { id: string; tilbudId: string; visitedOn: string }

/** Mails the tilbud's leaders about a visit that is to come: that they prepare it, by when, or need not. */
export async function tellLeaders(
  trx: Trx,
  by: RequestUser,
  { id, tilbudId, visitedOn }: Appointment,
  kind: 'visitPlanned' | 'visitMoved' | 'visitCancelled',
  now: Date,
) {
  const today = danishDay(now)
  if (visitedOn <= today) return
  const tilbudName = await findTilbudName(trx, tilbudId)
  const deadline = kind === 'visitCancelled' ? null : prepareBy(visitedOn, today)
  const about = { kind, tilbudName, visitId: id, path: `/description/${tilbudId}`, deadline, causedBy: by.id }
  for (const leader of await listLeadersOf(trx, tilbudId)) await queueMail(trx, { to: leader.id, ...about }, now)
}

async function requireThemes(trx: Trx, modelId: string, marks: readonly { theme: string }[]) {
  const themes = (await findModel(trx, modelId))?.themes ?? []
  const unknown = marks.flatMap(({ theme }, i) =>
    themes.some(({ key }) => key === theme)
      ? []
      : [{ path: `/descriptionMarks/${i}/theme`, message: `Tema ${theme} findes ikke i besøgets kvalitetsmodel.` }],
  )
  if (unknown.length > 0) throw invalid(unknown)
}

const sameSet = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every(item => other.includes(item))

/**
 * Changes the visit's own fields, the texts among them merged into what stands there when the writer saw the row at
 * `basedOn`; null when such a text is not known any more. Every changed text leaves a revision.
 */
export async function changeFields(at: At, change: VisitChange, basedOn = at.visit.version) {
  const { trx, user, visit } = at
  const { consultantIds, participants, descriptionMarks, overallImpression: _, conclusion: __, ...fields } = change
  if (descriptionMarks) await requireThemes(trx, visit.modelId, descriptionMarks)
  if (consultantIds) {
    await requireConsultants(trx, user, consultantIds, visit.consultantIds)
    await setConsultants(trx, visit.id, consultantIds)
  }
  const rows = await textRows(at, TEXT_FIELDS)
  const texts: Partial<Record<TextField, string>> = {}
  let merged = false
  for (const field of TEXT_FIELDS) {
    const [row, body] = [rows.get(field), change[field]]
    if (!row || body === undefined || body === row.body) continue
    const written = await writeWhole(at, field, row, { body }, basedOn)
    if (!written) return null
    merged ||= written.merged
    if (written.body !== row.body) texts[field] = written.body
  }
  const isMoved = fields.visitedOn !== undefined && fields.visitedOn !== visit.visitedOn
  const isRemanned = consultantIds !== undefined && !sameSet(consultantIds, visit.consultantIds)
  await changeRow(at, {
    ...fields,
    ...texts,
    ...(descriptionMarks && {
      descriptionMarks: JSON.stringify(Object.fromEntries(descriptionMarks.map(({ theme, mark }) => [theme, mark]))),
    }),
    ...((isMoved || isRemanned) && { calendarSequence: visit.calendarSequence + 1 }),
    ...(participants && { employeesTotal: participants.employeesTotal, met: JSON.stringify(participants.met) }),
    ...(Object.keys(texts).length > 0 && { status: afterWriting(visit.status) }),
  })
  if (isMoved && fields.visitedOn) {
    visit.visitedOn = fields.visitedOn
    if (MOVABLE.includes(visit.status)) await tellLeaders(trx, user, visit, 'visitMoved', new Date())
  }
  for (const [field, body] of Object.entries(texts))
    await revise(trx, visit.id, field, { heading: '', body, version: visit.version, writtenBy: user.id })
  await logVisit(trx, user, visit, { action: 'change', subjectId: visit.id, detail: { fields: Object.keys(change) } })
  return { merged }
}

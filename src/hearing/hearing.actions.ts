// The writes that decide something about a hearing: lock the visit, ask the rules, write, tell people, log; all at once.
import { v7 as uuidv7 } from 'uuid'
import type { Db, Trx } from '../db/tables.ts'
import { conflict, invalid, notFound, stale } from '../http/errors.ts'
import { requireNoCpr } from '../http/no-cpr.ts'
import type { RequestUser } from '../http/request-user.ts'
import { queueMail } from '../mail/mail.actions.ts'
import type { MailKind } from '../mail/mail.rules.ts'
import { requireProofread } from '../proof/proof.actions.ts'
import { findTilbudName, listLeadersOf } from '../tilbud/tilbud.queries.ts'
import { inviteLeader } from '../user/invitation.actions.ts'
import { atVisit, changeRow, logVisit, visitAfter } from '../visit/at-visit.ts'
import { keepPassages } from '../visit/history.ts'
import {
  countUnanswered,
  findHearing,
  findHearingOfDraft,
  type HearingRow,
  insertHearing,
  insertRecipients,
  listRecipients,
  saveNoRemarks,
  updateHearing,
} from './hearing.queries.ts'
import { deadlineProblems, proposedDeadline, whyNotHeard } from './hearing.rules.ts'
import type { NewHearing } from './hearing.schema.ts'

export type HearingDeps = {
  db: Db
  /** What a report of the visit is made from now; the report's room lies to the right and hands it in. */
  draftOf: (trx: Trx, visitId: string) => Promise<object | undefined>
  /** The installation's secret, from which the codes of invitations follow. */
  secret: string
  now: () => Date
  /** A template under templates/ as a PDF that everybody can read. */
  print: (template: string, data: object) => Promise<Uint8Array>
}

type Told = { id: string; tilbudId: string; consultantIds: string[] }

/** Mails people about an event of the hearing. Leaders are led to their page, consultants to theirs. */
export async function tell(
  trx: Trx,
  visit: Told,
  to: readonly string[],
  {
    kind,
    by,
    deadline,
    now,
    uniqueKey,
  }: { kind: MailKind; by: string | null; deadline?: string; now: Date; uniqueKey?: string },
) {
  const tilbudName = await findTilbudName(trx, visit.tilbudId)
  for (const userId of new Set(to)) {
    const path = visit.consultantIds.includes(userId) ? `/visit/${visit.id}/hearing` : `/hearing/${visit.id}`
    const mail = { to: userId, kind, tilbudName, visitId: visit.id, path, causedBy: by }
    await queueMail(
      trx,
      { ...mail, ...(deadline && { deadline }), ...(uniqueKey && { uniqueKey: `${uniqueKey}/${userId}` }) },
      now,
    )
  }
}

/** The hearing that the visit is in. Refuses when there is none. */
export async function requireHearing(trx: Trx, visitId: string): Promise<HearingRow> {
  const hearing = await findHearing(trx, visitId)
  if (!hearing || hearing.takenBackAt) throw notFound('Høringen')
  return hearing
}

async function recipientsOf(trx: Trx, user: RequestUser, tilbudId: string, input: NewHearing, deps: HearingDeps) {
  const leaders = await listLeadersOf(trx, tilbudId)
  const isLeader = (id: string) => leaders.some(leader => leader.id === id)
  const { leaderIds, deputy } = input
  const wrong = (leaderIds ?? []).flatMap((id, i) =>
    isLeader(id) ? [] : [{ path: `/leaderIds/${i}`, message: 'Vælg blandt tilbuddets ledere.' }],
  )
  if (deputy && 'userId' in deputy && !isLeader(deputy.userId))
    wrong.push({ path: '/deputy', message: 'Vælg blandt tilbuddets ledere.' })
  if (wrong.length > 0) throw invalid(wrong)
  const deputyId =
    deputy &&
    ('userId' in deputy
      ? deputy.userId
      : await inviteLeader(
          trx,
          user,
          { ...deputy, tilbud: { id: tilbudId, name: await findTilbudName(trx, tilbudId) } },
          { secret: deps.secret, now: deps.now() },
        ))
  const asked = (leaderIds ?? leaders.map(({ id }) => id)).filter(id => id !== deputyId)
  return [
    ...asked.map(userId => ({ userId, part: 'leader' as const })),
    ...(deputyId ? [{ userId: deputyId, part: 'deputy' as const }] : []),
  ]
}

/**
 * Sends the draft to the leader and perhaps a deputy, as the next numbered draft: what they read stays as it was sent.
 * The deadline is ten working days after today unless another is given; a shorter one takes a reason.
 */
export function sendToHearing(deps: HearingDeps, user: RequestUser, id: string, input: NewHearing) {
  return atVisit(deps.db, user, id, { step: 'sendToHearing' }, async at => {
    const { trx, visit } = at
    const now = deps.now()
    const deadline = input.deadline ?? proposedDeadline(now)
    const problems = deadlineProblems(deadline, input.reason, { sentAt: now, now })
    if (problems.length > 0) throw invalid(problems)
    await requireProofread(trx, id, 'sendToHearing')
    const recipients = await recipientsOf(trx, user, visit.tilbudId, input, deps)
    const hearingId = uuidv7()
    const before = await findHearing(trx, id)
    const draftNumber = (before?.draftNumber ?? 0) + 1
    if (before && !before.closedAt && !before.takenBackAt) await updateHearing(trx, before.id, { takenBackAt: now })
    await insertHearing(trx, {
      id: hearingId,
      visitId: id,
      draftNumber,
      snapshot: JSON.stringify((await deps.draftOf(trx, id)) ?? {}),
      sentAt: now,
      sentBy: user.id,
      deadline,
      shorterBecause: deadline < proposedDeadline(now) ? (input.reason ?? null) : null,
    })
    await keepPassages(trx, id)
    await insertRecipients(
      trx,
      recipients.map(recipient => ({ hearingId, ...recipient })),
    )
    await changeRow(at, {
      status: 'hearing',
      hearingSentAt: now,
      hearingDeadline: deadline,
      hearingCommentedAt: null,
    })
    const people = recipients.map(({ userId }) => userId)
    await tell(trx, visit, people, { kind: 'hearingSent', by: user.id, deadline, now })
    await logVisit(trx, user, visit, { action: 'sendToHearing', subjectId: id, detail: { version: draftNumber } })
    return visitAfter(trx, id)
  })
}

/** Takes the draft back from hearing, so that it can be written again. What was commented stays to be answered. */
export function takeBack({ db, now: clock }: HearingDeps, user: RequestUser, id: string) {
  return atVisit(db, user, id, { step: 'takeBack' }, async at => {
    const { trx, visit } = at
    const now = clock()
    const hearing = await findHearing(trx, id)
    if (hearing && !hearing.takenBackAt) {
      await updateHearing(trx, hearing.id, { takenBackAt: now })
      const people = (await listRecipients(trx, hearing.id)).map(({ userId }) => userId)
      // To them the draft is gone: they are led to their reports.
      const tilbudName = await findTilbudName(trx, visit.tilbudId)
      for (const to of people)
        await queueMail(
          trx,
          { to, kind: 'hearingTakenBack', tilbudName, visitId: id, path: '/report', causedBy: user.id },
          now,
        )
    }
    await changeRow(at, {
      status: 'draft',
      hearingSentAt: null,
      hearingDeadline: null,
      hearingCommentedAt: null,
    })
    await logVisit(trx, user, visit, { action: 'takeBack', subjectId: id })
    return visitAfter(trx, id)
  })
}

/** Moves the deadline. Earlier than ten working days after the sending only with a reason. */
export function changeDeadline(
  { db, now: clock }: HearingDeps,
  user: RequestUser,
  id: string,
  version: number | null,
  { deadline, reason }: { deadline: string; reason?: string | undefined },
) {
  return atVisit(db, user, id, { step: 'changeDeadline' }, async at => {
    const { trx, visit } = at
    const now = clock()
    const hearing = await requireHearing(trx, id)
    if (hearing.version !== version) throw stale(hearing)
    if (hearing.closedAt)
      throw conflict('Høringen er lukket. Træk den tilbage, og send den igen, hvis der skal svares mere.')
    const problems = deadlineProblems(deadline, reason, { sentAt: hearing.sentAt, now })
    if (problems.length > 0) throw invalid(problems)
    const shorterBecause = deadline < proposedDeadline(hearing.sentAt) ? (reason ?? null) : null
    await updateHearing(trx, hearing.id, { deadline, shorterBecause })
    await changeRow(at, { hearingDeadline: deadline })
    const people = (await listRecipients(trx, hearing.id)).map(({ userId }) => userId)
    if (deadline !== hearing.deadline)
      await tell(trx, visit, people, { kind: 'hearingDeadline', by: user.id, deadline, now })
    await logVisit(trx, user, visit, { action: 'change', subject: 'hearing', subjectId: hearing.id })
  })
}

/** Ends the hearing: no more comments. Those that are there must still be answered. */
export function closeHearing({ db, now: clock }: HearingDeps, user: RequestUser, id: string) {
  return atVisit(db, user, id, { step: 'closeHearing' }, async at => {
    const { trx, visit } = at
    const hearing = await requireHearing(trx, id)
    if (hearing.closedAt) throw conflict('Høringen er allerede lukket.')
    await updateHearing(trx, hearing.id, { closedAt: clock(), closedBy: user.id })
    await logVisit(trx, user, visit, { action: 'close', subject: 'hearing', subjectId: hearing.id })
  })
}

/** "No comments", or no more of them: said by one leader. When all leaders who were asked have said so, it is closed. */
export function sayNoRemarks({ db, now: clock }: HearingDeps, user: RequestUser, id: string) {
  return atVisit(db, user, id, { step: 'comment' }, async at => {
    const { trx, visit } = at
    const now = clock()
    const hearing = await requireHearing(trx, id)
    if (hearing.closedAt) throw conflict('Høringen er lukket. Ring til konsulenterne, hvis der er mere.')
    await saveNoRemarks(trx, hearing.id, user.id, now)
    const recipients = await listRecipients(trx, hearing.id)
    const leaders = recipients.filter(({ part }) => part === 'leader')
    // Where nobody was asked as leader, whoever answers does so for the tilbud.
    const isDone = (leaders.length > 0 ? leaders : recipients).every(({ noRemarksAt }) => noRemarksAt !== null)
    if (isDone) {
      await updateHearing(trx, hearing.id, { closedAt: now, closedBy: user.id })
      const kind = hearing.comments === 0 ? 'hearingNoRemarks' : 'hearingComment'
      await tell(trx, visit, visit.consultantIds, { kind, by: user.id, now })
    }
    await logVisit(trx, user, visit, { action: isDone ? 'close' : 'answer', subject: 'hearing', subjectId: hearing.id })
  })
}

/** The leader's remark, which the report prints as it stands; an empty one is taken away. */
export function writeRemark(
  { db, now: clock }: HearingDeps,
  user: RequestUser,
  id: string,
  version: number | null,
  text: string,
) {
  return atVisit(db, user, id, { step: 'remark' }, async at => {
    const { trx, visit } = at
    const hearing = await requireHearing(trx, id)
    if (hearing.version !== version) throw stale(hearing)
    requireNoCpr({ '/text': text })
    const remark = text.trim() === '' ? null : text
    await updateHearing(trx, hearing.id, {
      remark,
      remarkBy: remark ? user.id : null,
      remarkAt: remark ? clock() : null,
    })
    await logVisit(trx, user, visit, { action: 'change', subject: 'remark', subjectId: hearing.id })
  })
}

/** Refuses with 409 while the hearing stands in the way of publishing: it runs, or a comment has no answer. */
export async function requireHeard(trx: Trx, visitId: string, { skips, now }: { skips: boolean; now: Date }) {
  const hearing = (await findHearingOfDraft(trx, visitId)) ?? null
  const unanswered = await countUnanswered(trx, visitId)
  const why = whyNotHeard({ hearing, unanswered, skips }, now)
  if (why) throw conflict(why)
}

/** What publishing means for the hearing: it is over. */
export async function endHearing(trx: Trx, visit: Pick<Told, 'id'>, { by, now }: { by: string; now: Date }) {
  const hearing = await findHearingOfDraft(trx, visit.id)
  if (hearing && !hearing.closedAt && !hearing.takenBackAt)
    await updateHearing(trx, hearing.id, { closedAt: now, closedBy: by })
}

// Every SQL statement of the year plan and its calendars.
import { sql } from 'kysely'
import type { Db, Trx, VisitStatus } from '../db/tables.ts'
import type { RequestUser } from '../http/request-user.ts'
import { READ } from '../visit/visit.rules.ts'

type Last = { visitId: string; visitedOn: string }
type Next = Last & { status: VisitStatus; consultantIds: string[] }

/**
 * Every active tilbud with its last visit (held: on or before `today`, and more than planned) and its next one: the first
 * that is to come, or that was planned and nobody has written in.
 */
export const listYear = (db: Db, today: string, centreId?: string) =>
  db
    .selectFrom('tilbud')
    .innerJoin('centre', 'centre.id', 'tilbud.centreId')
    .select(['tilbud.id as tilbudId', 'tilbud.name', 'tilbud.type', 'tilbud.centreId', 'centre.name as centreName'])
    .select(
      sql<Last | null>`(
        select json_build_object('visitId', v.id, 'visitedOn', to_char(v.visited_on, 'YYYY-MM-DD'))
        from visit v
        where v.tilbud_id = tilbud.id and v.visited_on <= ${today}::date and v.status <> 'planned'
        order by v.visited_on desc, v.id desc limit 1)`.as('last'),
    )
    .select(
      sql<Next | null>`(
        select json_build_object('visitId', v.id, 'visitedOn', to_char(v.visited_on, 'YYYY-MM-DD'), 'status', v.status,
          'consultantIds', coalesce((select json_agg(c.user_id order by c.user_id) from visit_consultant c
            where c.visit_id = v.id), '[]'))
        from visit v
        where v.tilbud_id = tilbud.id and v.cancelled_at is null
          and (v.visited_on > ${today}::date or v.status = 'planned')
        order by v.visited_on, v.id limit 1)`.as('next'),
    )
    .where('tilbud.active', '=', true)
    .$if(centreId !== undefined, query => query.where('tilbud.centreId', '=', centreId as string))
    .execute()

const appointments = (db: Db) =>
  db
    .selectFrom('visit')
    .innerJoin('tilbud', 'tilbud.id', 'visit.tilbudId')
    .select(['visit.id as visitId', 'visit.tilbudId', 'tilbud.name as tilbudName', 'visit.visitedOn', 'visit.status'])
    .select(['visit.calendarSequence', 'visit.cancelledAt', 'visit.cancelledBecause', 'visit.updatedAt'])
    .select(
      sql<{ id: string; name: string }[]>`coalesce((
        select json_agg(json_build_object('id', u.id, 'name', u.name) order by u.name)
        from visit_consultant c join "user" u on u.id = c.user_id where c.visit_id = visit.id), '[]')`.as(
        'consultants',
      ),
    )
    .orderBy('visit.visitedOn')
    .orderBy('visit.id')

export type Appointment = Awaited<ReturnType<typeof listAppointments>>[number]

/** The visits of these days that were not called off. */
export const listAppointments = (db: Db, { from, to }: { from: string; to: string }, centreId?: string) =>
  appointments(db)
    .where('visit.visitedOn', '>=', from)
    .where('visit.visitedOn', '<=', to)
    .where('visit.cancelledAt', 'is', null)
    .$if(centreId !== undefined, query => query.where('tilbud.centreId', '=', centreId as string))
    .execute()

/** What was called off, the newest first. */
export const listCancelled = (db: Db, from: string) =>
  appointments(db)
    .where('visit.cancelledAt', 'is not', null)
    .where('visit.visitedOn', '>=', from)
    .clearOrderBy()
    .orderBy('visit.cancelledAt', 'desc')
    .limit(50)
    .execute()

const isOn = (userId: string) => sql<boolean>`exists (
  select from visit_consultant c where c.visit_id = visit.id and c.user_id = ${userId})`

/** A person's own visits from a day on, those that were called off with them: their calendars must hear of it. */
export const listOwnAppointments = (db: Db, userId: string, from: string) =>
  appointments(db).where(isOn(userId)).where('visit.visitedOn', '>=', from).execute()

/** The visits from a day on that the person was taken off, on the day that was known then. */
export const listFormerAppointments = (db: Db, userId: string, from: string) =>
  db
    .selectFrom('visitFormerConsultant as former')
    .innerJoin('visit', 'visit.id', 'former.visitId')
    .innerJoin('tilbud', 'tilbud.id', 'visit.tilbudId')
    .select(['former.visitId', 'tilbud.name as tilbudName', 'former.visitedOn'])
    .select(['former.calendarSequence', 'former.leftAt'])
    .where('former.userId', '=', userId)
    .where('former.visitedOn', '>=', from)
    .orderBy('former.visitedOn')
    .orderBy('former.visitId')
    .execute()

export type FormerAppointment = Awaited<ReturnType<typeof listFormerAppointments>>[number]

/** One visit for a calendar, called off or not, for those who may read it. */
export function findAppointment(db: Db, user: RequestUser, id: string) {
  const all = READ[user.role].planned === 'all'
  return appointments(db)
    .where('visit.id', '=', id)
    .$if(!all, query => query.where(isOn(user.id)))
    .executeTakeFirst()
}

export const findFeed = (db: Db | Trx, userId: string) =>
  db.selectFrom('yearFeed').select(['createdAt', 'readAt']).where('userId', '=', userId).executeTakeFirst()

/** Whose calendar it is that has a code with this sum; nobody's when the person can no longer log in. */
export const findFeedOwner = (db: Db, codeSha256: string) =>
  db
    .selectFrom('yearFeed')
    .innerJoin('user', 'user.id', 'yearFeed.userId')
    .select(['user.id', 'user.role'])
    .where('yearFeed.codeSha256', '=', codeSha256)
    .where('user.active', '=', true)
    .executeTakeFirst()

export const markRead = (db: Db, userId: string, readAt: Date) =>
  db.updateTable('yearFeed').set({ readAt }).where('userId', '=', userId).execute()

/** A new code in the place of the one before, which is worth nothing from then on. */
export const saveFeed = (trx: Trx, feed: { userId: string; codeSha256: string; createdAt: Date }) =>
  trx
    .insertInto('yearFeed')
    .values(feed)
    .onConflict(there => there.column('userId').doUpdateSet({ ...feed, readAt: null }))
    .execute()

export const deleteFeed = (trx: Trx, userId: string) =>
  trx.deleteFrom('yearFeed').where('userId', '=', userId).returning('userId').executeTakeFirst()

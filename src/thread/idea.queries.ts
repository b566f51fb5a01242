// SQL of the idea bank: suggestions that a leader has said yes to, and what came of them.
import { sql } from 'kysely'
import type { Db, ThreadStatus, Trx } from '../db/tables.ts'

type Row = {
  id: string
  theme: string
  heading: string | null
  body: string
  pointHeading: string | null
  pointBody: string
  handling: string
  status: ThreadStatus
  note: string | null
}

/** Shared suggestions, the newest yes first; each once, with the first of the focus points that it answers. */
export async function listShared(
  db: Db | Trx,
  { theme, limit }: { theme: string | null; limit: number },
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select s.point_id as id, s.theme, s.heading, s.body, p.heading as point_heading, p.body as point_body,
      t.handling, t.status, u.note
    from thread_idea i
    join lateral (
      select ts.* from thread_suggestion ts where ts.point_id = i.point_id order by ts.thread_id limit 1) s on true
    join thread t on t.id = s.thread_id
    join visit v on v.id = s.visit_id and v.replaced_by is null
    join thread_point p on p.thread_id = t.id and p.visit_id = s.visit_id and not p.gone and p.published_at is not null
    left join lateral (
      select note from thread_update where thread_id = t.id and note <> ''
      order by written_at desc, id desc limit 1) u on true
    where i.shared and (${theme}::text is null or s.theme = ${theme})
    order by i.decided_at desc, i.point_id
    limit ${limit}`.execute(db)
  return rows
}

/** Every name that could tell whose idea it was. */
export async function listNames(db: Db | Trx) {
  const tilbud = await db.selectFrom('tilbud').select(['name', 'shortNames']).execute()
  const centres = await db.selectFrom('centre').select('name').execute()
  const people = await db.selectFrom('user').select('name').execute()
  return {
    tilbud: tilbud.flatMap(({ name, shortNames }) => [name, ...shortNames]),
    centres: centres.map(({ name }) => name),
    people: people.map(({ name }) => name),
  }
}

/** The suggestions of a thread, with the answer that was given about each. */
export const listSuggestions = (trx: Trx, threadId: string) =>
  trx
    .selectFrom('threadSuggestion')
    .leftJoin('threadIdea', 'threadIdea.pointId', 'threadSuggestion.pointId')
    .select('threadSuggestion.pointId')
    .select(sql<boolean>`coalesce(thread_idea.shared, false)`.as('shared'))
    .where('threadSuggestion.threadId', '=', threadId)
    .execute()

type Decision = { pointId: string; tilbudId: string; shared: boolean; decidedBy: string; decidedAt: Date }

export const saveIdea = (trx: Trx, row: Decision) =>
  trx
    .insertInto('threadIdea')
    .values(row)
    .onConflict(conflict =>
      conflict.column('pointId').doUpdateSet(eb => ({
        shared: eb.ref('excluded.shared'),
        decidedBy: eb.ref('excluded.decidedBy'),
        decidedAt: eb.ref('excluded.decidedAt'),
      })),
    )
    .execute()

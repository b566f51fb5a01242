// Every SQL statement about documents and their updates.
import { type Insertable, type Selectable, sql } from 'kysely'
import * as Y from 'yjs'
import { prepare } from '../db/prepared.ts'
import type { Db, Tables, Trx } from '../db/tables.ts'
import type { TextKey } from './text.ts'

/** How each text's document stands. Its state comes only when it is newer than `known`, the seq that the asker has. */
export const selectDocuments = (trx: Trx, visitId: string, known: ReadonlyMap<TextKey, number>) =>
  trx
    .selectFrom('textDocument as d')
    .innerJoin(
      sql<{
        text: string
        seq: number
      }>`unnest(${[...known.keys()]}::text[], ${[...known.values()]}::bigint[])`.as<'k'>(sql`k(text, seq)`),
      join => join.onRef('k.text', '=', 'd.text'),
    )
    .select(['d.text', 'd.seq', 'd.version', 'd.since', 'd.baseSeq', 'd.baseVersion', 'd.revisedSeq'])
    .select(sql<Uint8Array | null>`case when d.seq > k.seq then d.state end`.as('state'))
    .select(
      sql<number>`greatest(d.seq, (select max(u.seq) from text_update u where u.visit_id = d.visit_id and u.text = d.text))`.as(
        'lastSeq',
      ),
    )
    .where('d.visitId', '=', visitId)
    .execute()

/** The updates of some texts after a seq of each, in the order in which they came. */
export const selectUpdates = (trx: Trx, visitId: string, after: ReadonlyMap<TextKey, number>) =>
  trx
    .selectFrom('textUpdate as u')
    .innerJoin(
      sql<{
        text: string
        seq: number
      }>`unnest(${[...after.keys()]}::text[], ${[...after.values()]}::bigint[])`.as<'k'>(sql`k(text, seq)`),
      join => join.onRef('k.text', '=', 'u.text').onRef('u.seq', '>', 'k.seq'),
    )
    .select(['u.text', 'u.seq', 'u.version', 'u.update', 'u.writtenBy', 'u.writtenAt'])
    .where('u.visitId', '=', visitId)
    .orderBy('u.seq')
    .execute()

/** Where making the next revisions of a text begins. */
export const selectMark = (db: Db | Trx, visitId: string, text: TextKey) =>
  db
    .selectFrom('textDocument')
    .select(['mark', 'markSeq', 'revisedSeq'])
    .where('visitId', '=', visitId)
    .where('text', '=', text)
    .executeTakeFirst()

/** The newest stored state of a text that is no newer than its row's `version`; none when it is older than all. */
export const selectStateBefore = (db: Db | Trx, visitId: string, text: TextKey, version: number) =>
  db
    .selectFrom('textDocument as d')
    .innerJoinLateral(
      sql<{ state: Uint8Array; seq: number; version: number }>`(select * from (values
        (d.base, d.base_seq, d.base_version), (d.mark, d.mark_seq, d.mark_version), (d.state, d.seq, d.version)
      ) as stored (state, seq, version) where version <= ${version} order by seq desc limit 1)`.as<'s'>(sql`s`),
      join => join.onTrue(),
    )
    .select(['s.state', 's.seq'])
    .where('d.visitId', '=', visitId)
    .where('d.text', '=', text)
    .executeTakeFirst()

export const insertDocument = (trx: Trx, document: Insertable<Tables['textDocument']>) =>
  trx.insertInto('textDocument').values(document).execute()

export const insertUpdate = (trx: Trx, update: Insertable<Tables['textUpdate']>) =>
  trx
    .insertInto('textUpdate')
    .values({ ...update, writtenAt: sql<Date>`clock_timestamp()` })
    .returning(['seq', 'writtenAt'])
    .executeTakeFirstOrThrow()

export const saveState = (
  trx: Trx,
  visitId: string,
  text: TextKey,
  now: { state: Uint8Array; seq: number; version: number },
) => trx.updateTable('textDocument').set(now).where('visitId', '=', visitId).where('text', '=', text).execute()

export const markRevised = (trx: Trx, visitId: string, text: TextKey, seq: number) =>
  trx
    .updateTable('textDocument')
    .set({ revisedSeq: seq })
    .where('visitId', '=', visitId)
    .where('text', '=', text)
    .execute()

export const saveMark = (
  trx: Trx,
  visitId: string,
  text: TextKey,
  now: { mark: Uint8Array; markSeq: number; markVersion: number },
) => trx.updateTable('textDocument').set(now).where('visitId', '=', visitId).where('text', '=', text).execute()

/** Which texts have updates that are in no revision yet. */
export const listUnrevised = (db: Db | Trx, visitId: string) =>
  db
    .selectFrom('textDocument as d')
    .select('d.text')
    .where('d.visitId', '=', visitId)
    .where(eb =>
      eb.exists(
        eb
          .selectFrom('textUpdate as u')
          .select('u.seq')
          .whereRef('u.visitId', '=', 'd.visitId')
          .whereRef('u.text', '=', 'd.text')
          .whereRef('u.seq', '>', 'd.revisedSeq'),
      ),
    )
    .execute()

/** Visits with a text that is in no revision though nobody has written in it for two minutes, or that is still for a day. */
export const listForSweep = (db: Db, limit: number) =>
  db
    .selectFrom(
      db
        .selectFrom('textUpdate as u')
        .innerJoin('textDocument as d', join =>
          join.onRef('d.visitId', '=', 'u.visitId').onRef('d.text', '=', 'u.text'),
        )
        .select('u.visitId')
        .groupBy(['u.visitId', 'u.text', 'd.revisedSeq'])
        .having(
          sql<boolean>`(max(u.seq) > d.revised_seq and max(u.written_at) < now() - interval '2 minutes')
            or max(u.written_at) < now() - interval '1 day'`,
        )
        .as('waiting'),
    )
    .select('waiting.visitId')
    .distinct()
    .limit(limit)
    .execute()

/** The texts of a visit that nobody has written in for a day, and of which updates are still kept. */
export const listStill = (trx: Trx, visitId: string, { atOnce }: { atOnce: boolean }) =>
  trx
    .selectFrom('textUpdate')
    .select('text')
    .where('visitId', '=', visitId)
    .groupBy('text')
    .having(sql<boolean>`${atOnce} or max(written_at) < now() - interval '1 day'`)
    .execute()

/** Lets the updates up to the document's state go: its base is that state from now on. */
export async function dropUpdates(trx: Trx, visitId: string, text: TextKey) {
  const document = await trx
    .updateTable('textDocument')
    .set(eb => ({ base: eb.ref('state'), baseSeq: eb.ref('seq'), baseVersion: eb.ref('version') }))
    .set(eb => ({ mark: eb.ref('state'), markSeq: eb.ref('seq'), markVersion: eb.ref('version') }))
    .where('visitId', '=', visitId)
    .where('text', '=', text)
    .returning('seq')
    .executeTakeFirstOrThrow()
  await trx
    .deleteFrom('textUpdate')
    .where('visitId', '=', visitId)
    .where('text', '=', text)
    .where('seq', '<=', document.seq)
    .execute()
}

/** The newest seq of a visit: where its events begin for somebody who has all that is there. */
export const newestSeq = async (db: Db | Trx, visitId: string) =>
  (
    await sql<{ seq: number }>`select greatest(
        (select max(seq) from text_update where visit_id = ${visitId}),
        (select max(seq) from text_document where visit_id = ${visitId}), 0) as seq`.execute(db)
  ).rows[0]?.seq ?? 0

type Told = Pick<Selectable<Tables['textUpdate']>, 'seq' | 'text' | 'update' | 'version' | 'writtenBy' | 'device'> & {
  writtenByName: string | null
}

const updatesAfter = prepare<Told>(
  'updates_after',
  `select u.seq, u.text, u.update, u.version, u.written_by, u.device, w.name as written_by_name
   from text_update u left join "user" w on w.id = u.written_by
   where u.visit_id = $1 and u.seq > $2 order by u.seq limit $3`,
)

/** What happened in a visit's texts after `seq`, in order, for those who look on. */
export const listUpdatesAfter = (db: Db, visitId: string, seq: number, limit: number) =>
  updatesAfter(db, [visitId, seq, limit])

/** Documents of a visit whose updates after `seq` are partly gone. */
export const listDroppedSince = (db: Db, visitId: string, seq: number) =>
  db
    .selectFrom('textDocument')
    .select(['text', 'base', 'baseSeq', 'baseVersion'])
    .where('visitId', '=', visitId)
    .where('baseSeq', '>', seq)
    .execute()

/** Who has written under this number of a document, as far as the updates are kept. */
export async function findWriter(trx: Trx, visitId: string, text: TextKey, client: number): Promise<string | null> {
  const updates = await trx
    .selectFrom('textUpdate')
    .select(['update', 'writtenBy'])
    .where('visitId', '=', visitId)
    .where('text', '=', text)
    .orderBy('seq', 'desc')
    .limit(1000)
    .execute()
  return updates.find(({ update }) => Y.parseUpdateMeta(update).from.has(client))?.writtenBy ?? null
}

/** Who else wrote last in a text. */
export const findOtherWriter = (trx: Trx, visitId: string, text: TextKey, userId: string) =>
  trx
    .selectFrom('textUpdate as u')
    .innerJoin('user', 'user.id', 'u.writtenBy')
    .select(['user.id', 'user.name'])
    .where('u.visitId', '=', visitId)
    .where('u.text', '=', text)
    .where('u.writtenBy', '<>', userId)
    .orderBy('u.seq', 'desc')
    .limit(1)
    .executeTakeFirst()

// The description as it stands, as it stood on the day of a visit, and what changed between the two.
import type { Db, Trx } from '../db/tables.ts'
import { notFound } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { danishDay, danishMoment } from '../lib/danish-date.ts'
import { addDays } from '../lib/working-days.ts'
import { writeLog } from '../log/log.queries.ts'
import { findModel, findModelOn } from '../model/model.queries.ts'
import { findTilbud } from '../tilbud/tilbud.queries.ts'
import {
  type DescriptionRow,
  findDescription,
  findDescriptionAt,
  findLastVisit,
  findNextVisit,
  goesTo,
} from './description.queries.ts'
import { READ_DESCRIPTION, textsUnder } from './description.rules.ts'

/** The tilbud, for those who may read what it writes about itself. To all others it does not exist. */
export async function requireDescribed(db: Db | Trx, user: RequestUser, tilbudId: string) {
  const tilbud = await findTilbud(db, user, tilbudId)
  if (!tilbud) throw notFound('Tilbuddet')
  if (READ_DESCRIPTION[user.role] === 'visiting' && !(await goesTo(db, user.id, tilbudId))) throw notFound('Tilbuddet')
  return tilbud
}

/** A version for programs. */
export const toAnswer = ({ tilbudId, modelId, version, texts, writtenAt, writtenBy }: DescriptionRow) => ({
  tilbudId,
  modelId,
  version,
  themes: Object.entries(texts).map(([theme, text]) => ({ theme, text })),
  writtenAt: writtenAt.toISOString(),
  writtenBy,
})

/** The quality model that the tilbud writes for: that of its next visit, or the one in force. */
async function modelFor(db: Db | Trx, tilbudId: string, today: string) {
  const next = await findNextVisit(db, tilbudId, today)
  const id = next?.modelId ?? (await findModelOn(db, today))?.id
  const model = id && (await findModel(db, id))
  if (!model) throw notFound('Kvalitetsmodellen')
  return model
}

/** What stands now, or what there was last under the themes of the model that is written for; version 0: nothing yet. */
export async function currentDescription(db: Db | Trx, tilbudId: string, now: Date) {
  const model = await modelFor(db, tilbudId, danishDay(now))
  const newest = await findDescription(db, tilbudId)
  const texts = textsUnder(model.themes, newest?.texts ?? {})
  return {
    tilbudId,
    modelId: model.id,
    version: newest?.version ?? 0,
    themes: model.themes.map(({ key }) => ({ theme: key, text: texts[key] ?? '' })),
    writtenAt: newest?.writtenAt.toISOString() ?? null,
    writtenBy: newest?.writtenBy ?? null,
  }
}

/** The version that stood when the day of a visit ended: a visit keeps it, whatever is written later. */
export const descriptionOn = (db: Db | Trx, tilbudId: string, day: string) =>
  findDescriptionAt(db, tilbudId, danishMoment(addDays(day, 1), 0))

/**
 * What there is to read at a visit: the description that stands or stood on its day, theme by theme, beside the one of the
 * visit before; null where the tilbud had written nothing.
 */
export async function descriptionAtVisit(
  db: Db | Trx,
  { tilbudId, visitedOn }: { tilbudId: string; visitedOn: string },
  themes: readonly { key: string; name: string; successorOf?: string | null | undefined }[],
) {
  const row = await descriptionOn(db, tilbudId, visitedOn)
  if (!row) return null
  const last = await findLastVisit(db, tilbudId, visitedOn)
  const before = last && (await descriptionOn(db, tilbudId, last.visitedOn))
  const [texts, earlier] = [textsUnder(themes, row.texts), before ? textsUnder(themes, before.texts) : null]
  return {
    version: row.version,
    writtenOn: danishDay(row.writtenAt),
    since: last && before ? last.visitedOn : null,
    themes: themes.map(({ key, name }) => ({
      theme: key,
      name,
      text: texts[key] ?? '',
      before: earlier ? (earlier[key] ?? '') : null,
    })),
  }
}

export type DescriptionAtVisit = NonNullable<Awaited<ReturnType<typeof descriptionAtVisit>>>

/** Tells the log who read a tilbud's description. */
export const logDescriptionRead = (db: Db, user: RequestUser, tilbudId: string, version: number) =>
  writeLog(db, {
    ...{ userId: user.id, action: 'read', subject: 'description', subjectId: tilbudId, tilbudId },
    detail: { version },
  })

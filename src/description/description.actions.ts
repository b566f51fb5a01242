// What a tilbud writes before a visit: its facts, confirmed with a date, and its description of its practice.
import { v7 as uuidv7 } from 'uuid'
import type { Db } from '../db/tables.ts'
import { forbidden, invalid, notFound, stale } from '../http/errors.ts'
import { requireNoCpr } from '../http/no-cpr.ts'
import type { RequestUser } from '../http/request-user.ts'
import { danishDay } from '../lib/danish-date.ts'
import { writeLog } from '../log/log.queries.ts'
import { findTilbud, updateTilbud } from '../tilbud/tilbud.queries.ts'
import { insertDescription, lockTilbud } from './description.queries.ts'
import { currentDescription } from './description.reading.ts'
import { mayConfirm, mayDescribe } from './description.rules.ts'
import type { FactsConfirmation, QualityDescriptionChange } from './description.schema.ts'

/** The tilbud's facts as somebody who knows them says they are, from today on. `version` is the tilbud's. */
export function confirmFacts(
  db: Db,
  user: RequestUser,
  tilbudId: string,
  version: number | null,
  { employees, shortNames }: FactsConfirmation,
  now: Date,
) {
  return db.transaction().execute(async trx => {
    const before = await findTilbud(trx, user, tilbudId)
    if (!before) throw notFound('Tilbuddet')
    if (!mayConfirm(user, tilbudId)) throw forbidden('Kun tilbuddets leder kan bekræfte det. Bed lederen om det.')
    requireNoCpr(Object.fromEntries((shortNames ?? []).map((name, index) => [`/shortNames/${index}`, name])))
    const facts = {
      employeesCount: employees.count,
      employeesConfirmedOn: danishDay(now),
      ...(shortNames && { shortNames }),
    }
    const updated = version === null ? undefined : await updateTilbud(trx, tilbudId, version, facts)
    if (!updated) throw stale(before)
    await writeLog(trx, { userId: user.id, action: 'confirm', subject: 'tilbud', subjectId: tilbudId, tilbudId })
    return (await findTilbud(trx, user, tilbudId)) ?? before
  })
}

/**
 * A new version of the description; the ones before stay, for the visits that were held while they stood. Nothing new is
 * no version. `version` is the newest that the writer saw.
 */
export function describe(
  db: Db,
  user: RequestUser,
  tilbudId: string,
  version: number | null,
  { themes }: QualityDescriptionChange,
  now: Date,
) {
  return db.transaction().execute(async trx => {
    if (!(await findTilbud(trx, user, tilbudId))) throw notFound('Tilbuddet')
    if (!mayDescribe(user, tilbudId))
      throw forbidden('Kun tilbuddets leder skriver kvalitetsbeskrivelsen. Bed lederen om det.')
    await lockTilbud(trx, tilbudId)
    const before = await currentDescription(trx, tilbudId, now)
    if (before.version !== version) throw stale(before)
    const unknown = themes.flatMap(({ theme }, i) =>
      before.themes.some(there => there.theme === theme)
        ? []
        : [{ path: `/themes/${i}/theme`, message: `Tema ${theme} findes ikke i kvalitetsmodellen.` }],
    )
    if (unknown.length > 0) throw invalid(unknown)
    const wanted = new Map(themes.map(({ theme, text }) => [theme, text.trim()]))
    const changed = before.themes.filter(({ theme, text }) => (wanted.get(theme) ?? text) !== text)
    if (changed.length === 0) return before
    const texts = before.themes.map(({ theme, text }) => ({ theme, text: wanted.get(theme) ?? text }))
    // What stood there before the rule is found, too; its theme may not be among those that were sent.
    const unsent = texts.filter(({ theme }) => !wanted.has(theme)).map(({ text }) => text)
    const sent = themes.map(({ text }, index) => [`/themes/${index}/text`, text.trim()])
    requireNoCpr({ ...Object.fromEntries(sent), '/themes': unsent.join('\n\n') })
    await insertDescription(trx, {
      id: uuidv7(),
      tilbudId,
      modelId: before.modelId,
      version: before.version + 1,
      texts: JSON.stringify(Object.fromEntries(texts.map(({ theme, text }) => [theme, text]))),
      writtenBy: user.id,
      writtenAt: now,
    })
    const detail = { version: before.version + 1, fields: changed.map(({ theme }) => theme) }
    await writeLog(trx, {
      userId: user.id,
      action: 'change',
      subject: 'description',
      subjectId: tilbudId,
      tilbudId,
      detail,
    })
    return currentDescription(trx, tilbudId, now)
  })
}

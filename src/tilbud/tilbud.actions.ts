// The changes that an administrator makes to centres and tilbud.
import { v7 as uuidv7 } from 'uuid'
import type { Db, Trx } from '../db/tables.ts'
import { conflict, invalid, notFound, stale } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { writeLog } from '../log/log.queries.ts'
import { findCentre, findTilbud, insertCentre, insertTilbud, updateCentre, updateTilbud } from './tilbud.queries.ts'
import type { NewTilbud, TilbudChange } from './tilbud.schema.ts'

export function createCentre(db: Db, by: RequestUser, input: { id?: string; name: string }) {
  return db.transaction().execute(async trx => {
    const id = input.id ?? uuidv7()
    if (await findCentre(trx, id)) throw conflict('Der er allerede et center med det id.')
    await writeLog(trx, { userId: by.id, action: 'create', subject: 'centre', subjectId: id })
    return insertCentre(trx, { id, name: input.name })
  })
}

export function changeCentre(db: Db, by: RequestUser, id: string, version: number | null, change: { name?: string }) {
  return db.transaction().execute(async trx => {
    const before = await findCentre(trx, id)
    if (!before) throw notFound('Centret')
    const after = version === null ? undefined : await updateCentre(trx, id, version, change)
    if (!after) throw stale(before)
    await writeLog(trx, { userId: by.id, action: 'change', subject: 'centre', subjectId: id })
    return after
  })
}

async function requireCentre(trx: Trx, centreId: string) {
  if (!(await findCentre(trx, centreId))) throw invalid([{ path: '/centreId', message: 'Centret findes ikke.' }])
}

const columns = <Input extends TilbudChange>({ employees, ...rest }: Input) => ({
  ...rest,
  ...(employees && { employeesCount: employees.count, employeesConfirmedOn: employees.confirmedOn }),
})

/** Makes a tilbud inside a transaction that may make many (the import does). */
export async function addTilbud(trx: Trx, by: RequestUser, input: NewTilbud) {
  await requireCentre(trx, input.centreId)
  const { employees, ...fields } = input
  const row = { employeesCount: employees.count, employeesConfirmedOn: employees.confirmedOn, ...fields }
  const { id } = await insertTilbud(trx, { ...row, id: input.id ?? uuidv7() })
  await writeLog(trx, { userId: by.id, action: 'create', subject: 'tilbud', subjectId: id, tilbudId: id })
  return (await findTilbud(trx, by, id)) ?? Promise.reject(notFound('Tilbuddet'))
}

export function createTilbud(db: Db, by: RequestUser, input: NewTilbud) {
  return db.transaction().execute(async trx => {
    if (input.id && (await findTilbud(trx, by, input.id))) throw conflict('Der er allerede et tilbud med det id.')
    return addTilbud(trx, by, input)
  })
}

export function changeTilbud(db: Db, by: RequestUser, id: string, version: number | null, change: TilbudChange) {
  return db.transaction().execute(async trx => {
    const before = await findTilbud(trx, by, id)
    if (!before) throw notFound('Tilbuddet')
    if (change.centreId) await requireCentre(trx, change.centreId)
    const updated = version === null ? undefined : await updateTilbud(trx, id, version, columns(change))
    if (!updated) throw stale(before)
    const detail = { fields: Object.keys(change) }
    await writeLog(trx, { userId: by.id, action: 'change', subject: 'tilbud', subjectId: id, tilbudId: id, detail })
    return (await findTilbud(trx, by, id)) ?? Promise.reject(notFound('Tilbuddet'))
  })
}

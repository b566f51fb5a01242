// The import of many tilbud: all or nothing, in one transaction, planned again on the rows as they are then.
import { v7 as uuidv7 } from 'uuid'
import type { Db, Trx } from '../db/tables.ts'
import { conflict, invalid, stale } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { writeLog } from '../log/log.queries.ts'
import { addTilbud } from './tilbud.actions.ts'
import type { TilbudRow } from './tilbud.file.ts'
import { findByName, type PlannedRow, planImport, problemInWords } from './tilbud.import.ts'
import { insertCentre, listCentres, listTilbud, updateTilbud } from './tilbud.queries.ts'

const UNTICKED = 'Der er centre, som ikke findes. Sæt kryds ved, at de skal oprettes, eller ret filen.'

async function addCentres(trx: Trx, by: RequestUser, centres: { name: string }[]) {
  for (const { name } of centres) {
    const { id } = await insertCentre(trx, { id: uuidv7(), name })
    await writeLog(trx, { userId: by.id, action: 'create', subject: 'centre', subjectId: id })
  }
}

async function changeTilbud(trx: Trx, by: RequestUser, planned: PlannedRow, centreId: string | undefined) {
  const { row, known, changes } = planned
  if (!known) return
  const updated = await updateTilbud(trx, known.id, known.version, {
    name: row.name,
    ...(row.shortNames && { shortNames: row.shortNames }),
    ...(row.type && { type: row.type }),
    ...(centreId && { centreId }),
    ...(row.selfGoverning !== null && { selfGoverning: row.selfGoverning }),
    // Nobody has confirmed the new number.
    ...(changes.some(({ column }) => column === 'employees') && {
      employeesCount: row.employees,
      employeesConfirmedOn: null,
    }),
  })
  if (!updated) throw stale(known)
  const detail = { fields: changes.map(({ column }) => column) }
  const subject = { subject: 'tilbud', subjectId: known.id, tilbudId: known.id } as const
  await writeLog(trx, { userId: by.id, action: 'change', ...subject, detail })
}

/** Imports the rows; answers how many tilbud are new and how many changed. Refuses all of them when one is wrong. */
export function importTilbud(db: Db, by: RequestUser, rows: TilbudRow[], { newCentres }: { newCentres: boolean }) {
  return db.transaction().execute(async trx => {
    const existing = { centres: await listCentres(trx), tilbud: await listTilbud(trx, by) }
    const plan = planImport(rows, existing)
    if (plan.problems.length > 0)
      throw invalid(plan.problems.map(problem => ({ path: '/rows', message: problemInWords(problem) })))
    if (plan.newCentres.length > 0 && !newCentres) throw conflict(UNTICKED)
    await addCentres(trx, by, plan.newCentres)
    const centres = await listCentres(trx)
    const count = { new: 0, changed: 0, centres: plan.newCentres.length }
    for (const planned of plan.rows) {
      const { row, known, changes } = planned
      const centreId = row.centre === null ? undefined : findByName(centres, row.centre)?.id
      if (!known) {
        await addTilbud(trx, by, {
          name: row.name,
          shortNames: row.shortNames ?? [],
          type: row.type ?? '',
          centreId: centreId ?? '',
          selfGoverning: row.selfGoverning ?? false,
          employees: { count: row.employees, confirmedOn: null },
          active: true,
        })
        count.new++
      } else if (changes.length > 0) {
        await changeTilbud(trx, by, planned, centreId)
        count.changed++
      }
    }
    await writeLog(trx, { userId: by.id, action: 'import', subject: 'tilbud', detail: count })
    return count
  })
}

// The changes that an administrator makes to what stands on the reports. Published reports keep what they were frozen with.
import type { Db, Trx } from '../db/tables.ts'
import { conflict, invalid, stale } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { readPicture } from '../lib/picture.ts'
import { writeLog } from '../log/log.queries.ts'
import { lockMunicipality, type MunicipalityRow, updateMunicipality } from './municipality.queries.ts'
import { logoFault } from './municipality.rules.ts'
import type { MunicipalityChange } from './municipality.schema.ts'
import { toAnswer } from './municipality.view.ts'

type Change = Parameters<typeof updateMunicipality>[1]

/** Writes what `decide` makes of the row as it stands. `version` null matches nothing. */
function change(
  db: Db,
  by: RequestUser,
  version: number | null,
  fields: string[],
  decide: (before: MunicipalityRow) => Change,
) {
  return db.transaction().execute(async (trx: Trx) => {
    const before = await lockMunicipality(trx)
    if (before.version !== version) throw stale(toAnswer(before))
    const after = await updateMunicipality(trx, decide(before))
    await writeLog(trx, { userId: by.id, action: 'change', subject: 'municipality', detail: { fields } })
    return after
  })
}

/** Name, colour and how often a tilbud is visited; what is not named stays. Without a name there is neither colour nor logo. */
export const changeMunicipality = (db: Db, by: RequestUser, version: number | null, input: MunicipalityChange) =>
  change(db, by, version, Object.keys(input), before => {
    const { name, colour, logo, monthsBetweenVisits } = { ...before, ...input }
    if (name === null && (colour !== null || logo !== null))
      throw invalid([{ path: '/name', message: 'Skriv kommunens navn, så længe der er en farve eller et logo.' }])
    return { name, colour, monthsBetweenVisits }
  })

/** A new logo in the place of the one before. The name is what is read aloud instead of it, so it comes first. */
export const putLogo = (db: Db, by: RequestUser, version: number | null, bytes: Uint8Array) =>
  change(db, by, version, ['logo'], before => {
    if (before.name === null)
      throw conflict('Skriv og gem kommunens navn først; det bliver læst op i stedet for logoet.')
    const picture = readPicture(bytes)
    const fault = logoFault(picture, bytes.byteLength)
    if (fault !== null || picture === null) throw invalid([{ path: '/file', message: fault ?? '' }])
    return { logo: bytes, logoType: picture.type }
  })

export const removeLogo = (db: Db, by: RequestUser, version: number | null) =>
  change(db, by, version, ['logo'], () => ({ logo: null, logoType: null }))

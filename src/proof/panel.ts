// The proof-reader's panel, for the pages of the visit.
import type { Db } from '../db/tables.ts'
import type { ReadPanel } from '../visit/panel.ts'
import { worksOn } from '../visit/visit.rules.ts'
import { panelView } from './panel.view.ts'
import { readFindings } from './proof.reading.ts'
import { ANSWERABLE } from './proof.rules.ts'

/** Reads the panel of a page; for those who work on the visit, as long as something can be done about what is found. */
export const readPanel =
  (db: Db): ReadPanel =>
  async ({ user, visit }, part) =>
    worksOn(user, visit) && ANSWERABLE[visit.status]
      ? panelView({ visit, findings: await readFindings(db, visit), part })
      : null

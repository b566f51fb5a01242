// Now and then: what was written live becomes history, and the updates of texts that are left alone go.
import type { FastifyInstance } from 'fastify'
import type { Db } from '../db/tables.ts'
import { listForSweep } from '../text/text.queries.ts'
import { quietlyAt } from './at-visit.ts'
import { compactVisit } from './history.ts'

const EVERY = 60_000
const AT_ONCE = 50

/** Sweeps once. Safe while people write, and while another process sweeps. */
export async function sweep(db: Db) {
  for (const { visitId } of await listForSweep(db, AT_ONCE))
    await quietlyAt(db, visitId, at => compactVisit(at, { atOnce: false }))
}

/** Sweeps as long as the app runs. */
export function registerSweep(app: FastifyInstance, { db }: { db: Db }) {
  let sweeping: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    sweeping = sweep(db).catch(error => app.log.error({ err: error.message }, 'sweep'))
  }, EVERY).unref()
  app.addHook('preClose', () => clearInterval(timer))
  app.addHook('onClose', () => sweeping.then(() => {}))
}

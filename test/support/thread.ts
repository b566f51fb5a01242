// A visit as its publication leaves it behind for threads, without printing anything.
import { createHash } from 'node:crypto'
import type { Trx } from '../../src/db/tables.ts'
import { findModel } from '../../src/model/model.queries.ts'
import { publishThreads, requireDecided } from '../../src/thread/publication.actions.ts'
import { findVisit } from '../../src/visit/visit.queries.ts'
import type { Visit } from '../../src/visit/visit.schema.ts'
import type { TestApp } from './app.ts'

/** Publishes the visit's threads as report.actions does, on `day`. */
export async function publishUnprinted({ db }: TestApp, visitId: string, day = '2026-06-01') {
  const visit = await findVisit(db, null, visitId)
  const model = visit && (await findModel(db, visit.modelId))
  if (!visit || !model) throw new Error('no visit')
  const publishedAt = new Date(`${day}T10:00:00Z`)
  await db.transaction().execute(async trx => {
    await requireDecided(trx, visit)
    await publishThreads(
      trx,
      visit,
      model.themes.map(({ key }) => key),
      publishedAt,
    )
    await setPublished(trx, visit, publishedAt)
  })
}

/** Publishes the visit on `day` as before there were threads: it has a report, and no more. */
export async function publishWithoutThreads({ db }: TestApp, visitId: string, day: string) {
  const visit = await findVisit(db, null, visitId)
  if (!visit) throw new Error('no visit')
  await db.transaction().execute(trx => setPublished(trx, visit, new Date(`${day}T10:00:00Z`)))
}

async function setPublished(trx: Trx, { id: visitId, consultantIds }: Visit, publishedAt: Date) {
  await trx.updateTable('visit').set({ status: 'published' }).where('id', '=', visitId).execute()
  const { count } = await trx
    .selectFrom('report')
    .select(eb => eb.fn.countAll<number>().as('count'))
    .where('visitId', '=', visitId)
    .executeTakeFirstOrThrow()
  const bytes = new Uint8Array()
  const sum = createHash('sha256').update(bytes).digest('hex')
  await trx
    .insertInto('report')
    .values({
      ...{
        id: crypto.randomUUID(),
        visitId,
        version: count + 1,
        publishedAt,
        view: '{}',
        html: '',
        pdf: bytes,
        sha256: sum,
      },
      ...{
        publishedBy: consultantIds[0] ?? '',
        correctionReason: count === 0 ? null : 'En fejl.',
        conclusionHtml: '',
        conclusionPdf: bytes,
        conclusionSha256: sum,
      },
    })
    .execute()
}

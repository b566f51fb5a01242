// A visit as its publication leaves it behind for threads, without printing anything.
import { createHash } from 'node:crypto'
import { findModel } from '../../src/model/model.queries.ts'
import { publishThreads, requireDecided } from '../../src/thread/publication.actions.ts'
import { findVisit } from '../../src/visit/visit.queries.ts'
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
          publishedBy: visit.consultantIds[0] ?? '',
          correctionReason: count === 0 ? null : 'En fejl.',
          conclusionHtml: '',
          conclusionPdf: bytes,
          conclusionSha256: sum,
        },
      })
      .execute()
  })
}

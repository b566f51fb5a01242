// /api/v1/verify/{sha256}: whether a PDF in hand is the published one, for an archive or a case system.
import { z } from 'zod'
import type { Db } from '../db/tables.ts'
import { type Api, refusals } from '../http/api.ts'
import { findLine } from './verify.queries.ts'
import { verdictOn } from './verify.rules.ts'
import { Sha256, Verification } from './verify.schema.ts'
import { verification } from './verify.view.ts'

export function verifyApi(app: Api, { db }: { db: Db }) {
  app.get(
    '/verify/:sha256',
    {
      config: { policy: 'public', rateLimit: { max: 60, timeWindow: '1 minute' } },
      schema: {
        operationId: 'verify',
        summary: 'Whether the PDF with this SHA-256 is the current report or conclusion',
        tags: ['reports'],
        security: [],
        params: z.object({ sha256: Sha256 }),
        response: { 200: Verification, 422: refusals[422] },
      },
    },
    async ({ params: { sha256 } }) => verification(verdictOn(await findLine(db, sha256), sha256)),
  )
}

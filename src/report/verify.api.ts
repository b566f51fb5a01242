// /api/v1/verify/{hash}: whether a document in hand is the published one, for an archive or a case system.
import { z } from 'zod'
import type { Db } from '../db/tables.ts'
import { type Api, refusals } from '../http/api.ts'
import { findLines } from './verify.queries.ts'
import { verdictOn } from './verify.rules.ts'
import { Hash, Verification } from './verify.schema.ts'
import { verification } from './verify.view.ts'

export function verifyApi(app: Api, { db }: { db: Db }) {
  app.get(
    '/verify/:hash',
    {
      config: { policy: 'public', rateLimit: { max: 60, timeWindow: '1 minute' } },
      schema: {
        operationId: 'verify',
        summary: 'Whether a document is the current report or conclusion, by its SHA-256 or its short hash',
        description:
          'The SHA-256 of the file tells exactly. The six characters at the foot of each page tell which edition a paper is of, not whether it was changed; where they fit several editions, all of them are listed with their dates.',
        tags: ['reports'],
        security: [],
        params: z.object({ hash: Hash }),
        response: { 200: Verification, 422: refusals[422] },
      },
    },
    async ({ params: { hash } }) => verification(verdictOn(await findLines(db, hash), hash)),
  )
}

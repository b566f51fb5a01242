// /api/v1/visits/{id}/proof and /api/v1/proof/settings: what the proof-reader finds, and what its rules do.
import { z } from 'zod'
import type { Db } from '../db/tables.ts'
import { type Api, etag, ifMatch, refusals, writeRefusals } from '../http/api.ts'
import { notFound, unauthorized } from '../http/errors.ts'
import { id } from '../lib/fields.ts'
import { logVisit } from '../visit/at-visit.ts'
import { findVisit } from '../visit/visit.queries.ts'
import { may, worksOn } from '../visit/visit.rules.ts'
import { answerFinding, changeSettings, readSettings } from './proof.actions.ts'
import { type ReadFinding, readFindings } from './proof.reading.ts'
import { Finding, FindingAnswer, FindingKey, ProofSettings, ProofSettingsChange } from './proof.schema.ts'

const tags = ['proof']
// Not by policy: to a leader a draft does not exist, and neither does what was found in it.
const loggedIn = { policy: 'loggedIn' } as const
const administrators = { policy: 'administrator' } as const

const toAnswer = ({ key, rule, severity, where, place, what, answer }: ReadFinding): Finding => ({
  key,
  rule: rule.name,
  severity,
  message: `${place}: ${what} ${rule.why} ${rule.remedy}`,
  where,
  answer: answer && { ...answer, at: answer.at.toISOString() },
})

export function proofApi(app: Api, { db }: { db: Db }) {
  app.get(
    '/visits/:id/proof',
    {
      config: loggedIn,
      schema: {
        operationId: 'proofread',
        summary: 'What the proof-reader finds in the visit as it stands, what blocks first',
        tags,
        params: z.object({ id }),
        response: { 200: z.object({ items: z.array(Finding) }), ...refusals },
      },
    },
    async ({ user, params: { id: visitId } }) => {
      if (!user) throw unauthorized()
      const visit = await findVisit(db, user, visitId)
      if (!visit || !worksOn(user, visit)) throw notFound('Besøget')
      if (!may(user, 'write', visit))
        await db
          .transaction()
          .execute(trx => logVisit(trx, user, visit, { action: 'read', subjectId: visitId, detail: {} }))
      return { items: (await readFindings(db, visit)).map(toAnswer) }
    },
  )

  app.post(
    '/visits/:id/proof/:key/answer',
    {
      config: loggedIn,
      schema: {
        operationId: 'answerFinding',
        summary: 'Answer a warning with a reason; it holds as long as the text stays as it is',
        tags,
        params: z.object({ id, key: FindingKey }),
        body: FindingAnswer,
        response: { 200: Finding, ...writeRefusals },
      },
    },
    async ({ user, params, body }) => {
      if (!user) throw unauthorized()
      return toAnswer(await answerFinding(db, user, params.id, params.key, body.reason))
    },
  )

  app.get(
    '/proof/settings',
    {
      config: administrators,
      schema: {
        operationId: 'getProofSettings',
        summary: 'What each rule of the proof-reader does',
        tags,
        response: { 200: ProofSettings, ...refusals },
      },
    },
    async (_request, reply) => {
      const settings = await readSettings(db)
      return reply.header('etag', etag(settings.version)).send(settings)
    },
  )

  app.put(
    '/proof/settings',
    {
      config: administrators,
      schema: {
        operationId: 'changeProofSettings',
        summary: 'Decide what rules do; those that are not named stay as they are',
        tags,
        body: ProofSettingsChange,
        response: { 200: ProofSettings, ...writeRefusals },
      },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      const settings = await changeSettings(db, request.user, ifMatch(request.headers), request.body)
      return reply.header('etag', etag(settings.version)).send(settings)
    },
  )
}

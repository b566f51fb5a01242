// /verify: whether a document in hand is the published one. Leaders get it by mail and committees are no users: anybody asks.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../db/tables.ts'
import { invalid, type Refusal } from '../http/errors.ts'
import { fieldsOf, textOf } from '../http/form.ts'
import { renderPage } from '../http/page.ts'
import { sumUpload } from '../http/upload.ts'
import { mayReadReport } from './report.rules.ts'
import { findLines } from './verify.queries.ts'
import { verdictOn } from './verify.rules.ts'
import { Hash } from './verify.schema.ts'
import { verifyAnswer, verifyForm } from './verify.view.ts'

const MEGABYTES = 25
const config = { policy: 'public', rateLimit: { max: 60, timeWindow: '1 minute' } } as const

type Asked = { hash: string } | { refusal: Refusal }

function readHash(text: string): Asked {
  const { data, error } = Hash.safeParse(text)
  if (data) return { hash: data }
  return { refusal: invalid((error?.issues ?? []).map(({ message }) => ({ path: '/hash', message }))) }
}

async function sumOfPdf(request: FastifyRequest): Promise<Asked> {
  const read = await sumUpload(request, { megabytes: MEGABYTES })
  if ('refusal' in read) return read
  if (read.upload.head.toString('latin1').startsWith('%PDF-')) return { hash: read.upload.sha256 }
  return { refusal: invalid([{ path: '/file', message: 'Filen er ikke en PDF. Vælg den PDF, som du har fået.' }]) }
}

export function verifyPages(app: FastifyInstance, { db }: { db: Db }) {
  const showForm = (request: FastifyRequest, reply: FastifyReply, refusal: Refusal | null, text = '') =>
    renderPage(request, reply.code(refusal?.status ?? 200), 'report/verify.hbs', verifyForm(refusal, text))

  app.get('/verify', { config: { policy: 'public' } }, (request, reply) => showForm(request, reply, null))

  app.post('/verify', { config }, async (request, reply) => {
    const text = textOf(fieldsOf(request.body), 'hash')
    const asked = request.isMultipart() ? await sumOfPdf(request) : readHash(text)
    if ('refusal' in asked) return showForm(request, reply, asked.refusal, text)
    return reply.redirect(`/verify/${asked.hash}`, 303)
  })

  app.get<{ Params: { hash: string } }>('/verify/:hash', { config }, async (request, reply) => {
    const { user, params } = request
    const asked = readHash(params.hash)
    if ('refusal' in asked) return showForm(request, reply, asked.refusal, params.hash)
    const { hash } = asked
    const reads = (edition: Parameters<typeof mayReadReport>[1]) => user !== null && mayReadReport(user, edition)
    const answer = verifyAnswer(verdictOn(await findLines(db, hash), hash), hash, reads)
    return renderPage(request, reply, 'report/verified.hbs', answer)
  })
}

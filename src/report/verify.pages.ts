// /verify: whether a PDF in hand is the published one. Leaders get it by mail and committees are no users: anybody asks.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../db/tables.ts'
import { invalid, type Refusal } from '../http/errors.ts'
import { fieldsOf, textOf } from '../http/form.ts'
import { renderPage } from '../http/page.ts'
import { sumUpload } from '../http/upload.ts'
import { mayReadReport } from './report.rules.ts'
import { findLine } from './verify.queries.ts'
import { verdictOn } from './verify.rules.ts'
import { Sha256 } from './verify.schema.ts'
import { verifyAnswer, verifyForm } from './verify.view.ts'

const MEGABYTES = 25
const config = { policy: 'public', rateLimit: { max: 60, timeWindow: '1 minute' } } as const

type Sum = { sha256: string } | { refusal: Refusal }

function readSum(text: string): Sum {
  const { data, error } = Sha256.safeParse(text)
  if (data) return { sha256: data }
  return { refusal: invalid((error?.issues ?? []).map(({ message }) => ({ path: '/sha256', message }))) }
}

async function sumOfPdf(request: FastifyRequest): Promise<Sum> {
  const read = await sumUpload(request, { megabytes: MEGABYTES })
  if ('refusal' in read) return read
  if (read.upload.head.toString('latin1').startsWith('%PDF-')) return read.upload
  return { refusal: invalid([{ path: '/file', message: 'Filen er ikke en PDF. Vælg den PDF, som du har fået.' }]) }
}

export function verifyPages(app: FastifyInstance, { db }: { db: Db }) {
  const showForm = (request: FastifyRequest, reply: FastifyReply, refusal: Refusal | null, text = '') =>
    renderPage(request, reply.code(refusal?.status ?? 200), 'report/verify.hbs', verifyForm(refusal, text))

  app.get('/verify', { config: { policy: 'public' } }, (request, reply) => showForm(request, reply, null))

  app.post('/verify', { config }, async (request, reply) => {
    const text = textOf(fieldsOf(request.body), 'sha256')
    const sum = request.isMultipart() ? await sumOfPdf(request) : readSum(text)
    if ('refusal' in sum) return showForm(request, reply, sum.refusal, text)
    return reply.redirect(`/verify/${sum.sha256}`, 303)
  })

  app.get<{ Params: { hash: string } }>('/verify/:hash', { config }, async (request, reply) => {
    const { user, params } = request
    const sum = readSum(params.hash)
    if ('refusal' in sum) return showForm(request, reply, sum.refusal, params.hash)
    const line = await findLine(db, sum.sha256)
    const isReader = user !== null && line[0] !== undefined && mayReadReport(user, line[0])
    const answer = verifyAnswer(verdictOn(line, sum.sha256), sum.sha256, isReader)
    return renderPage(request, reply, 'report/verified.hbs', answer)
  })
}

// /municipality: the administrator sets what stands on the reports.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../db/tables.ts'
import { type Refusal, unauthorized } from '../http/errors.ts'
import { fieldsOf, refusalOf, submit, textOf } from '../http/form.ts'
import { renderPage } from '../http/page.ts'
import { readUpload } from '../http/upload.ts'
import { changeMunicipality, putLogo, removeLogo } from './municipality.actions.ts'
import { findMunicipality } from './municipality.queries.ts'
import { MunicipalityChange } from './municipality.schema.ts'
import { municipalityPage, type Typed } from './municipality.view.ts'

const config = { policy: 'administrator' } as const
type Versioned = { Querystring: { version?: string } }

export function municipalityPages(app: FastifyInstance, { db }: { db: Db }) {
  async function show(request: FastifyRequest, reply: FastifyReply, typed: Typed | null, refusal: Refusal | null) {
    if (refusal) reply.code(refusal.status)
    const page = municipalityPage(await findMunicipality(db), typed, refusal)
    return renderPage(request, reply, 'municipality/municipality.hbs', page)
  }

  function saved(request: FastifyRequest, reply: FastifyReply, text: string) {
    request.session.flash = { kind: 'success', text }
    return reply.redirect('/municipality', 303)
  }

  app.get('/municipality', { config }, (request, reply) => show(request, reply, null, null))

  app.post('/municipality', { config }, async (request, reply) => {
    const by = request.user
    if (!by) throw unauthorized()
    const sent = fieldsOf(request.body)
    const typed = {
      name: textOf(sent, 'name'),
      colour: textOf(sent, 'colour'),
      monthsBetweenVisits: textOf(sent, 'monthsBetweenVisits'),
    }
    const version = Number(textOf(sent, 'version'))
    const orNone = (text: string) => (text.trim() === '' ? null : text)
    const months = typed.monthsBetweenVisits.trim()
    const input = {
      name: orNone(typed.name),
      colour: orNone(typed.colour),
      ...(months !== '' && { monthsBetweenVisits: Number(months) }),
    }
    const write = (change: MunicipalityChange) => changeMunicipality(db, by, version, change)
    const refusal = await submit(MunicipalityChange, input, write, '')
    if (refusal) return show(request, reply, typed, refusal)
    return saved(request, reply, 'Gemt. Navn og farve står på kladder nu og på de rapporter, I udgiver fra nu af.')
  })

  app.post<Versioned>('/municipality/logo', { config }, async (request, reply) => {
    const by = request.user
    if (!by) throw unauthorized()
    const sent = await readUpload(request)
    const write = async () => {
      if ('refusal' in sent) throw sent.refusal
      await putLogo(db, by, Number(request.query.version), sent.upload.bytes)
    }
    const refusal = await refusalOf(write, '')
    if (refusal) return show(request, reply, null, refusal)
    return saved(request, reply, 'Logoet er gemt og står på de rapporter, I udgiver fra nu af.')
  })

  app.post<Versioned>('/municipality/logo/delete', { config }, async (request, reply) => {
    const by = request.user
    if (!by) throw unauthorized()
    const refusal = await refusalOf(() => removeLogo(db, by, Number(request.query.version)), '')
    if (refusal) return show(request, reply, null, refusal)
    return saved(request, reply, 'Logoet er fjernet.')
  })
}

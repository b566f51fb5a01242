// /device: one's own devices; with ?userId= an administrator sees another's.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Db } from '../db/tables.ts'
import { notFound, unauthorized } from '../http/errors.ts'
import { fieldsOf, textOf } from '../http/form.ts'
import { renderPage } from '../http/page.ts'
import { id } from '../lib/fields.ts'
import { findUser } from '../user/user.queries.ts'
import { shutOut } from './device.actions.ts'
import { listDevices } from './device.queries.ts'
import { mayRevoke } from './device.rules.ts'
import { devicePage } from './device.view.ts'

const config = { policy: 'loggedIn' } as const

export function devicePages(app: FastifyInstance, { db }: { db: Db }) {
  async function ownerOf({ user }: FastifyRequest, wanted: string) {
    if (!user) throw unauthorized()
    if (wanted === '' || wanted === user.id) return { user, owner: null }
    const owner = id.safeParse(wanted).success && mayRevoke(user, wanted) ? await findUser(db, wanted) : undefined
    if (!owner) throw notFound('Brugeren')
    return { user, owner }
  }

  app.get<{ Querystring: Record<string, unknown> }>('/device', { config }, async (request, reply) => {
    const { user, owner } = await ownerOf(request, textOf(request.query, 'userId'))
    const rows = await listDevices(db, owner?.id ?? user.id)
    const own = request.session.device ?? null
    return renderPage(request, reply, 'device/list.hbs', devicePage(rows, { own, owner }))
  })

  app.post<{ Params: { id: string } }>('/device/:id/revoke', { config }, async (request, reply) => {
    const { user, owner } = await ownerOf(request, textOf(fieldsOf(request.body), 'userId'))
    const device = id.safeParse(request.params.id)
    if (!device.success) throw notFound('Enheden')
    await shutOut(db, user, owner?.id ?? user.id, device.data)
    request.session.flash = {
      kind: 'success',
      text: 'Enheden er lukket ude. Næste gang den har net, slettes det, der ligger på den.',
    }
    return reply.redirect(owner ? `/device?userId=${owner.id}` : '/device', 303)
  })
}

// /invitation/{code}: where a person who was invited chooses a password. Looking at it uses nothing up.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../db/tables.ts'
import { type Refusal, unauthorized } from '../http/errors.ts'
import { fieldsOf, showRefusal, submit, textOf } from '../http/form.ts'
import { renderPage } from '../http/page.ts'
import { id as uuid } from '../lib/fields.ts'
import { sumOfCode } from '../lib/one-time.ts'
import { acceptInvitation, sendInvitation, usedUp } from './invitation.actions.ts'
import { findOpenInvitation } from './invitation.queries.ts'
import { findUser, listPlaces } from './user.queries.ts'
import { ChosenPassword } from './user.schema.ts'

type ByCode = { Params: { code: string } }

const LABELS = { password: 'Adgangskode', repeated: 'Adgangskode igen' }
const config = { policy: 'public', rateLimit: { max: 30, timeWindow: '1 minute' } } as const

export function invitationPages(
  app: FastifyInstance,
  { db, secret, now }: { db: Db; secret: string; now: () => Date },
) {
  async function render(request: FastifyRequest<ByCode>, reply: FastifyReply, refusal: Refusal | null) {
    const invitation = await findOpenInvitation(db, sumOfCode(request.params.code), now())
    if (!invitation) throw usedUp()
    return renderPage(request, reply, 'user/invitation.hbs', {
      title: 'Vælg adgangskode',
      action: `/invitation/${request.params.code}`,
      name: invitation.name,
      email: invitation.email,
      ...showRefusal(LABELS, refusal),
    })
  }

  app.get<ByCode>('/invitation/:code', { config }, (request, reply) => render(request, reply, null))

  app.post<ByCode>('/invitation/:code', { config }, async (request, reply) => {
    const sent = fieldsOf(request.body)
    const typed = { password: textOf(sent, 'password'), repeated: textOf(sent, 'repeated') }
    let userId = ''
    const refusal = await submit(
      ChosenPassword,
      typed,
      async ({ password }) => {
        userId = await acceptInvitation(db, request.params.code, password, now())
      },
      '',
    )
    if (refusal?.status === 410) throw refusal
    if (refusal) return render(request, reply.code(refusal.status), refusal)
    await request.session.regenerate()
    request.session.userId = userId
    request.session.flash = { kind: 'success', text: 'Din adgangskode er valgt. Næste gang logger du ind med den.' }
    return reply.redirect('/', 303)
  })

  app.post<{ Params: { id: string } }>(
    '/user/:id/invitation',
    { config: { policy: 'administrator' } },
    async (request, reply) => {
      const by = request.user
      if (!by) throw unauthorized()
      const user = uuid.safeParse(request.params.id).success ? await findUser(db, request.params.id) : undefined
      if (!user?.active) throw usedUp()
      const places = (await listPlaces(db)).filter(place => user.tilbudIds.includes(place.id))
      const tilbudName = places.map(({ name }) => name).join(', ') || 'kommunen'
      await db
        .transaction()
        .execute(trx => sendInvitation(trx, by, { userId: user.id, tilbudName }, { secret, now: now() }))
      request.session.flash = { kind: 'success', text: `${user.name} får en mail med et link, der virker i 72 timer.` }
      return reply.redirect(`/user/${user.id}`, 303)
    },
  )
}

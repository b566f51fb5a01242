// /user: the administrator's list of people and the form of one of them; /user/password: everybody's own.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../db/tables.ts'
import { notFound, type Refusal, unauthorized } from '../http/errors.ts'
import { fieldsOf, submit, textOf } from '../http/form.ts'
import { START } from '../http/menu.ts'
import { renderPage } from '../http/page.ts'
import { id as uuid } from '../lib/fields.ts'
import { findTrouble } from '../mail/mail.queries.ts'
import { changeOwnPassword, changeUser, createUser, TAKEN } from './user.actions.ts'
import { findUser, listPlaces, listUsersWithTilbud } from './user.queries.ts'
import { NewUser, OwnPassword, UserChange } from './user.schema.ts'
import { passwordForm, textsOfUser, toUser, userForm, userRows, userTexts } from './user.view.ts'

const config = { policy: 'administrator' } as const
type ById = { Params: { id: string } }

export function userPages(app: FastifyInstance, { db }: { db: Db }) {
  async function requireUser(id: string) {
    const user = uuid.safeParse(id).success ? await findUser(db, id) : undefined
    if (!user) throw notFound('Brugeren')
    return user
  }

  app.get('/user', { config }, async (request, reply) => {
    const rows = userRows(await listUsersWithTilbud(db))
    return renderPage(request, reply, 'user/list.hbs', { title: 'Brugere', rows })
  })

  async function showNew(request: FastifyRequest, reply: FastifyReply, refusal: Refusal | null) {
    const texts = userTexts(fieldsOf(request.body))
    return renderPage(request, reply, 'user/form.hbs', userForm(null, texts, await listPlaces(db), refusal))
  }

  app.get('/user/new', { config }, (request, reply) => showNew(request, reply, null))

  app.post('/user/new', { config }, async (request, reply) => {
    const texts = userTexts(fieldsOf(request.body))
    // An empty password is a fault here, and no change on the form of somebody who has one.
    const sent = { ...toUser(texts), password: texts.password }
    const refusal = await submit(NewUser, sent, input => createUser(db, request.user, input), TAKEN)
    if (refusal) return showNew(request, reply.code(refusal.status), refusal)
    request.session.flash = { kind: 'success', text: `${texts.name.trim()} er oprettet og kan logge ind.` }
    return reply.redirect('/user', 303)
  })

  app.get<ById>('/user/:id', { config }, async (request, reply) => {
    const user = await requireUser(request.params.id)
    const [newest] = await findTrouble(db, [user.id])
    const trouble = newest && newest.state !== 'sent' ? (newest.failure ?? '') : null
    const page = userForm(user, textsOfUser(user), await listPlaces(db), null, trouble)
    return renderPage(request, reply, 'user/form.hbs', page)
  })

  app.post<ById>('/user/:id', { config }, async (request, reply) => {
    const by = request.user
    if (!by) throw unauthorized()
    const { id } = await requireUser(request.params.id)
    const texts = userTexts(fieldsOf(request.body))
    const sent = { ...toUser(texts), active: texts.active }
    const write = (change: UserChange) => changeUser(db, by, id, Number(texts.version), change)
    const refusal = await submit(UserChange, sent, write, TAKEN)
    if (refusal) {
      const page = userForm(await requireUser(id), texts, await listPlaces(db), refusal)
      return renderPage(request, reply.code(refusal.status), 'user/form.hbs', page)
    }
    request.session.flash = { kind: 'success', text: `${texts.name.trim()} er gemt.` }
    return reply.redirect('/user', 303)
  })

  app.get('/user/password', { config: { policy: 'loggedIn' } }, (request, reply) =>
    renderPage(request, reply, 'user/password.hbs', passwordForm(null)),
  )

  app.post(
    '/user/password',
    { config: { policy: 'loggedIn', rateLimit: { max: 10, timeWindow: '1 minute' } } },
    async (request, reply) => {
      const { user } = request
      if (!user) throw unauthorized()
      const body = fieldsOf(request.body)
      const sent = {
        current: textOf(body, 'current'),
        password: textOf(body, 'password'),
        repeated: textOf(body, 'repeated'),
      }
      const refusal = await submit(OwnPassword, sent, input => changeOwnPassword(db, user, input), '')
      if (refusal) return renderPage(request, reply.code(refusal.status), 'user/password.hbs', passwordForm(refusal))
      // All logins have ended, this one too: whoever knew the old password begins again with the new one.
      await request.session.regenerate()
      request.session.userId = user.id
      request.session.flash = { kind: 'success', text: 'Din adgangskode er skiftet. Andre steder er du logget ud.' }
      return reply.redirect(START[user.role], 303)
    },
  )
}

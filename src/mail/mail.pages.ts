// /mail: what was sent and what came back, for administrators; /mail/setting: how often one gets mails.
import type { FastifyInstance } from 'fastify'
import { type Db, MAIL_FREQUENCIES, MAIL_STATES } from '../db/tables.ts'
import { unauthorized } from '../http/errors.ts'
import { fieldsOf, submit, textOf } from '../http/form.ts'
import { START } from '../http/menu.ts'
import { renderPage } from '../http/page.ts'
import { id } from '../lib/fields.ts'
import { changeSetting } from './mail.actions.ts'
import { countMails, findSetting, listMails } from './mail.queries.ts'
import { MailSettingChange } from './mail.schema.ts'
import { mailPage, settingForm } from './mail.view.ts'

type List = { Querystring: { before?: string; state?: string } }

const ON_A_PAGE = 50

/** `sends`: whether the installation has a mail server to send with. */
export function mailPages(app: FastifyInstance, { db, sendsMail }: { db: Db; sendsMail: boolean }) {
  app.get<List>('/mail', { config: { policy: 'administrator' } }, async (request, reply) => {
    const before = id.safeParse(request.query.before).data ?? null
    const state = MAIL_STATES.find(candidate => candidate === request.query.state)
    const rows = await listMails(db, { before, limit: ON_A_PAGE + 1, state })
    const page = mailPage(rows, await countMails(db), { state, before, limit: ON_A_PAGE, sends: sendsMail })
    return renderPage(request, reply, 'mail/list.hbs', page)
  })

  app.get('/mail/setting', { config: { policy: 'loggedIn' } }, async (request, reply) => {
    if (!request.user) throw unauthorized()
    const { frequency, version } = await findSetting(db, request.user.id)
    return renderPage(request, reply, 'mail/setting.hbs', settingForm(frequency, version, null))
  })

  app.post('/mail/setting', { config: { policy: 'loggedIn' } }, async (request, reply) => {
    const { user } = request
    if (!user) throw unauthorized()
    const sent = fieldsOf(request.body)
    const typed = MAIL_FREQUENCIES.find(candidate => candidate === textOf(sent, 'frequency'))
    const refusal = await submit(
      MailSettingChange,
      { frequency: typed },
      ({ frequency }) => changeSetting(db, user, Number(textOf(sent, 'version')), frequency),
      '',
    )
    if (!refusal) {
      request.session.flash = { kind: 'success', text: 'Dit valg af mails er gemt.' }
      return reply.redirect(START[user.role], 303)
    }
    const now = await findSetting(db, user.id)
    const error = refusal.errors[0]?.message ?? refusal.message
    return renderPage(
      request,
      reply.code(refusal.status),
      'mail/setting.hbs',
      settingForm(typed ?? now.frequency, now.version, error),
    )
  })
}

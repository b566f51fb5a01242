// /api/v1/mails: what was sent, waits or came back, for administrators; and everybody's own setting.
import { z } from 'zod'
import { type Db, MAIL_STATES } from '../db/tables.ts'
import { type Api, etag, ifMatch, pageOf, pageQuery, readCursor, refusals, toPage, writeRefusals } from '../http/api.ts'
import { unauthorized } from '../http/errors.ts'
import { id } from '../lib/fields.ts'
import { changeSetting } from './mail.actions.ts'
import { findSetting, listMails } from './mail.queries.ts'
import { Mail, MailSetting, MailSettingChange } from './mail.schema.ts'

const tags = ['mails']

export function mailApi(app: Api, { db }: { db: Db }) {
  app.get(
    '/mails',
    {
      config: { policy: 'administrator' },
      schema: {
        operationId: 'listMails',
        summary: 'Mails that wait, were sent or came back, newest first',
        tags,
        querystring: z.object({ ...pageQuery, state: z.enum(MAIL_STATES).optional() }),
        response: { 200: pageOf(Mail), ...refusals },
      },
    },
    async ({ query: { limit, cursor, state } }) => {
      const rows = await listMails(db, { before: readCursor(cursor, id), limit: limit + 1, state })
      const items = rows.map(({ name: _, email: __, createdAt, dueAt, sentAt, ...row }) => ({
        ...row,
        createdAt: createdAt.toISOString(),
        dueAt: dueAt.toISOString(),
        sentAt: sentAt?.toISOString() ?? null,
      }))
      return toPage(items, limit, row => row.id)
    },
  )

  app.get(
    '/mails/setting',
    {
      config: { policy: 'loggedIn' },
      schema: {
        operationId: 'getMailSetting',
        summary: 'How often I get mails that are not essential',
        tags,
        response: { 200: MailSetting, ...refusals },
      },
    },
    async ({ user }, reply) => {
      if (!user) throw unauthorized()
      const setting = await findSetting(db, user.id)
      return reply.header('etag', etag(setting.version)).send(setting)
    },
  )

  app.put(
    '/mails/setting',
    {
      config: { policy: 'loggedIn' },
      schema: {
        operationId: 'changeMailSetting',
        summary: 'Choose how often: at once, once a day, or not at all; mails with a deadline always come',
        tags,
        body: MailSettingChange,
        response: { 200: MailSetting, ...writeRefusals },
      },
    },
    async ({ user, headers, body }, reply) => {
      if (!user) throw unauthorized()
      const setting = await changeSetting(db, user, ifMatch(headers), body.frequency)
      return reply.header('etag', etag(setting.version)).send(setting)
    },
  )
}

// What is answered about mails, and what a person may choose.
import { z } from 'zod'
import { MAIL_FREQUENCIES, MAIL_STATES } from '../db/tables.ts'
import { id, instant } from '../lib/fields.ts'

export const Mail = z
  .object({
    id,
    userId: id,
    kind: z.string(),
    visitId: id.nullable(),
    tilbudName: z.string(),
    deadline: z.iso.date().nullable(),
    state: z.enum(MAIL_STATES),
    createdAt: instant,
    dueAt: instant,
    attempts: z.int(),
    sentAt: instant.nullable(),
    failure: z.string().nullable(),
  })
  .meta({ id: 'Mail' })

export const MailSettingChange = z
  .strictObject({ frequency: z.enum(MAIL_FREQUENCIES, 'Vælg, hvor tit du vil have mails.') })
  .meta({ id: 'MailSettingChange' })

export const MailSetting = z
  .object({ frequency: z.enum(MAIL_FREQUENCIES), version: z.int().min(0) })
  .meta({ id: 'MailSetting' })

// Half a mail server is refused at the start, with a sentence that names the setting.
import { expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'

const whole = {
  SMTP_URL: 'smtp://mail.kommune.dk:25',
  MAIL_FROM: 'Kvalitetsbesøg <kvalitetsbesoeg@kommune.dk>',
  PUBLIC_URL: 'https://kvalitet.kommune.dk',
}

test('a mail server, a sender and an address to lead to belong together', () => {
  expect(readConfig(whole).mail).toEqual({ smtpUrl: whole.SMTP_URL, from: whole.MAIL_FROM })
  expect(readConfig({}).mail).toBeNull()
  // As docker-compose.yml passes a setting that is not filled in.
  expect(readConfig({ SMTP_URL: '', MAIL_FROM: whole.MAIL_FROM }).mail).toBeNull()
})

test.each([
  [{ MAIL_FROM: '' }, 'MAIL_FROM'],
  [{ PUBLIC_URL: '' }, 'PUBLIC_URL'],
  [{ SMTP_URL: 'mail.kommune.dk' }, 'SMTP_URL'],
  [{ MAIL_FROM: 'kvalitetsbesoeg' }, 'MAIL_FROM'],
  [{ MAIL_FROM: 'a@b.dk\r\nBcc: x@y.dk' }, 'MAIL_FROM'],
])('%o is refused by the name of %s', (wrong, name) => expect(() => readConfig({ ...whole, ...wrong })).toThrow(name))

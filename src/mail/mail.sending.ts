// Sending what is due. A mail is taken before it is sent and is due again later should this process die meanwhile; its
// Message-ID is its own id, so that a receiver knows the second copy of a mail whose first was delivered after all.
import { createTransport } from 'nodemailer'
import type { Db } from '../db/tables.ts'
import { oneTimeCode } from '../lib/one-time.ts'
import { claimDue, markFailed, markSent } from './mail.queries.ts'
import { isTooLate, nextTry, outcomeOf } from './mail.rules.ts'
import { messageView } from './mail.view.ts'

export type Message = {
  to: { name: string; address: string }
  subject: string
  text: string
  html: string
  messageId: string
}
export type Transport = { send(message: Message): Promise<unknown>; close(): void }

/** A connection to the mail server at `url` (smtp:// or smtps://), opened when there is something to send. */
export function smtpTransport(url: string, from: string): Transport {
  const smtp = createTransport(url, { from })
  const timeouts = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 30_000 }
  Object.assign(smtp.options, timeouts)
  return {
    send: message => smtp.sendMail({ ...message, headers: { 'Auto-Submitted': 'auto-generated' } }),
    close: () => smtp.close(),
  }
}

export type Rendering = {
  html: (template: string, data: object) => Promise<string>
  text: (template: string, data: object) => string
}

export type Sending = {
  db: Db
  transport: Transport
  rendering: Rendering
  /** Where people reach the service, without a slash at the end. */
  publicUrl: string
  /** What stands after the @ of a Message-ID: the domain of the sender's address. */
  domain: string
  secret: string
}

type Claimed = Awaited<ReturnType<typeof claimDue>>[number]

const AT_ONCE = 50

// Those who want a mail a day get what is due in one; everything else is a mail of its own.
const isGathered = ({ essential, frequency }: Claimed) => !essential && frequency === 'daily'

function messagesOf(mails: readonly Claimed[]): Claimed[][] {
  const single = mails.filter(mail => !isGathered(mail)).map(mail => [mail])
  const gathered = Map.groupBy(mails.filter(isGathered), ({ userId }) => userId)
  return [...single, ...gathered.values()]
}

/** Sends everything that is due at `now`; returns how many messages went out. Never rejects for one that did not. */
export async function sendDueMails(sending: Sending, now: Date): Promise<number> {
  const { db } = sending
  const claimed = await claimDue(db, { now, limit: AT_ONCE, retryAt: attempts => nextTry(attempts, now) })
  let sent = 0
  for (const mails of messagesOf(claimed)) {
    const ids = mails.map(({ id }) => id)
    const [first] = mails
    if (!first) continue
    if (!first.active) await markFailed(db, ids, { state: 'givenUp', failure: 'Personen kan ikke længere logge ind.' })
    else if (isTooLate(first.createdAt, now))
      await markFailed(db, ids, { state: 'givenUp', failure: 'Mailen kunne ikke sendes i tre dage.' })
    else {
      const failed = await attempt(sending, mails, first)
      if (failed) await markFailed(db, ids, failed)
      else {
        await markSent(db, ids, now)
        sent += 1
      }
    }
  }
  return sent
}

/** Null when the message went out, else what its failure means. */
async function attempt(sending: Sending, mails: readonly Claimed[], first: Claimed) {
  try {
    await sending.transport.send(await composed(sending, mails, first))
    return null
  } catch (error) {
    return outcomeOf(error as Error)
  }
}

async function composed(
  { rendering, publicUrl, domain, secret }: Sending,
  mails: readonly Claimed[],
  first: Claimed,
): Promise<Message> {
  const told = mails.map(({ path, invitationId, ...mail }) => ({
    ...mail,
    url: `${publicUrl}${path}${invitationId ? oneTimeCode(secret, invitationId) : ''}`,
  }))
  const view = { ...messageView(first.name, told), settingUrl: `${publicUrl}/mail/setting` }
  return {
    to: { name: first.name, address: first.email },
    subject: view.subject,
    text: rendering.text('mail/mail.txt.hbs', view),
    html: await rendering.html('mail/mail.html.hbs', view),
    messageId: `<${first.id}@${domain}>`,
  }
}

// A real mail server in this process, and what arrived in it.
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { textRenderer } from '../../src/http/views.ts'
import { type Sending, sendDueMails, smtpTransport } from '../../src/mail/mail.sending.ts'
import { SECRET, type TestApp } from './app.ts'

export type Arrived = Email & { to: { address: string }[]; raw: string }

/** A server that takes every mail but those to the addresses in `refused`, which it answers with their code. */
export async function startMailServer(refused: Record<string, number> = {}) {
  const arrived: Arrived[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo({ address }, _session, done) {
      const code = refused[address]
      done(code ? Object.assign(new Error('no such mailbox here'), { responseCode: code }) : null)
    },
    onData(stream, _session, done) {
      const chunks: Buffer[] = []
      stream.on('data', chunk => chunks.push(chunk))
      stream.on('end', async () => {
        const raw = Buffer.concat(chunks)
        arrived.push({ ...(await PostalMime.parse(raw)), raw: raw.toString() } as Arrived)
        done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.server.address() as { port: number }
  return {
    arrived,
    url: `smtp://127.0.0.1:${port}`,
    to: (address: string) => arrived.filter(mail => mail.to.some(one => one.address === address)),
    close: () => new Promise<void>(resolve => server.close(resolve)),
  }
}

/** What sends the app's mails to the server at `url`. */
export const sendingOf = ({ app, db }: TestApp, url: string): Sending => ({
  db,
  transport: smtpTransport(url, 'Kvalitetsbesøg <besked@kvalitet.eksempel.dk>'),
  rendering: { html: (template, data) => app.view(template, data), text: textRenderer() },
  publicUrl: 'https://kvalitet.eksempel.dk',
  domain: 'kvalitet.eksempel.dk',
  secret: SECRET,
})

/** Sends what is due at `now` to the server at `url`. */
export async function sendMails(app: TestApp, url: string, now: Date) {
  const sending = sendingOf(app, url)
  const sent = await sendDueMails(sending, now)
  sending.transport.close()
  return sent
}

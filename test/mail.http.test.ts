// Mails from the queue to a real mail server: once, later, never, and what people see of it.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { queueMail } from '../src/mail/mail.actions.ts'
import { claimDue } from '../src/mail/mail.queries.ts'
import { dueAt, nextTry, outcomeOf } from '../src/mail/mail.rules.ts'
import { startWorker } from '../src/mail/mail.worker.ts'
import { type Person, useApp } from './support/app.ts'
import { sendMails, startMailServer } from './support/mail.ts'

const app = useApp()
const MINUTE = 60_000
const NOW = new Date('2026-05-04T10:00:00Z')
const later = (minutes: number) => new Date(NOW.getTime() + minutes * MINUTE)
const form = (fields: Record<string, string>) => new URLSearchParams(fields)

let server: Awaited<ReturnType<typeof startMailServer>>
let administrator: Person
const refused: Record<string, number> = {}

beforeAll(async () => {
  server = await startMailServer(refused)
  administrator = await app().person('administrator')
})
afterAll(() => server.close())
beforeEach(async () => {
  await app().db.deleteFrom('mail').execute()
  server.arrived.length = 0
})

const queue = (to: string, kind: Parameters<typeof dueAt>[0] = 'hearingSent', tilbudName = 'Åhuset & Ærø') =>
  app()
    .db.transaction()
    .execute(trx => queueMail(trx, { to, kind, tilbudName, deadline: '2026-05-20', path: '/report' }, NOW))

const send = (now = NOW, url = server.url) => sendMails(app(), url, now)
const states = () => app().db.selectFrom('mail').select(['state', 'attempts', 'failure']).execute()

describe('a mail', () => {
  test('arrives once, as text and HTML, with event, tilbud, deadline and a link behind the login', async () => {
    const leader = await app().person('leader')
    await queue(leader.id)
    expect([await send(), await send(later(600))]).toEqual([1, 0])
    const [mail] = server.to(leader.email)
    expect(server.arrived).toHaveLength(1)
    expect(mail?.subject).toBe('Udkast i høring: Åhuset & Ærø')
    expect(mail?.from).toMatchObject({ name: 'Kvalitetsbesøg', address: 'besked@kvalitet.eksempel.dk' })
    for (const part of [mail?.text, mail?.html]) {
      expect(part).toContain('20. maj 2026')
      expect(part).toContain('https://kvalitet.eksempel.dk/report')
      expect(part).toContain(leader.name)
    }
    expect(mail?.text).toContain('Åhuset & Ærø')
    expect(mail?.html).toContain('Åhuset &amp; Ærø')
    expect(mail?.raw).toMatch(/^Auto-Submitted: auto-generated/im)
  })

  test('is not there when what it tells of did not happen', async () => {
    const leader = await app().person('leader')
    const failing = app()
      .db.transaction()
      .execute(async trx => {
        await queueMail(trx, { to: leader.id, kind: 'published', tilbudName: 'x', path: '/report' }, NOW)
        throw new Error('the cause failed')
      })
    await expect(failing).rejects.toThrow('the cause failed')
    expect([await send(), await states()]).toEqual([0, []])
  })

  test('cannot be given a header by a name', async () => {
    const leader = await app().person('leader')
    await queue(leader.id, 'hearingSent', 'Åhuset\r\nBcc: fremmed@eksempel.dk')
    await send()
    expect(server.arrived).toHaveLength(1)
    expect(server.arrived[0]?.bcc ?? []).toEqual([])
    expect(server.arrived[0]?.to.map(one => one.address)).toEqual([leader.email])
  })

  test('to somebody who can no longer log in is given up', async () => {
    const leader = await app().person('leader')
    await queue(leader.id)
    await app().db.updateTable('user').set({ active: false }).where('id', '=', leader.id).execute()
    expect(await send()).toBe(0)
    expect(await states()).toMatchObject([{ state: 'givenUp' }])
  })
})

describe('when the server is away', () => {
  const nowhere = 'smtp://127.0.0.1:9'

  test('mails wait longer each time, and go when it is back', async () => {
    const leader = await app().person('leader')
    await queue(leader.id)
    expect(await send(NOW, nowhere)).toBe(0)
    expect(await states()).toMatchObject([{ state: 'waiting', attempts: 1, failure: expect.stringMatching(/\S/) }])
    expect(await send(later(1))).toBe(0)
    expect(await send(later(2), nowhere)).toBe(0)
    expect(await send(later(5))).toBe(0)
    expect(await send(later(6))).toBe(1)
    expect(await states()).toMatchObject([{ state: 'sent', attempts: 3, failure: null }])
  })

  test('the wait doubles and ends at four hours; after three days a mail is given up', async () => {
    expect([1, 2, 3, 7, 20].map(attempts => (nextTry(attempts, NOW).getTime() - NOW.getTime()) / MINUTE)).toEqual([
      2, 4, 8, 128, 240,
    ])
    const leader = await app().person('leader')
    await queue(leader.id)
    expect(await send(later(3 * 24 * 60 + 1))).toBe(0)
    expect(await states()).toMatchObject([{ state: 'givenUp' }])
  })

  test('one that was taken by a process that died goes once more, under the same Message-ID', async () => {
    const leader = await app().person('leader')
    await queue(leader.id)
    const claimed = await claimDue(app().db, { now: NOW, limit: 10, retryAt: () => later(2) })
    expect(claimed).toHaveLength(1)
    expect(await send(later(1))).toBe(0)
    expect(await send(later(2))).toBe(1)
    // The first process had delivered it after all, but died before it could say so.
    await app()
      .db.updateTable('mail')
      .set({ state: 'waiting', dueAt: later(3) })
      .execute()
    expect(await send(later(3))).toBe(1)
    const [first, second] = server.to(leader.email)
    expect(first?.messageId).toMatch(/^<[0-9a-f-]{36}@kvalitet\.eksempel\.dk>$/)
    expect(second?.messageId).toBe(first?.messageId)
  })

  test('two processes at once send every mail once', async () => {
    const people = await Promise.all([1, 2, 3, 4, 5, 6].map(() => app().person('leader')))
    for (const { id } of people) await queue(id)
    const sent = await Promise.all([send(), send(), send()])
    expect(sent.reduce((sum, one) => sum + one, 0)).toBe(6)
    expect(new Set(server.arrived.map(mail => mail.messageId)).size).toBe(6)
    expect(server.arrived).toHaveLength(6)
  })
})

describe('an address that does not work', () => {
  test('is told of on the pages of the administrator, and not tried again', async () => {
    const leader = await app().person('leader')
    refused[leader.email] = 550
    await queue(leader.id)
    expect([await send(), await send(later(600))]).toEqual([0, 0])
    expect(await states()).toMatchObject([{ state: 'bounced', attempts: 1 }])
    const page = (await administrator.get('/mail?state=bounced')).text
    expect(page).toContain(leader.email)
    expect(page).toContain('no such mailbox here')
    expect((await administrator.get(`/user/${leader.id}`)).text).toContain('Mails til personen kommer retur')
    const { body } = await administrator.get('/api/v1/mails?state=bounced')
    expect(body.items).toMatchObject([{ userId: leader.id, state: 'bounced' }])
  })

  test('that is only full for now is tried again', async () => {
    const leader = await app().person('leader')
    refused[leader.email] = 452
    await queue(leader.id)
    expect(await send()).toBe(0)
    expect(await states()).toMatchObject([{ state: 'waiting' }])
    delete refused[leader.email]
    expect(await send(later(2))).toBe(1)
  })

  test.each([
    [{ code: 'EENVELOPE', responseCode: 550 }, 'bounced'],
    [{ code: 'EMESSAGE', responseCode: 554 }, 'bounced'],
    [{ code: 'EENVELOPE', responseCode: 451 }, 'waiting'],
    [{ code: 'EAUTH', responseCode: 535 }, 'waiting'],
    [{ code: 'ECONNECTION' }, 'waiting'],
    [{ code: 'ETIMEDOUT' }, 'waiting'],
  ] as const)('%o means %s', (error, state) => expect(outcomeOf({ ...error, message: 'x' }).state).toBe(state))
})

describe('a person chooses', () => {
  async function choose(person: Person, frequency: string) {
    const { version } = (await person.get('/api/v1/mails/setting')).body
    expect((await person.post('/mail/setting', form({ frequency, version: String(version) }))).status).toBe(303)
  }

  test('one mail a day, and gets the day’s in one at seven the next morning', async () => {
    const consultant = await app().person('consultant')
    await choose(consultant, 'daily')
    await queue(consultant.id, 'hearingComment', 'Birken')
    await queue(consultant.id, 'published', 'Egen')
    expect(await send(later(60))).toBe(0)
    // 7 o'clock in Denmark in May is 5 in UTC.
    expect(await send(new Date('2026-05-05T04:59:00Z'))).toBe(0)
    expect(await send(new Date('2026-05-05T05:00:00Z'))).toBe(1)
    expect(server.arrived).toHaveLength(1)
    expect(server.arrived[0]?.subject).toBe('Kvalitetsbesøg: 2 beskeder')
    for (const name of ['Birken', 'Egen']) expect(server.arrived[0]?.text).toContain(name)
  })

  test('none, and still gets those with a deadline', async () => {
    const consultant = await app().person('consultant')
    await choose(consultant, 'none')
    await queue(consultant.id, 'published', 'Egen')
    await queue(consultant.id, 'hearingEndsSoon', 'Birken')
    expect(await send(later(600))).toBe(1)
    expect(server.arrived[0]?.subject).toBe('Svarfristen er tæt på: Birken')
  })

  test('with a version, so that two windows do not overwrite each other', async () => {
    const leader = await app().person('leader')
    expect((await leader.put('/api/v1/mails/setting', 0, { frequency: 'daily' })).body).toEqual({
      frequency: 'daily',
      version: 1,
    })
    const stale = await leader.put('/api/v1/mails/setting', 0, { frequency: 'none' })
    expect([stale.status, stale.body.current]).toEqual([412, { frequency: 'daily', version: 1 }])
    expect((await leader.send('PUT', '/api/v1/mails/setting', { frequency: 'none' })).status).toBe(428)
    const wrong = await leader.post('/mail/setting', form({ frequency: 'hourly', version: '1' }))
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('Vælg, hvor tit')
  })

  test('several comments in ten minutes make one mail', async () => {
    const consultant = await app().person('consultant')
    for (let i = 0; i < 5; i++) await queue(consultant.id, 'hearingComment')
    expect(await send(later(9))).toBe(0)
    expect(await send(later(10))).toBe(1)
  })

  test.each([
    ['2026-01-15T05:30:00Z', '2026-01-15T06:00:00.000Z'],
    ['2026-01-15T06:00:00Z', '2026-01-16T06:00:00.000Z'],
    ['2026-03-28T12:00:00Z', '2026-03-29T05:00:00.000Z'],
    ['2026-10-24T12:00:00Z', '2026-10-25T06:00:00.000Z'],
  ])('what happens at %s is in the digest of %s, in winter and in summer', (now, due) =>
    expect(dueAt('published', 'daily', new Date(now))?.toISOString()).toBe(due),
  )
})

test('the list of mails is the administrator’s', async () => {
  for (const role of ['consultant', 'leader'] as const) {
    const person = await app().person(role)
    for (const path of ['/mail', '/api/v1/mails']) expect((await person.get(path)).status).toBe(403)
    expect((await person.get('/mail/setting')).status).toBe(200)
  }
})

test('the worker does its tasks one round at a time, survives one that fails, and stops', async () => {
  const done: string[] = []
  const errors: string[] = []
  const worker = startWorker(
    [
      { name: 'failing', run: () => Promise.reject(new Error('not now')) },
      { name: 'good', run: async () => done.push('good') },
    ],
    { everyMs: 5, onError: name => errors.push(name) },
  )
  await expect.poll(() => done.length).toBeGreaterThan(2)
  await worker.stop()
  const { length } = done
  await new Promise(resolve => setTimeout(resolve, 30))
  expect([done.length, errors.length]).toEqual([length, length])
})

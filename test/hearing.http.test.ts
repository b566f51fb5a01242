// The hearing from sending to publishing, as consultants, leaders and neighbours meet it, on a clock that is handed in.
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { remindHearings } from '../src/hearing/reminder.actions.ts'
import { danishDay } from '../src/lib/danish-date.ts'
import { type Person, useApp } from './support/app.ts'
import { sendMails, startMailServer } from './support/mail.ts'

let clock = new Date('2026-05-04T10:00:00Z')
const at = (moment: string) => {
  clock = new Date(moment)
}
const app = useApp({ printer: true, now: () => clock })
const form = (fields: Record<string, string>) => new URLSearchParams(fields)
const CANARY = 'kanariefugl'

let server: Awaited<ReturnType<typeof startMailServer>>
const refused: Record<string, number> = {}
beforeAll(async () => {
  server = await startMailServer(refused)
})
afterAll(() => server.close())
beforeEach(() => at('2026-05-04T10:00:00Z'))

const mails = () => sendMails(app(), server.url, clock)

/** A draft with a text in every place, of a tilbud with a leader. */
async function draft() {
  const tilbud = await app().tilbud()
  const consultant = await app().person('consultant')
  const leader = await app().person('leader', [tilbud.id])
  const visit = await app().visit(consultant, tilbud.id, {
    participants: { employeesTotal: 12, met: [{ group: 'medarbejdere', count: 6 }] },
    overallImpression: `Huset er **åbent** og ${CANARY} synger. Alle hilser.`,
    conclusion: `Vi konkluderer med ${CANARY}.`,
  })
  const api = `/api/v1/visits/${visit.id}`
  const point = (
    await consultant.post(`${api}/points`, {
      ...{ theme: '3a', box: 'purple', heading: 'Pauser' },
      body: `Der er otte ansatte. Pauserne er korte, siger ${CANARY}. Der er otte ansatte.`,
    })
  ).body
  return { tilbud, consultant, leader, visit, api, point, hearing: `${api}/hearing` }
}

async function inHearing(body: object = {}) {
  const made = await draft()
  const sent = await made.consultant.post(made.hearing, body)
  expect(sent.status, sent.text).toBe(200)
  return made
}

const comment = (person: Person, hearing: string, fields: object) =>
  person.post(`${hearing}/comments`, { textKey: 'report', kind: 'missing', body: 'Der mangler noget.', ...fields })

describe('sending', () => {
  test('proposes ten working days, freezes what is sent, and locks the texts', async () => {
    const { consultant, leader, hearing, api, point } = await inHearing()
    const { body } = await leader.get(hearing)
    // 4 May + 10 working days, over Ascension Day on the 14th.
    expect(body).toMatchObject({ draftNumber: 1, state: 'open', deadline: '2026-05-19', comments: 0 })
    expect(body.recipients).toEqual([{ userId: leader.id, name: leader.name, part: 'leader', doneAt: null }])
    expect((await consultant.patch(`${api}/points/${point.id}`, 1, { body: 'x' })).status).toBe(409)
  })

  test.each([
    ['2026-03-27T10:00:00Z', '2026-04-15'],
    ['2026-12-18T10:00:00Z', '2027-01-07'],
    // half past eleven in the evening of 3 May in UTC is 4 May in Denmark
    ['2026-05-03T22:30:00Z', '2026-05-19'],
  ])('at %s has its deadline on %s', async (moment, deadline) => {
    at(moment)
    const { leader, hearing } = await inHearing()
    expect((await leader.get(hearing)).body.deadline).toBe(deadline)
  })

  test('with a shorter deadline takes a reason, a longer one none, and a past one is refused', async () => {
    const { consultant, leader, visit, hearing } = await draft()
    const short = await consultant.post(hearing, { deadline: '2026-05-18' })
    expect([short.status, short.body.errors[0].path]).toEqual([422, '/reason'])
    expect((await consultant.post(hearing, { deadline: '2026-05-01', reason: 'Hast' })).status).toBe(422)
    const page = await consultant.post(`/visit/${visit.id}/hearing`, form({ deadline: '2026-05-18', asksLeaders: '1' }))
    expect(page.status).toBe(422)
    expect(page.text).toContain('value="2026-05-18"')
    expect(page.text).toContain('kortere end 10 arbejdsdage')
    expect((await consultant.post(hearing, { deadline: '2026-05-18', reason: 'Aftalt.' })).status).toBe(200)
    expect((await leader.get(hearing)).body).toMatchObject({ deadline: '2026-05-18', shorterBecause: 'Aftalt.' })
  })

  test('again is a new draft with the next number, and the first stays as it was', async () => {
    const { consultant, leader, hearing, api, point, visit } = await inHearing()
    expect((await consultant.send('DELETE', hearing)).status).toBe(200)
    expect((await leader.get(hearing)).status).toBe(404)
    await consultant.patch(`${api}/points/${point.id}`, 1, { body: 'Der er ni ansatte.' })
    await consultant.post(hearing)
    expect((await leader.get(hearing)).body.draftNumber).toBe(2)
    const kept = await app()
      .db.selectFrom('hearing')
      .select('snapshot')
      .where('visitId', '=', visit.id)
      .orderBy('draftNumber')
      .execute()
    expect(JSON.stringify(kept[0])).toContain('otte')
    expect(JSON.stringify(kept[1])).not.toContain('otte')
  })

  test('to a deputy: another leader, or somebody from outside who is invited by a link that works once', async () => {
    const { tilbud, consultant, leader, hearing } = await draft()
    const second = await app().person('leader', [tilbud.id])
    const stranger = await app().person('leader')
    const wrong = await consultant.post(hearing, { deputy: { userId: stranger.id } })
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([422, '/deputy'])
    const taken = await consultant.post(hearing, { deputy: { name: 'En anden', email: stranger.email } })
    expect(taken.status).toBe(409)
    const email = `stedfortraeder-${uuidv7()}@eksempel.dk`
    const sent = await consultant.post(hearing, { leaderIds: [leader.id], deputy: { name: 'Lis Lund', email } })
    expect(sent.status).toBe(200)
    const { recipients } = (await leader.get(hearing)).body
    expect(recipients.map(({ part }: { part: string }) => part).sort()).toEqual(['deputy', 'leader'])
    expect(recipients.map(({ userId }: { userId: string }) => userId)).not.toContain(second.id)

    await mails()
    const invitation = server.to(email).find(mail => mail.subject?.includes('inviteret'))
    const path = /https:\/\/kvalitet\.eksempel\.dk(\/invitation\/\S+)/.exec(invitation?.text ?? '')?.[1] ?? ''
    const code = path.split('/').at(-1) ?? ''
    expect(code.length).toBeGreaterThan(40)
    // Nothing that is kept opens the door.
    const kept = JSON.stringify([
      await app().db.selectFrom('invitation').selectAll().execute(),
      await app().db.selectFrom('mail').selectAll().execute(),
      await app().db.selectFrom('log').selectAll().execute(),
    ])
    expect(kept).not.toContain(code)

    const visitor = app().client()
    expect((await visitor.get(path)).text).toContain('Lis Lund')
    const unequal = await visitor.post(path, form({ password: 'en god lang kode', repeated: 'en anden lang kode' }))
    expect(unequal.status).toBe(422)
    const choose = (person: typeof visitor) =>
      person.post(path, form({ password: 'en god lang kode', repeated: 'en god lang kode' }))
    expect((await choose(visitor)).status).toBe(303)
    expect((await visitor.get('/report')).text).toContain(tilbud.name)
    for (const again of [await choose(app().client()), await app().client().get(path)]) {
      expect(again.status).toBe(410)
      expect(again.text).toContain('Linket er brugt eller for gammelt')
    }
    expect((await app().client().post('/api/v1/session', { email, password: 'en god lang kode' })).status).toBe(204)
  })

  test('an invitation is too old after 72 hours, and the administrator sends a new one', async () => {
    const { consultant, hearing } = await draft()
    const email = `sen-${uuidv7()}@eksempel.dk`
    await consultant.post(hearing, { deputy: { name: 'Sen Gæst', email } })
    await mails()
    const linkOf = (mail?: { text?: string | undefined }) => /(\/invitation\/\S+)/.exec(mail?.text ?? '')?.[1] ?? ''
    const first = linkOf(server.to(email).find(mail => mail.subject?.includes('inviteret')))
    at('2026-05-07T10:00:01Z')
    expect((await app().client().get(first)).status).toBe(410)
    const administrator = await app().person('administrator')
    const { id } = await app().db.selectFrom('user').select('id').where('email', '=', email).executeTakeFirstOrThrow()
    expect((await administrator.post(`/user/${id}/invitation`, form({}))).status).toBe(303)
    expect((await consultant.post(`/user/${id}/invitation`, form({}))).status).toBe(403)
    await mails()
    const second = linkOf(server.to(email).findLast(mail => mail.subject?.includes('inviteret')))
    expect(second).not.toBe(first)
    expect((await app().client().get(second)).status).toBe(200)
  })
})

describe('comments', () => {
  test('stand at marked words, found where they are meant, and survive that the text is corrected', async () => {
    const { consultant, leader, hearing, api, point, visit } = await inHearing()
    const textKey = `point/${point.id}`
    const first = await comment(leader, hearing, {
      ...{ textKey, kind: 'fact', body: 'Vi er ni.' },
      ...{ quote: 'otte  ansatte', quoteStart: 80 },
    })
    expect(first.status).toBe(201)
    expect(first.body).toMatchObject({ number: 1, place: 'Tema 3a, fokuspunkt 1', quote: 'otte ansatte' })
    expect(first.body.quoteStart).toBeGreaterThan(60)
    expect((await consultant.patch(`${api}/points/${point.id}`, 1, { body: 'Der er ni ansatte.' })).status).toBe(200)
    const [kept] = (await leader.get(`${hearing}/comments`)).body.items
    expect(kept).toMatchObject({ textNow: 'Pauser\nDer er ni ansatte.', changed: true, quote: 'otte ansatte' })
    expect(kept.textAsSent).toContain('otte ansatte')
    const page = (await leader.get(`/hearing/${visit.id}`)).text
    expect(page).toContain('Rettet siden')
  })

  test('are of a kind, at a text that is there, without a CPR number, and of any length', async () => {
    const { leader, hearing, point } = await inHearing()
    const textKey = `point/${point.id}`
    for (const [fields, path] of [
      [{ kind: 'anger' }, '/kind'],
      [{ body: '  ' }, '/body'],
      [{ textKey: `point/${uuidv7()}` }, '/textKey'],
      [{ textKey, quote: 'det står der ikke' }, '/quote'],
      [{ body: 'Det er 010190-1234.' }, '/body'],
    ] as const) {
      const answer = await comment(leader, hearing, fields)
      expect([answer.status, answer.body.errors[0].path]).toEqual([422, path])
    }
    const long = 'Ord for ord. '.repeat(3500)
    expect((await comment(leader, hearing, { textKey: 'facts', body: long })).body.body).toBe(long)
    const id = uuidv7()
    expect((await comment(leader, hearing, { id })).status).toBe(201)
    expect((await comment(leader, hearing, { id })).status).toBe(200)
    expect((await comment(leader, hearing, { id, body: 'Andet' })).status).toBe(409)
  })

  test('that are refused on the page come back with every word that was typed', async () => {
    const { leader, visit } = await inHearing()
    const typed = { textKey: 'conclusion', quote: 'findes ikke', quoteStart: '0', kind: 'fact', body: 'Langt skrevet' }
    const { status, text } = await leader.post(`/hearing/${visit.id}/comment`, form(typed))
    expect(status).toBe(422)
    for (const words of ['findes ikke</textarea>', 'Langt skrevet</textarea>', 'De ord står ikke i »Konklusion«'])
      expect(text).toContain(words)
    expect(text).toMatch(/value="conclusion" selected/)
    expect(text).toMatch(/value="fact"[^>]* checked/)
  })

  test('open the texts for correction, and each is answered with what was done', async () => {
    const { consultant, leader, hearing, api, point, visit } = await inHearing()
    const { body: one } = await comment(leader, hearing, { textKey: `point/${point.id}` })
    expect((await consultant.get(api)).body.commented).toBe(true)
    expect((await consultant.patch(`${api}/points/${point.id}`, 1, { body: 'Ni ansatte.' })).status).toBe(200)
    const path = `${hearing}/comments/${one.id}`
    expect((await consultant.patch(path, 1, { answer: 'notCorrected' })).body.errors[0].path).toBe('/answerText')
    expect((await consultant.patch(path, 9, { answer: 'corrected' })).status).toBe(412)
    expect((await consultant.send('PATCH', path, { answer: 'corrected' })).status).toBe(428)
    const answered = await consultant.patch(path, 1, { answer: 'partly', answerText: 'Tallet er rettet.' })
    expect(answered.body).toMatchObject({ answer: 'partly', answeredByName: consultant.name, version: 2 })
    const page = (await leader.get(`/hearing/${visit.id}`)).text
    for (const words of ['Delvist rettet', 'Tallet er rettet.', 'Som sendt', 'Som det står nu'])
      expect(page).toContain(words)
    const own = await consultant.post(
      `/visit/${visit.id}/hearing/comment/${one.id}`,
      form({ answer: 'notCorrected', answerText: '', version: '2' }),
    )
    expect(own.status).toBe(422)
    expect(own.text).toContain('Skriv hvorfor')
  })

  test('"ingen bemærkninger" takes one click and closes the hearing', async () => {
    const { leader, visit, hearing } = await inHearing()
    expect((await leader.get(`/hearing/${visit.id}`)).text).toContain('Ingen bemærkninger</button>')
    expect((await leader.post(`/hearing/${visit.id}/no-remarks`, form({}))).status).toBe(303)
    expect((await leader.get(hearing)).body).toMatchObject({ state: 'closed', comments: 0 })
    expect((await comment(leader, hearing, {})).status).toBe(409)
    expect((await leader.post(`/hearing/${visit.id}/no-remarks`, form({}))).status).toBe(409)
  })

  test('of one leader are waited for when another has none', async () => {
    const { tilbud, leader, consultant, hearing } = await draft()
    const second = await app().person('leader', [tilbud.id])
    await consultant.post(hearing)
    await leader.post(`${hearing}/no-remarks`)
    expect((await leader.get(hearing)).body.state).toBe('open')
    expect((await comment(second, hearing, {})).status).toBe(201)
    await second.post(`${hearing}/no-remarks`)
    expect((await leader.get(hearing)).body.state).toBe('closed')
  })
})

describe('publishing', () => {
  const publish = (person: Person, api: string, body: object = {}) => person.post(`${api}/publication`, body)

  test('waits for the deadline or the end of the hearing, and for every answer', async () => {
    const { consultant, leader, hearing, api } = await inHearing()
    const early = await publish(consultant, api)
    expect([early.status, early.body.title]).toEqual([409, expect.stringContaining('Svarfristen er 19. maj 2026')])
    const { body: one } = await comment(leader, hearing, {})
    at('2026-05-19T21:00:00Z')
    expect((await publish(consultant, api)).body.title).toContain('én bemærkning')
    const skipping = await publish(consultant, api, { skipHearing: { reason: 'Hast' } })
    expect([skipping.status, skipping.body.title]).toEqual([409, expect.stringContaining('ikke er besvaret')])
    await consultant.patch(`${hearing}/comments/${one.id}`, 1, { answer: 'notCorrected', answerText: 'Det er med.' })
    // The last day belongs to the leader until midnight in Denmark.
    expect((await publish(consultant, api)).status).toBe(409)
    at('2026-05-19T22:00:00Z')
    expect(danishDay(clock)).toBe('2026-05-20')
    expect((await publish(consultant, api)).status).toBe(201)
    expect((await leader.get(hearing)).body.course).toBe(
      'Sendt i høring 4. maj 2026, 1 bemærkning, besvaret 19. maj 2026',
    )
  })

  test('is not opened by taking a draft with an unanswered comment back', async () => {
    const { consultant, leader, hearing, api } = await inHearing()
    const { body: one } = await comment(leader, hearing, {})
    await consultant.send('DELETE', hearing)
    const refused = await publish(consultant, api, { skipHearing: { reason: 'Hast' } })
    expect([refused.status, refused.body.title]).toEqual([409, expect.stringContaining('ikke er besvaret')])
    await consultant.patch(`${hearing}/comments/${one.id}`, 1, { answer: 'corrected' })
    expect((await publish(consultant, api, { skipHearing: { reason: 'Hast' } })).status).toBe(201)
  })

  test('can follow the end that the consultants set, and a moved deadline tells people', async () => {
    const { consultant, leader, hearing, api, visit } = await inHearing()
    const { version } = (await consultant.get(hearing)).body
    expect((await consultant.patch(hearing, version, { deadline: '2026-05-11' })).body.errors[0].path).toBe('/reason')
    expect((await consultant.patch(hearing, version, { deadline: '2026-05-29' })).body.deadline).toBe('2026-05-29')
    expect((await consultant.patch(hearing, version, { deadline: '2026-06-01' })).status).toBe(412)
    await mails()
    expect(server.to(leader.email).map(mail => mail.subject)).toContainEqual(expect.stringContaining('Ny svarfrist'))
    expect((await consultant.post(`/visit/${visit.id}/hearing/close`, form({}))).status).toBe(303)
    expect((await consultant.post(`${hearing}/close`)).status).toBe(409)
    expect((await publish(consultant, api)).status).toBe(201)
  })
})

test('the leader’s remark is kept as it was typed, with a version, and without a CPR number', async () => {
  const { consultant, leader, hearing, visit } = await inHearing()
  const text = 'Vi er *ikke* enige.\n\n  Men tak – for «samtalen».'
  expect((await leader.put(`${hearing}/remark`, 1, { text: 'Om 010190-1234' })).status).toBe(422)
  expect((await leader.put(`${hearing}/remark`, 1, { text })).body).toMatchObject({ remark: text, version: 2 })
  expect((await leader.put(`${hearing}/remark`, 1, { text: 'Andet' })).status).toBe(412)
  expect((await consultant.put(`${hearing}/remark`, 2, { text })).status).toBe(403)
  const stale = await leader.post(`/hearing/${visit.id}/remark`, form({ text: 'Min nye tekst', version: '1' }))
  expect(stale.status).toBe(412)
  expect(stale.text).toContain('Min nye tekst</textarea>')
})

describe('the neighbour', () => {
  test('who guesses ids meets nothing, whatever the method', async () => {
    const { hearing, visit, leader } = await inHearing()
    const { body: one } = await comment(leader, hearing, {})
    const neighbour = await app().person('leader', [(await app().tilbud()).id])
    const colleague = await app().person('consultant')
    for (const person of [neighbour, colleague]) {
      for (const path of [hearing, `${hearing}/comments`, `/hearing/${visit.id}`, `${hearing}/comments.pdf`])
        expect((await person.get(path)).status, path).toBe(404)
      expect((await comment(person, hearing, {})).status).toBe(404)
      expect((await person.post(`${hearing}/no-remarks`)).status).toBe(404)
      expect((await person.put(`${hearing}/remark`, 1, { text: 'x' })).status).toBe(404)
    }
    expect((await colleague.patch(`${hearing}/comments/${one.id}`, 1, { answer: 'corrected' })).status).toBe(404)
    expect((await colleague.post(`/visit/${visit.id}/hearing/close`, form({}))).status).toBe(404)
    expect((await neighbour.post(`/hearing/${visit.id}/comment`, form({}))).status).toBe(404)
    // A comment of another visit does not answer under this one.
    const other = await inHearing()
    expect(
      (await other.consultant.patch(`${other.hearing}/comments/${one.id}`, 1, { answer: 'corrected' })).status,
    ).toBe(404)
  })
})

describe('mails', () => {
  test('tell of every event and hold not one word of a text, a comment or an answer', async () => {
    server.arrived.length = 0
    const { consultant, leader, hearing, api } = await inHearing()
    const { body: one } = await comment(leader, hearing, { textKey: 'conclusion', body: `Bemærket: ${CANARY}` })
    await leader.put(`${hearing}/remark`, (await leader.get(hearing)).body.version, { text: `Leder: ${CANARY}` })
    await consultant.patch(`${hearing}/comments/${one.id}`, 1, { answer: 'partly', answerText: `Svar: ${CANARY}` })
    at('2026-05-04T10:15:00Z')
    await mails()
    at('2026-05-12T08:00:00Z')
    await remindHearings(app().db, clock)
    await mails()
    at('2026-05-15T08:00:00Z')
    await remindHearings(app().db, clock)
    await leader.post(`${hearing}/no-remarks`)
    expect((await consultant.post(`${api}/publication`)).status).toBe(201)
    at('2026-05-15T09:00:00Z')
    await mails()
    const subjects = (person: Person) =>
      server
        .to(person.email)
        .map(mail => mail.subject?.split(':')[0])
        .sort()
    expect(subjects(leader)).toEqual([
      'Jeres bemærkninger er besvaret',
      'Kvalitetsbesøg planlagt',
      'Påmindelse om høring',
      'Rapporten er udgivet',
      'Svarfristen er tæt på',
      'Udkast i høring',
    ])
    expect(subjects(consultant)).toEqual(['Bemærkninger til udkastet', 'Bemærkninger til udkastet'])
    expect(server.arrived.length).toBeGreaterThan(5)
    for (const mail of server.arrived) {
      // As it was sent, and decoded: quoted-printable could hide it.
      expect([mail.raw, mail.text, mail.html, mail.subject].join('\n').toLowerCase()).not.toContain(CANARY)
      expect(mail.text).toContain('https://kvalitet.eksempel.dk/')
    }
  })

  test('a bounce is shown to those who sent the draft', async () => {
    const { tilbud, consultant, hearing, visit } = await draft()
    const leader = await app().person('leader', [tilbud.id])
    refused[leader.email] = 550
    await consultant.post(hearing)
    await mails()
    const page = (await consultant.get(`/visit/${visit.id}/hearing`)).text
    expect(page).toContain('En mail kom ikke frem')
    expect(page).toContain(leader.name)
  })

  test('reminders come at half-time and two working days before, once, by day, to those who are not done', async () => {
    at('2026-03-27T10:00:00Z')
    const { tilbud, leader, consultant, hearing } = await draft()
    const done = await app().person('leader', [tilbud.id])
    await consultant.post(hearing)
    await done.post(`${hearing}/no-remarks`)
    const told: string[] = []
    for (let day = 0; day < 24; day++)
      for (const hour of ['05:30', '06:30', '12:00']) {
        const date = danishDay(new Date(Date.parse('2026-03-27T12:00:00Z') + day * 86_400_000))
        at(`${date}T${hour}:00Z`)
        await Promise.all([remindHearings(app().db, clock), remindHearings(app().db, clock)])
        const queued = await app()
          .db.selectFrom('mail')
          .select(['kind', 'userId'])
          .where('visitId', '=', hearing.split('/')[4] ?? '')
          .where('kind', 'in', ['hearingHalfTime', 'hearingEndsSoon'])
          .execute()
        expect(queued.every(({ userId }) => userId === leader.id)).toBe(true)
        if (queued.length > told.length) told.push(`${date} ${hour}`)
      }
    // Deadline 15 April; the fifth of ten working days is 8 April (over Easter), two before the deadline 13 April.
    expect(told).toEqual(['2026-04-08 06:30', '2026-04-13 06:30'])
  })
})

// Logging in and out, and what the cookie is worth.
import { describe, expect, test } from 'vitest'
import { PASSWORD, useApp } from './support/app.ts'

const app = useApp()

describe('a login', () => {
  test('answers who I am, until I log out', async () => {
    const consultant = await app().person('consultant')
    const me = await consultant.get('/api/v1/session')
    expect(me.body).toEqual({
      id: consultant.id,
      name: consultant.name,
      email: consultant.email,
      role: 'consultant',
      tilbudIds: [],
    })
    const cookie = consultant.cookie()
    expect((await consultant.send('DELETE', '/api/v1/session')).status).toBe(204)
    expect((await app().client().get('/api/v1/session', { cookie })).status).toBe(401)
  })

  test('gives a new cookie each time, http-only and same-site', async () => {
    const { email, cookie } = await app().person('leader')
    const again = await app().client().post('/api/v1/session', { email, password: PASSWORD })
    const [set = ''] = again.headers.getSetCookie()
    expect(set).toMatch(/HttpOnly/)
    expect(set).toMatch(/SameSite=Lax/)
    expect(set.split(';')[0]).not.toBe(cookie())
  })

  test('ends at once when the user is closed', async () => {
    const [consultant, administrator] = [await app().person('consultant'), await app().person('administrator')]
    expect((await administrator.patch(`/api/v1/users/${consultant.id}`, 1, { active: false })).status).toBe(200)
    expect((await consultant.get('/api/v1/session')).status).toBe(401)
  })

  test('is refused with the same words for a wrong password and an unknown address', async () => {
    const { email } = await app().person('leader')
    const wrong = await app().client().post('/api/v1/session', { email, password: 'forkert adgangskode' })
    const unknown = await app().client().post('/api/v1/session', { email: 'ingen@eksempel.dk', password: PASSWORD })
    expect([wrong.status, wrong.body.title]).toEqual([401, unknown.body.title])
  })

  test('is refused after ten wrong passwords, even with the right one', async () => {
    const { email } = await app().person('leader')
    for (let i = 0; i < 10; i++)
      await app()
        .client()
        .post('/api/v1/session', { email, password: `forkert ${i}` })
    const right = await app().client().post('/api/v1/session', { email, password: PASSWORD })
    expect(right.status).toBe(429)
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

describe('a request from another site', () => {
  for (const headers of [
    { origin: 'https://ondt.eksempel' },
    { 'sec-fetch-site': 'cross-site' },
    { origin: 'null' },
  ] as Record<string, string>[])
    test(`is refused: ${JSON.stringify(headers)}`, async () => {
      const consultant = await app().person('consultant')
      expect((await consultant.post('/api/v1/session', { email: 'a', password: 'b' }, headers)).status).toBe(403)
    })
})

describe('the address after the login', () => {
  test.each([
    '//e.dk',
    '/\\e.dk',
    'https:e.dk',
    '/%09/e.dk',
    '/.//e.dk',
    '/..//e.dk',
    '/%2e//e.dk',
    '/./\\e.dk',
    'https://e.dk',
    '\u2028//e.dk',
  ])('is our own, whatever is asked for: %s', async next => {
    const { email } = await app().person('leader')
    const form = new URLSearchParams({ email, password: PASSWORD, next })
    const answer = await app().client().post('/login', form)
    const target = new URL(answer.headers.get('location') ?? '', app().url)
    expect([answer.status, target.origin]).toEqual([303, new URL(app().url).origin])
  })
})

describe('administrators who change one user at once', () => {
  test('are not told that it is done, all but one', async () => {
    const people = [await app().person('administrator'), await app().person('administrator')]
    const { id } = await app().person('leader')
    // While the row is held, all of them read the same version; then they write one after the other.
    const changes = await app()
      .db.transaction()
      .execute(async trx => {
        await trx.selectFrom('user').select('id').where('id', '=', id).forUpdate().execute()
        const sent = Array.from({ length: 4 }, (_, i) =>
          people[i % 2]?.patch(`/api/v1/users/${id}`, 1, { name: `Navn ${i}` }),
        )
        await new Promise(resolve => setTimeout(resolve, 500))
        return { sent }
      })
    const statuses = (await Promise.all(changes.sent)).map(answer => answer?.status)
    expect(statuses.sort()).toEqual([200, 412, 412, 412])
  })
})

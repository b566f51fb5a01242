// Logging in and out, and what the cookie is worth.
import { createHash } from 'node:crypto'
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

describe('a login that is used', () => {
  const row = async (cookie: string) => {
    const value = decodeURIComponent(cookie.split('=')[1] ?? '').split('.')[0] ?? ''
    return createHash('sha256').update(value).digest('hex')
  }
  const HOUR = 3_600_000

  test('is prolonged to twelve hours from now, and never beyond a week', async () => {
    const { get, cookie } = await app().person('consultant')
    const id = await row(cookie())
    const sessions = app().db
    const left = async () => {
      const { expiresAt } = await sessions
        .selectFrom('session')
        .select('expiresAt')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      return (expiresAt.getTime() - Date.now()) / HOUR
    }
    expect(await left()).toBeGreaterThan(11.9)
    expect(await left()).toBeLessThan(12.1)
    const set = (change: object) => sessions.updateTable('session').set(change).where('id', '=', id).execute()
    await set({ expiresAt: new Date(Date.now() + HOUR) })
    expect((await get('/api/v1/session')).status).toBe(200)
    expect(await left()).toBeGreaterThan(11.9)

    const { content } = await sessions
      .selectFrom('session')
      .select('content')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const cookieOf = (expires: Date) =>
      JSON.stringify({ ...content, cookie: { ...(content as { cookie: object }).cookie, expires } })
    await set({ content: cookieOf(new Date(Date.now() + 2 * HOUR)), expiresAt: new Date(Date.now() + HOUR) })
    expect((await get('/api/v1/session')).status).toBe(200)
    expect(await left()).toBeLessThan(2.1)
    await set({ content: cookieOf(new Date(Date.now() - 1000)) })
    expect((await get('/api/v1/session')).status).toBe(401)
  })

  test('ends when it was unused for twelve hours', async () => {
    const { get, cookie } = await app().person('consultant')
    const id = await row(cookie())
    await app()
      .db.updateTable('session')
      .set({ expiresAt: new Date(Date.now() - 1000) })
      .where('id', '=', id)
      .execute()
    expect((await get('/api/v1/session')).status).toBe(401)
  })
})

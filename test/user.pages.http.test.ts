// The pages about people: an administrator lets them in and out, everybody changes their own password.
import { describe, expect, test } from 'vitest'
import { PASSWORD, type Person, useApp } from './support/app.ts'

const app = useApp()

const form = (fields: Record<string, string | string[]>) =>
  new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => [value].flat().map(one => [name, one])))
const newUser = (fields: Record<string, string | string[]> = {}) =>
  form({
    name: 'Åse Ø',
    email: `aase-${crypto.randomUUID()}@eksempel.dk`,
    role: 'consultant',
    password: PASSWORD,
    ...fields,
  })
const find = async (email: string) =>
  app().db.selectFrom('user').selectAll().where('email', '=', email).executeTakeFirstOrThrow()
const tilbudOf = async (id: string) =>
  (await app().db.selectFrom('userTilbud').select('tilbudId').where('userId', '=', id).execute()).map(
    row => row.tilbudId,
  )
const changed = async (person: Person, fields: Record<string, string | string[]> = {}) => {
  const { version } = await find(person.email)
  const { name, email } = person
  return form({ name, email, role: 'consultant', active: '1', password: '', version: String(version), ...fields })
}

describe('an administrator', () => {
  test('sees everybody by name, in the order of the Danish alphabet', async () => {
    const administrator = await app().person('administrator')
    for (const name of ['Åse', 'Ærø', 'Zebra', 'Ølgod', 'Aabenraa'])
      await administrator.post('/user/new', newUser({ name: `Q ${name}` }))
    const { text } = await administrator.get('/user')
    expect([...text.matchAll(/row-link"[^>]*>Q ([^<]+)</g)].map(match => match[1])).toEqual([
      'Zebra',
      'Ærø',
      'Ølgod',
      'Aabenraa',
      'Åse',
    ])
  })

  test('makes a leader with tilbud, who can log in', async () => {
    const administrator = await app().person('administrator')
    const tilbud = await app().tilbud()
    const email = 'Ny.Leder@Eksempel.dk'
    const answer = await administrator.post('/user/new', newUser({ email, role: 'leader', tilbudIds: [tilbud.id] }))
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/user'])
    expect((await administrator.get('/user')).text).toContain(tilbud.name)
    const user = await find('ny.leder@eksempel.dk')
    expect(await tilbudOf(user.id)).toEqual([tilbud.id])
    expect((await app().client().post('/api/v1/session', { email, password: PASSWORD })).status).toBe(204)
  })

  test('gives tilbud to leaders only', async () => {
    const [administrator, { id }] = [await app().person('administrator'), await app().tilbud()]
    const body = newUser({ role: 'consultant', tilbudIds: [id] })
    await administrator.post('/user/new', body)
    expect(await tilbudOf((await find(body.get('email') ?? '')).id)).toEqual([])
  })

  test('gets a bad form back with the words that were typed, but never the password', async () => {
    const administrator = await app().person('administrator')
    const body = newUser({ name: 'Kær <b>', email: 'forkert', password: 'kort-men-hemmelig'.slice(0, 8) })
    const { status, text } = await administrator.post('/user/new', body)
    expect(status).toBe(422)
    expect(text).toContain('value="Kær &lt;b&gt;"')
    expect(text).toContain('href="#email">E-mail: Skriv en e-mailadresse')
    expect(text).toContain('Adgangskoden skal have mindst 12 tegn.')
    expect(text).not.toContain('kort-men')
  })

  test('is told when an address is taken, for a new person and for a change', async () => {
    const [administrator, one, other] = await Promise.all([
      app().person('administrator'),
      app().person('consultant'),
      app().person('consultant'),
    ])
    const created = await administrator.post('/user/new', newUser({ email: one.email }))
    const moved = await administrator.post(`/user/${other.id}`, await changed(other, { email: one.email }))
    for (const { status, text } of [created, moved]) {
      expect(status).toBe(409)
      expect(text).toContain('Der er allerede en bruger med den e-mailadresse')
      expect(text).toContain(`value="${one.email}"`)
    }
  })

  test('closes a person, whose login ends', async () => {
    const [administrator, consultant] = [await app().person('administrator'), await app().person('consultant')]
    const answer = await administrator.post(`/user/${consultant.id}`, await changed(consultant, { active: [] }))
    expect(answer.status).toBe(303)
    expect((await consultant.get('/api/v1/session')).status).toBe(401)
  })

  test('cannot lock themselves out', async () => {
    const administrator = await app().person('administrator')
    const { status, text } = await administrator.post(`/user/${administrator.id}`, await changed(administrator))
    expect(status).toBe(409)
    expect(text).toContain('Du kan ikke lukke dig selv ude')
  })

  test('leaves the password alone when none is typed, and sets one that is', async () => {
    const [administrator, consultant] = [await app().person('administrator'), await app().person('consultant')]
    const before = await find(consultant.email)
    await administrator.post(`/user/${consultant.id}`, await changed(consultant, { name: 'Nyt Navn' }))
    expect((await find(consultant.email)).passwordHash).toBe(before.passwordHash)
    await administrator.post(
      `/user/${consultant.id}`,
      await changed(consultant, { password: 'en helt ny adgangskode' }),
    )
    const login = { email: consultant.email, password: 'en helt ny adgangskode' }
    expect((await app().client().post('/api/v1/session', login)).status).toBe(204)
  })

  test('sees what a colleague saved meanwhile, and may save over it', async () => {
    const [administrator, consultant] = [await app().person('administrator'), await app().person('consultant')]
    const old = await changed(consultant, { name: 'Min stavning' })
    await administrator.post(`/user/${consultant.id}`, await changed(consultant, { name: 'Kollegas stavning' }))
    const { status, text } = await administrator.post(`/user/${consultant.id}`, old)
    expect(status).toBe(412)
    expect(text).toContain('value="Min stavning"')
    expect(text).toContain('Kollegas stavning')
    old.set('version', text.match(/name="version" value="(\d+)"/)?.[1] ?? '')
    expect((await administrator.post(`/user/${consultant.id}`, old)).status).toBe(303)
  })

  test.each(['/user/x', '/user/0197a000-0000-7000-8000-000000000000', "/user/'%20or%201=1"])(
    '%s is a 404 page',
    async path => {
      const administrator = await app().person('administrator')
      expect((await administrator.get(path)).status).toBe(404)
      expect((await administrator.post(path, form({}))).status).toBe(404)
    },
  )

  test('is answered with the form when nothing at all was sent', async () => {
    expect((await (await app().person('administrator')).post('/user/new', form({}))).status).toBe(422)
  })
})

test.each(['consultant', 'leader'] as const)('a %s has no business on the pages about people', async role => {
  const [person, administrator] = [await app().person(role), await app().person('administrator')]
  for (const path of ['/user', '/user/new', `/user/${administrator.id}`])
    expect((await person.get(path)).status).toBe(403)
  expect((await person.post('/user/new', newUser())).status).toBe(403)
  expect((await person.post(`/user/${person.id}`, await changed(person, { role: 'administrator' }))).status).toBe(403)
})

describe("one's own password", () => {
  const NEW = 'korrekt hest batteri'
  const body = (fields = {}) => form({ current: PASSWORD, password: NEW, repeated: NEW, ...fields })

  test('is changed by a leader, who stays logged in here and nowhere else', async () => {
    const leader = await app().person('leader')
    const elsewhere = app().client()
    await elsewhere.post('/api/v1/session', { email: leader.email, password: PASSWORD })
    const cookie = leader.cookie()
    expect((await leader.get('/report')).text).toContain('href="/user/password"')
    const answer = await leader.post('/user/password', body())
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/thread'])
    expect((await leader.get('/report')).text).toContain('Din adgangskode er skiftet')
    expect(leader.cookie()).not.toBe(cookie)
    expect((await elsewhere.get('/api/v1/session')).status).toBe(401)
    expect((await app().client().get('/api/v1/session', { cookie })).status).toBe(401)
    const login = { email: leader.email, password: NEW }
    expect((await app().client().post('/api/v1/session', login)).status).toBe(204)
  })

  test.each([
    ['the old one is wrong', { current: 'noget helt andet' }, 'Det er ikke din nuværende adgangskode.'],
    ['the new one is short', { password: 'kort', repeated: 'kort' }, 'Adgangskoden skal have mindst 12 tegn.'],
    ['the two are not alike', { repeated: 'noget helt andet' }, 'De to nye adgangskoder er ikke ens.'],
  ])('stays when %s', async (_why, fields, words) => {
    const consultant = await app().person('consultant')
    const { status, text } = await consultant.post('/user/password', body(fields))
    expect(status).toBe(422)
    expect(text).toContain(words)
    expect((await consultant.get('/api/v1/session')).status).toBe(200)
  })

  test('is nothing for those who are not logged in', async () => {
    expect((await app().client().get('/user/password')).headers.get('location')).toBe('/login?next=%2Fuser%2Fpassword')
  })
})

// Starting as a new user does: the real process, in a new data folder.
import { describe, expect, test } from 'vitest'
import { useProcesses } from './support/process.ts'

const { newFolder, run } = useProcesses()

const MAIN = 'src/main.ts'

async function logIn(url: string, email: string, password = 'kvalitetsbesoeg-demo') {
  const answer = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  return { status: answer.status, cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
}

describe('the embedded start', () => {
  test('is ready, prints the logins, has demo content; a second process is refused and the first goes on', async () => {
    const folder = newFolder()
    const first = await run(MAIN, { DATA_DIR: folder })
    expect(first.output()).toContain('kvalitetsbesoeg-demo')
    expect((await fetch(`${first.url}/healthz`)).status).toBe(200)
    expect(await (await fetch(`${first.url}/readyz`)).json()).toMatchObject({ database: 'ready' })
    for (const email of ['konsulent1', 'konsulent2', 'leder', 'leder2', 'admin'])
      expect((await logIn(first.url, `${email}@eksempel.dk`)).status).toBe(204)

    const second = await run(MAIN, { DATA_DIR: folder })
    expect(await second.ended).toBe(1)
    expect(second.output()).toMatch(/er i brug af et andet Kvalitetsbesøg.*DATA_DIR/)
    const { cookie } = await logIn(first.url, 'admin@eksempel.dk')
    const visits = await (await fetch(`${first.url}/api/v1/visits?limit=200`, { headers: { cookie } })).json()
    expect(visits.items.length).toBeGreaterThanOrEqual(30)
    expect(new Set(visits.items.map((visit: { status: string }) => visit.status)).size).toBe(5)
  })

  test('after kill -9 finds what was acknowledged, and the lock free', async () => {
    const folder = newFolder()
    const first = await run(MAIN, { DATA_DIR: folder })
    const { cookie } = await logIn(first.url, 'admin@eksempel.dk')
    const headers = { cookie, 'content-type': 'application/json' }
    const made = await fetch(`${first.url}/api/v1/centres`, { method: 'POST', headers, body: '{"name":"Center Nyt"}' })
    expect(made.status).toBe(201)
    first.child.kill('SIGKILL')
    await first.ended
    const second = await run(MAIN, { DATA_DIR: folder })
    const centres = await (await fetch(`${second.url}/api/v1/centres`, { headers: { cookie } })).json()
    expect(centres.items.map((centre: { name: string }) => centre.name)).toContain('Center Nyt')
    second.child.kill('SIGTERM')
    expect(await second.ended).toBe(0)
  })

  test('says in one sentence what to do when no browser can be started, and everything else works', async () => {
    // No browser starts without a folder for its profile, not even one that the machine has of its own.
    const env = { BROWSER_PATH: '/bin/false', TMPDIR: '/proc/nothing' }
    const first = await run(MAIN, { DATA_DIR: newFolder(), ...env })
    while (!first.output().includes('PDF-filer kan ikke laves nu'))
      await new Promise(resolve => setTimeout(resolve, 50))
    expect(first.output()).toMatch(
      /PDF-filer kan ikke laves nu\. Mappen til midlertidige filer .*TMPDIR.*npm run doctor/,
    )
    expect((await logIn(first.url, 'konsulent1@eksempel.dk')).status).toBe(204)
    expect(await (await fetch(`${first.url}/readyz`)).json()).toEqual({ database: 'ready', renderer: 'unavailable' })
  })
})

describe('a start that is half configured', () => {
  test.each([
    [{ DATABASE_URL: 'postgres://postgres@127.0.0.1:1/test' }, /SESSION_SECRET mangler/],
    [{ DATABASE_URL: 'mysql://x' }, /DATABASE_URL skal begynde med postgres/],
    [{ SESSION_SECRET: 'kort' }, /SESSION_SECRET skal være .* 32 tegn/],
    [{ PORT: 'tre' }, /PORT skal være et tal/],
  ] as [Record<string, string>, RegExp][])('is refused: %j', async (env, sentence) => {
    const { ended, output } = await run(MAIN, { DATA_DIR: newFolder(), ...env })
    expect(await ended).toBe(1)
    expect(output()).toMatch(sentence)
  })
})

describe('the first administrator', () => {
  test('is made by the command line and can log in', async () => {
    const folder = newFolder()
    const args = ['create', '--name', 'Ada Admin', '--email', 'Ada@kommune.dk']
    const made = await run('src/command/admin.ts', { DATA_DIR: folder }, args, 'en lang adgangskode\n')
    expect(await made.ended).toBe(0)
    const app = await run(MAIN, { DATA_DIR: folder })
    expect((await logIn(app.url, 'ada@kommune.dk', 'en lang adgangskode')).status).toBe(204)
    expect((await logIn(app.url, 'admin@eksempel.dk')).status).toBe(401)
  })

  test('with a short password is refused in words', async () => {
    const args = ['create', '--name', 'Ada', '--email', 'ada@kommune.dk']
    const { ended, output } = await run('src/command/admin.ts', { DATA_DIR: newFolder() }, args, 'kort\n')
    expect(await ended).toBe(1)
    expect(output()).toContain('mindst 12 tegn')
  })
})

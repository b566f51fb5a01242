// The server as a process of its own, that can be killed, over a database that is filled before it starts.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { seedModels } from '../../src/command/seed.ts'
import { type Connection, connect } from '../../src/db/connect.ts'
import { migrate } from '../../src/db/migrate.ts'
import { hashPassword } from '../../src/lib/password.ts'
import { openTestDatabase } from './databases.ts'

const ROOT = join(import.meta.dirname, '../..')
const PASSWORD = 'en lang adgangskode'

// biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of an answer
type Answer = { status: number; body: any }

/** Two consultants, a visit that both are on, and a point in it. */
async function fill({ db }: Connection) {
  const [centreId, tilbudId, visitId, pointId] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()]
  const passwordHash = await hashPassword(PASSWORD)
  await db.insertInto('centre').values({ id: centreId, name: 'Center' }).execute()
  const unknown = { employeesCount: null, employeesConfirmedOn: null, shortNames: [] }
  await db
    .insertInto('tilbud')
    .values({ id: tilbudId, name: 'Huset', type: 'Botilbud', centreId, selfGoverning: false, ...unknown })
    .execute()
  const visit = { id: visitId, tilbudId, modelId: 'kvalitetsmodel-3.0', visitedOn: '2026-05-12', topics: [] }
  await db
    .insertInto('visit')
    .values({ ...visit, met: '[]', status: 'draft' })
    .execute()
  const emails = ['signe@eksempel.dk', 'jonas@eksempel.dk']
  for (const email of emails) {
    const id = uuidv7()
    await db.insertInto('user').values({ id, name: email, email, role: 'consultant', passwordHash }).execute()
    await db.insertInto('visitConsultant').values({ visitId, userId: id }).execute()
  }
  const place = { modelId: visit.modelId, theme: '3a', box: 'grey', position: 1, saidOnTheDay: true } as const
  await db
    .insertInto('point')
    .values({ id: pointId, visitId, ...place, topics: [], body: '' })
    .execute()
  return { visitId, pointId, emails: emails as [string, string] }
}

/** A place for servers to run on, one after the other or, on PostgreSQL, together. */
export async function openPlace() {
  const folder = mkdtempSync(join(tmpdir(), 'kvalitetsbesoeg-process-'))
  const children = new Set<ChildProcess>()
  const database = process.env.TEST_DATABASE_URL ? await openTestDatabase() : null
  const connection = database ?? (await connect({ folder }))
  if (!database) {
    await migrate(connection.db)
    await seedModels(connection.db)
  }
  const content = await fill(connection)
  // The embedded database belongs to one process.
  if (!database) await connection.close()
  const settings: Record<string, string> = database?.url
    ? { DATABASE_URL: database.url, SESSION_SECRET: 'the same secret for all processes, long enough' }
    : {}

  async function start() {
    const child = spawn(process.execPath, ['src/main.ts'], {
      cwd: ROOT,
      env: { PATH: process.env.PATH ?? '', PORT: '0', DATA_DIR: folder, ...settings },
    })
    children.add(child)
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', chunk => (output += chunk))
    const ended = new Promise<void>(resolve =>
      child.once('exit', () => {
        children.delete(child)
        resolve()
      }),
    )
    while (!/kører på http/.test(output) && child.exitCode === null)
      await new Promise(resolve => setTimeout(resolve, 20))
    const url = /kører på (http:\S+)/.exec(output)?.[1]
    if (!url) throw new Error(`the server did not start: ${output}`)

    async function logIn(email: string, login = '') {
      let cookie = login
      const send = async (method: string, path: string, body?: unknown, headers: object = {}): Promise<Answer> => {
        const response = await fetch(url + path, {
          method,
          headers: { cookie, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        })
        for (const set of response.headers.getSetCookie()) cookie = set.split(';')[0] ?? ''
        const text = await response.text()
        return { status: response.status, body: text ? JSON.parse(text) : null }
      }
      if (!login) await send('POST', '/api/v1/session', { email, password: PASSWORD })
      return {
        cookie: () => cookie,
        send,
        get: (path: string) => send('GET', path),
        post: (path: string, body: unknown = {}) => send('POST', path, body),
      }
    }
    const kill = (signal: NodeJS.Signals = 'SIGKILL') => {
      child.kill(signal)
      return ended
    }
    return { url, logIn, kill }
  }

  async function close() {
    for (const child of children) child.kill('SIGKILL')
    if (database) await database.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { ...content, start, close, kind: database ? 'postgres' : 'embedded' }
}

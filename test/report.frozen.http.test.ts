// What is published stays as it was published: in a new process, under new names and beside a new model, however often it
// is published at once, and also when it is corrected.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Person, useApp } from './support/app.ts'
import { EMPTY_POSTGRES, onServer, testDatabaseUrl } from './support/databases.ts'
import { useProcesses } from './support/process.ts'

const app = useApp({ printer: true })
const { newFolder, run } = useProcesses()

const MODEL = JSON.parse(readFileSync(join(import.meta.dirname, '../seeds/model/kvalitetsmodel-3.0.json'), 'utf8'))
const PASSWORD = 'en lang adgangskode'
const DOCUMENTS = ['report.pdf', 'report.html', 'conclusion.pdf', 'conclusion.html'] as const

const sumOf = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')

/** Somebody who is logged in at a process. */
async function logIn(url: string, email: string) {
  let cookie = ''
  const send = async (method: string, path: string, body?: unknown, version?: number) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(cookie && { cookie }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(version !== undefined && { 'if-match': `"${version}"` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    cookie ||= answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const bytes = Buffer.from(await answer.arrayBuffer())
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${bytes}`)
    return bytes
  }
  const json = async (method: string, path: string, body?: unknown, version?: number) => {
    const bytes = await send(method, path, body, version)
    return bytes.length > 0 ? JSON.parse(bytes.toString()) : null
  }
  await send('POST', '/session', { email, password: PASSWORD })
  return { send, json }
}

type Sender = Awaited<ReturnType<typeof logIn>>

/** The sums of everything that was published about a visit, and what /verify says of it. */
async function frozen({ send, json }: Sender, visitId: string) {
  const sums = await Promise.all(DOCUMENTS.map(async name => sumOf(await send('GET', `/visits/${visitId}/${name}`))))
  const { items } = await json('GET', `/visits/${visitId}/publication`)
  return { sums, items, verified: await json('GET', `/verify/${items[0].sha256}`) }
}

/** The settings of a new installation on the database of this run. */
async function newInstallation(): Promise<Record<string, string>> {
  const server = process.env.TEST_DATABASE_URL
  if (!server) return { DATA_DIR: newFolder() }
  const name = `kvalitetsbesoeg_frozen_${process.pid}`
  await onServer(server, query => query(`create database ${name} template ${EMPTY_POSTGRES}`).then(() => {}))
  return { DATA_DIR: newFolder(), DATABASE_URL: testDatabaseUrl(server, name), SESSION_SECRET: 'x'.repeat(40) }
}

const removeDatabase = (env: Record<string, string>) =>
  onServer(process.env.TEST_DATABASE_URL ?? '', query =>
    query(`drop database ${new URL(env.DATABASE_URL ?? '').pathname.slice(1)} with (force)`).then(() => {}),
  )

test('a new process has the same bytes, though tilbud and consultant have new names and there is a new model', async () => {
  const env = await newInstallation()
  try {
    const admin = ['create', '--name', 'Ada Admin', '--email', 'ada@kommune.dk']
    expect(await (await run('src/command/admin.ts', env, admin, `${PASSWORD}\n`)).ended).toBe(0)
    const first = await run('src/main.ts', env)
    const ada = await logIn(first.url, 'ada@kommune.dk')
    const centre = await ada.json('POST', '/centres', { name: 'Center Nord' })
    const tilbud = await ada.json('POST', '/tilbud', {
      ...{ name: 'Åhuset', shortNames: [], type: 'Botilbud', centreId: centre.id, selfGoverning: false },
    })
    const person = { name: 'Signe Strand', email: 'signe@kommune.dk', role: 'consultant', password: PASSWORD }
    const signe = await ada.json('POST', '/users', person)
    const visit = await ada.json('POST', '/visits', {
      ...{ tilbudId: tilbud.id, visitedOn: '2026-05-12', consultantIds: [signe.id], conclusion: 'Bliv ved.' },
    })
    await ada.json('POST', `/visits/${visit.id}/points`, { theme: '1', box: 'grey', body: 'Vi talte om tid.' })
    await ada.json('POST', `/visits/${visit.id}/publication`, { skipHearing: { reason: 'Aftalt.' } })
    const published = await frozen(ada, visit.id)

    await ada.json('PATCH', `/tilbud/${tilbud.id}`, { name: 'Et nyt navn' }, tilbud.version)
    await ada.json('PATCH', `/users/${signe.id}`, { name: 'Signe Nyt-Navn' }, signe.version)
    const next = { id: 'kvalitetsmodel-4.0', name: 'Kvalitetsmodel 4.0', version: '4.0', validFrom: '2026-01-01' }
    await ada.json('POST', '/models', { ...MODEL, ...next, readingGuide: 'En ny læsevejledning.' })
    expect(await frozen(ada, visit.id)).toEqual(published)
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)

    const second = await run('src/main.ts', env)
    const again = await logIn(second.url, 'ada@kommune.dk')
    expect(await frozen(again, visit.id)).toEqual(published)
    const html = (await again.send('GET', `/visits/${visit.id}/report.html`)).toString()
    for (const name of ['Åhuset', 'Signe Strand', 'Kvalitetsmodel 3.0']) expect(html).toContain(name)
    for (const name of ['nyt navn', 'Nyt-Navn', 'ny læsevejledning']) expect(html).not.toContain(name)
    second.child.kill('SIGTERM')
    await second.ended
  } finally {
    if (env.DATABASE_URL) await removeDatabase(env)
  }
}, 90_000)

describe('a visit that was written', () => {
  async function written() {
    const consultant = await app().person('consultant')
    const visit = await app().visit(consultant, (await app().tilbud()).id, { conclusion: 'Bliv ved.' })
    const here = `/api/v1/visits/${visit.id}`
    await consultant.post(`${here}/points`, { theme: '1', box: 'grey', body: 'Vi talte om tid.' })
    return { consultant, here, id: visit.id }
  }
  const publish = ({ post }: Person, here: string) =>
    post(`${here}/publication`, { skipHearing: { reason: 'Aftalt.' } })

  test('is published once, though twenty publish it at the same time', async () => {
    const { consultant, here, id } = await written()
    const answers = await Promise.all(Array.from({ length: 20 }, () => publish(consultant, here)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19)
    const rows = await app().db.selectFrom('report').select('version').where('visitId', '=', id).execute()
    expect(rows).toEqual([{ version: 1 }])
    expect((await consultant.get(here)).body.status).toBe('published')
  })

  test('keeps version 1 to download beside a correction, and /verify tells the two apart', async () => {
    const { consultant, here } = await written()
    await publish(consultant, here)
    const bytesOf = async (version: number) =>
      Promise.all(DOCUMENTS.map(async name => (await consultant.get(`${here}/${name}?version=${version}`)).text))
    const one = await bytesOf(1)
    const sums = async () => (await consultant.get(`${here}/publication`)).body.items
    const [{ sha256: first }] = await sums()

    await consultant.post(`${here}/correction`, { reason: 'Et navn var forkert.' })
    expect(await bytesOf(1)).toEqual(one)
    expect((await consultant.get(`/api/v1/verify/${first}`)).body.status).toBe('current')
    const { version } = (await consultant.get(here)).body
    await consultant.patch(here, version, { conclusion: 'Bliv endelig ved.' })
    expect((await publish(consultant, here)).body.version).toBe(2)

    expect(await bytesOf(1)).toEqual(one)
    expect((await bytesOf(2))[1]).toContain('Bliv endelig ved.')
    const items = await sums()
    expect(
      items.map((item: { version: number; correctionReason: string }) => [item.version, item.correctionReason]),
    ).toEqual([
      [2, 'Et navn var forkert.'],
      [1, null],
    ])
    expect((await consultant.get(`/api/v1/verify/${first}`)).body).toMatchObject({
      status: 'superseded',
      supersededBy: { version: 2 },
    })
    expect((await consultant.get(`/verify/${first}`)).text).toContain(
      'Erstattet af version 2, fordi den er rettet: »Et navn',
    )
    expect((await consultant.get(`/api/v1/verify/${items[0].sha256}`)).body.status).toBe('current')
  })

  test('has its version 1 untouched and current when a correction is given up', async () => {
    const { consultant, here } = await written()
    await publish(consultant, here)
    const { body: one } = await consultant.get(`${here}/report.pdf`)
    await consultant.post(`${here}/correction`, { reason: 'Et navn var forkert.' })
    const { version } = (await consultant.get(here)).body
    await consultant.patch(here, version, { conclusion: 'Noget helt andet.' })
    expect((await consultant.send('DELETE', `${here}/correction`)).status).toBe(200)
    expect(Buffer.compare((await consultant.get(`${here}/report.pdf`)).body, one)).toBe(0)
    expect((await consultant.get(`/api/v1/verify/${sumOf(one)}`)).body).toMatchObject({ status: 'current', version: 1 })
    // The next correction begins where the published version stands.
    await consultant.post(`${here}/correction`, { reason: 'Et andet navn.' })
    expect((await publish(consultant, here)).body.version).toBe(2)
    expect((await consultant.get(`${here}/conclusion.html?version=2`)).text).toContain('Bliv ved.')
  })
})

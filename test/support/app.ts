// The real app on a real database, and people who talk to it over HTTP as a browser or a program would.
import { join } from 'node:path'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll } from 'vitest'
import { buildApp } from '../../src/app.ts'
import type { Role } from '../../src/db/tables.ts'
import { templateRenderer } from '../../src/http/views.ts'
import { hashPassword } from '../../src/lib/password.ts'
import { createPrinter } from '../../src/pdf/printer.ts'
import { startWorkshop } from '../../src/report/workshop.remote.ts'
import { createWorkshop } from '../../src/report/workshop.ts'
import { readContract } from './contract.ts'
import { openTestDatabase } from './databases.ts'

export const SECRET = 'a secret for the tests that is long enough'
export const PASSWORD = 'en lang adgangskode'
const passwordHash = hashPassword(PASSWORD)

// biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of an answer, field by field
export type Answer = { status: number; body: any; headers: Headers; text: string }
export type Person = Awaited<ReturnType<TestApp['person']>>
export type TestApp = Awaited<ReturnType<typeof openApp>>

type Options = { printer: boolean; now?: () => Date; heartbeat?: number }

async function openApp({ printer: withPrinter, now, heartbeat }: Options) {
  const connection = await openTestDatabase()
  const { db } = connection
  const cacheFolder = join(import.meta.dirname, '../../node_modules/.cache/kvalitetsbesoeg/browser')
  // Where nothing is printed no process is started for it.
  const workshop = withPrinter
    ? startWorkshop({ cacheFolder })
    : createWorkshop(await templateRenderer(), createPrinter({ cacheFolder, sources: [] }))
  const app = await buildApp({
    db,
    listen: connection.listen,
    heartbeat,
    workshop,
    sessionSecret: SECRET,
    publicUrl: null,
    trustedProxies: [],
    offlineDays: 7,
    demo: null,
    sendsMail: true,
    ...(now && { now }),
    logger: false,
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const contract = readContract(await (await fetch(`${url}/api/v1/openapi.json`)).json())

  /** A client with its own cookie. JSON for objects, a form for URLSearchParams. */
  function client() {
    let cookie = ''
    async function send(
      method: string,
      path: string,
      body?: unknown,
      headers: Record<string, string> = {},
    ): Promise<Answer> {
      const isForm = body instanceof URLSearchParams || body instanceof FormData
      const asItIs = isForm || typeof body === 'string' || body instanceof Uint8Array
      const response = await fetch(path.startsWith('/') ? url + path : path, {
        method,
        redirect: 'manual',
        headers: {
          ...(cookie && { cookie }),
          ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && {
          body: asItIs ? (body as BodyInit) : JSON.stringify(body),
        }),
      })
      for (const set of response.headers.getSetCookie()) cookie = set.split(';')[0] ?? ''
      const bytes = Buffer.from(await response.arrayBuffer())
      const text = bytes.toString()
      const isJson = response.headers.get('content-type')?.includes('json')
      const answer =
        isJson && text ? JSON.parse(text) : response.headers.get('content-type') === 'application/pdf' ? bytes : text
      if (path.startsWith('/api/v1/') && path !== '/api/v1/openapi.json') {
        const contentType = response.headers.get('content-type') ?? ''
        const fault = contract.fault(method, path, { status: response.status, contentType, body: answer })
        if (fault) throw new Error(`the answer breaks the contract: ${fault}`)
      }
      return { status: response.status, body: answer, headers: response.headers, text }
    }
    return {
      send,
      cookie: () => cookie,
      get: (path: string, headers?: Record<string, string>) => send('GET', path, undefined, headers),
      post: (path: string, body: unknown = {}, headers?: Record<string, string>) => send('POST', path, body, headers),
      /** With the version in If-Match. */
      patch: (path: string, version: number, body: unknown) =>
        send('PATCH', path, body, { 'if-match': `"${version}"` }),
      put: (path: string, version: number, body: unknown) => send('PUT', path, body, { 'if-match': `"${version}"` }),
      delete: (path: string, version: number) => send('DELETE', path, undefined, { 'if-match': `"${version}"` }),
    }
  }

  /** A user with this role who is logged in. */
  async function person(role: Role, tilbudIds: string[] = []) {
    const id = uuidv7()
    const email = `${role}-${id}@eksempel.dk`
    const name = `${role} ${id.slice(-4)}`
    await db
      .insertInto('user')
      .values({ id, name, email, role, passwordHash: await passwordHash })
      .execute()
    if (tilbudIds.length > 0)
      await db
        .insertInto('userTilbud')
        .values(tilbudIds.map(tilbudId => ({ userId: id, tilbudId })))
        .execute()
    const own = client()
    const login = await own.post('/api/v1/session', { email, password: PASSWORD })
    if (login.status !== 204) throw new Error(`login failed: ${login.text}`)
    return { id, email, name, ...own }
  }

  /** A centre and a tilbud in it. */
  async function tilbud(name = `Tilbud ${uuidv7().slice(-6)}`) {
    const centreId = uuidv7()
    const id = uuidv7()
    // A test that is tried again finds what its first try left.
    await db.updateTable('tilbud').set({ name: sql<string>`name || ' ' || id` }).where('name', '=', name).execute()
    await db
      .insertInto('centre')
      .values({ id: centreId, name: `Center ${centreId.slice(-6)}` })
      .execute()
    await db
      .insertInto('tilbud')
      .values({
        id,
        name,
        shortNames: [],
        type: 'Botilbud',
        centreId,
        selfGoverning: false,
        employeesCount: 12,
        employeesConfirmedOn: null,
      })
      .execute()
    return { id, centreId, name }
  }

  /** A planned visit of these consultants. */
  async function visit(
    by: { id: string; post: ReturnType<typeof client>['post'] },
    tilbudId: string,
    fields: object = {},
  ) {
    const answer = await by.post('/api/v1/visits', {
      tilbudId,
      visitedOn: '2026-05-12',
      consultantIds: [by.id],
      ...fields,
    })
    if (answer.status !== 201) throw new Error(`no visit: ${answer.text}`)
    // Its leader has confirmed the facts; a test that asks about that says otherwise.
    await db
      .updateTable('tilbud')
      .set({ employeesConfirmedOn: answer.body.visitedOn })
      .where('id', '=', tilbudId)
      .where(eb =>
        eb.or([eb('employeesConfirmedOn', 'is', null), eb('employeesConfirmedOn', '<', answer.body.visitedOn)]),
      )
      .execute()
    return answer.body as { id: string; version: number; status: string }
  }

  const close = async () => {
    await app.close()
    await workshop.close()
    await connection.close()
  }
  return { app, workshop, db, url, contract, client, person, tilbud, visit, close }
}

/** Opens the app before the tests of a file and closes it afterwards; `printer: true` where PDFs are printed. */
export function useApp(options: Options = { printer: false }): () => TestApp {
  let app: TestApp | undefined
  beforeAll(async () => {
    app = await openApp(options)
  })
  afterAll(() => app?.close())
  return () => {
    if (!app) throw new Error('the app is not open yet')
    return app
  }
}
